// What AWS's Fault Injection Service may break in a region: what carries the environment's tag, and nothing else.
import { interpolate, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import { accountOf, policyDocument, trustService, type Statement } from "../identity/aws/policy.ts";

export interface AwsFaultRolesArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  readonly keyArn: Input<string>;
}

/** How long it can be read what was broken when. */
const logDays = 365;

/**
 * The role that experiments of the Fault Injection Service act by in one region, and the log that they write. Only where the tier allows chaos: elsewhere it
 * throws, so that no environment can be broken by mistake.
 * @cost $0.10 for each minute of each action that runs; the role nothing, the log at CloudWatch's price.
 * @omits Experiments: FaultTemplates has them. The safety lever, which an account has in each region: operators and chaos engineers may pull it
 * (`aws fis update-safety-lever-state`), and it stops every experiment there.
 * @failureDomain One region: the role works in its own region alone.
 */
export class AwsFaultRoles extends Component {
  readonly roleArn: Output<string>;
  readonly logGroupArn: Output<string>;

  constructor(name: string, { plan, region, keyArn }: AwsFaultRolesArgs, options: ComponentResourceOptions = {}) {
    super("chaos-platform:AwsFaultRoles", name, options);
    if (!plan.tier.chaos) throw new Error(`the tier ${plan.name} allows no chaos`);
    const role = new Role(
      this.named("role"),
      {
        name: `${plan.name}-${region.name}-faults`,
        path: "/gameday/",
        description: `Faults in ${plan.name}, ${region.name}`,
        assumeRolePolicy: trustService("fis.amazonaws.com", accountOf(plan)),
      },
      { parent: this },
    );
    new RolePolicy(this.named("policy"), { role: role.name, policy: policyDocument(breaking(plan, region)) }, { parent: this });
    const logs = new LogGroup(
      this.named("logs"),
      { region: region.name, name: `/gameday/${plan.name}/faults`, retentionInDays: logDays, kmsKeyId: keyArn },
      { parent: this },
    );
    this.roleArn = role.arn;
    this.logGroupArn = interpolate`${logs.arn}:*`;
    this.registerOutputs();
  }
}

/** Source: "AWS FIS actions reference", the permissions of each action; read on 2026-11-28. */
function breaking(plan: EnvironmentPlan, { name }: RegionPlan): readonly Statement[] {
  const here = { "aws:RequestedRegion": name };
  const tagged = { StringEquals: { ...here, "aws:ResourceTag/environment": plan.name } };
  const arn = (service: string, kind: string): string => `arn:aws:${service}:${name}:${accountOf(plan)}:${kind}`;
  return [
    {
      Sid: "Machines",
      Effect: "Allow",
      Action: ["ec2:RebootInstances", "ec2:StartInstances", "ec2:StopInstances", "ec2:TerminateInstances"],
      Resource: arn("ec2", "instance/*"),
      Condition: tagged,
    },
    { Sid: "Clusters", Effect: "Allow", Action: "eks:DescribeCluster", Resource: arn("eks", "cluster/*"), Condition: tagged },
    { Sid: "Disks", Effect: "Allow", Action: "ec2:PauseVolumeIO", Resource: arn("ec2", "volume/*"), Condition: tagged },
    // Machines with encrypted disks start again by a grant on the key.
    {
      Sid: "EncryptedDisks",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: arn("kms", "key/*"),
      Condition: { ...tagged, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    {
      Sid: "Backbone",
      Effect: "Allow",
      Action: ["ec2:AssociateTransitGatewayRouteTable", "ec2:DisassociateTransitGatewayRouteTable"],
      Resource: [arn("ec2", "transit-gateway-route-table/*"), arn("ec2", "transit-gateway-attachment/*")],
      Condition: tagged,
    },
    { Sid: "Nodes", Effect: "Allow", Action: "eks:DescribeNodegroup", Resource: arn("eks", "nodegroup/*"), Condition: tagged },
    {
      Sid: "Databases",
      Effect: "Allow",
      Action: ["rds:FailoverDBCluster", "rds:RebootDBInstance"],
      Resource: [arn("rds", "cluster:*"), arn("rds", "db:*")],
      Condition: tagged,
    },
    {
      Sid: "Caches",
      Effect: "Allow",
      Action: "elasticache:InterruptClusterAzPower",
      Resource: arn("elasticache", "replicationgroup:*"),
      Condition: tagged,
    },
    {
      Sid: "CutOffSubnets",
      Effect: "Allow",
      Action: ["ec2:CreateNetworkAcl", "ec2:ReplaceNetworkAclAssociation"],
      Resource: [arn("ec2", "vpc/*"), arn("ec2", "subnet/*")],
      Condition: tagged,
    },
    {
      Sid: "CutOffByOwnLists",
      Effect: "Allow",
      Action: ["ec2:CreateNetworkAcl", "ec2:CreateTags"],
      Resource: arn("ec2", "network-acl/*"),
      Condition: { StringEquals: { ...here, "aws:RequestTag/managedByFIS": "true" } },
    },
    {
      Sid: "OwnLists",
      Effect: "Allow",
      Action: ["ec2:CreateNetworkAclEntry", "ec2:DeleteNetworkAcl"],
      Resource: arn("ec2", "network-acl/*"),
      Condition: { StringEquals: { ...here, "aws:ResourceTag/managedByFIS": "true" } },
    },
    // Back to the list that was there before.
    { Sid: "PutBack", Effect: "Allow", Action: "ec2:ReplaceNetworkAclAssociation", Resource: arn("ec2", "network-acl/*") },
    {
      Sid: "Look",
      Effect: "Allow",
      Action: [
        "ec2:DescribeInstances",
        "ec2:DescribeManagedPrefixLists",
        "ec2:DescribeNetworkAcls",
        "ec2:DescribeSubnets",
        "ec2:DescribeTransitGatewayAttachments",
        "ec2:DescribeTransitGatewayPeeringAttachments",
        "ec2:DescribeTransitGateways",
        "ec2:DescribeVolumes",
        "ec2:DescribeVpcs",
        "ec2:GetManagedPrefixListEntries",
        "elasticache:DescribeReplicationGroups",
        "rds:DescribeDBClusters",
        "rds:DescribeDBInstances",
        "tag:GetResources",
      ],
      Resource: "*",
      Condition: { StringEquals: here },
    },
    {
      Sid: "Log",
      Effect: "Allow",
      Action: ["logs:CreateLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:PutResourcePolicy"],
      Resource: "*",
      Condition: { StringEquals: here },
    },
  ];
}
