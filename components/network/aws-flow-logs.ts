// Who spoke with whom in a region's network, whether it was let through, and whether it was encrypted.
import { interpolate, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { FlowLog } from "@pulumi/aws/ec2/flowLog.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import { accountOf, policyDocument, trustService } from "../identity/aws/policy.ts";

export interface AwsFlowLogsArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  readonly vpcId: Input<string>;
  /** The region's key. */
  readonly keyArn: Input<string>;
}

/** Long enough to look into a game day; the tiers with protected data are also looked into later. */
const keptDays = ({ chaos }: EnvironmentPlan["tier"]): number => (chaos ? 90 : 30);
const aggregationSeconds = 600;

/** AWS's default fields, and whether a packet was encrypted on its way. Source: "Available fields" in the Amazon VPC user guide. */
const fields = [
  "version",
  "account-id",
  "interface-id",
  "srcaddr",
  "dstaddr",
  "srcport",
  "dstport",
  "protocol",
  "packets",
  "bytes",
  "start",
  "end",
  "action",
  "log-status",
  "encryption-status",
];

/**
 * @cost By the gigabyte that CloudWatch takes and keeps: connections, not bytes, drive it.
 * @omits What was said: only who, when and how much.
 * @failureDomain The region. While logging fails, traffic goes on.
 */
export class AwsFlowLogs extends Component {
  constructor(name: string, { plan, region, vpcId, keyArn }: AwsFlowLogsArgs, options: ComponentResourceOptions = {}) {
    super("network:AwsFlowLogs", name, options);
    const own = { parent: this };
    const logs = new LogGroup(
      this.named("logs"),
      { region: region.name, name: `/aws/vpc/${plan.name}-${region.name}/flow`, retentionInDays: keptDays(plan.tier), kmsKeyId: keyArn },
      own,
    );
    const role = new Role(
      this.named("role"),
      {
        path: "/gameday/",
        description: `Flow logs of ${region.name}`,
        assumeRolePolicy: trustService("vpc-flow-logs.amazonaws.com", accountOf(plan)),
      },
      own,
    );
    const writing = new RolePolicy(
      this.named("policy"),
      {
        role: role.name,
        policy: policyDocument([
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
            Resource: [logs.arn, interpolate`${logs.arn}:*`],
          },
        ]),
      },
      own,
    );
    new FlowLog(
      this.named("flow"),
      {
        region: region.name,
        vpcId,
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
        logDestination: logs.arn,
        iamRoleArn: role.arn,
        maxAggregationInterval: aggregationSeconds,
        logFormat: fields.map((field) => `\${${field}}`).join(" "),
      },
      { ...own, dependsOn: [writing] },
    );
    this.registerOutputs();
  }
}
