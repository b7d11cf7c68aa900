// Who may use a region's key: the account's administrators, services on behalf of the account's own callers, and services that speak for themselves.
import type { Statement } from "./policy.ts";

/** Services that encrypt for a caller: they may use the key only when somebody of this account asks them. Source: the policy of AWS's own key aws/ebs. */
const onBehalf = [
  "ec2",
  "rds",
  "elasticache",
  "secretsmanager",
  "ecr",
  "eks",
  "backup",
  "s3",
  "sns",
  "sqs",
  "ssm",
  "lambda",
  "logs",
  "elasticfilesystem",
];

/** Services that publish into encrypted topics and queues by themselves. */
const publishers = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "budgets.amazonaws.com", "costalerts.amazonaws.com", "sns.amazonaws.com"];

const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];

export const keyPolicy = (account: string, region: string): readonly Statement[] => [
  // Without it a key whose users are gone could be administered by nobody.
  {
    Sid: "AccountAdministers",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  },
  {
    Sid: "ServicesOnBehalfOfTheAccount",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: [...use, "kms:CreateGrant"],
    Resource: "*",
    Condition: {
      StringEquals: { "kms:CallerAccount": account, "kms:ViaService": onBehalf.map((service) => `${service}.${region}.amazonaws.com`) },
    },
  },
  {
    Sid: "Logs",
    Effect: "Allow",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: use,
    Resource: "*",
    Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:*` } },
  },
  {
    Sid: "Publishers",
    Effect: "Allow",
    Principal: { Service: publishers },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  },
];
