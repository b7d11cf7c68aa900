// Networks, names and what stands at the edge.
import type { Properties, TranslationTable } from "../row.ts";
import { under } from "./data.ts";

const ruleNames = (group: "Source" | "Destination") => ({
  cidrIpv4: "CidrIp",
  securityGroupId: "GroupId",
  referencedSecurityGroupId: `${group}SecurityGroupId`,
  prefixListId: `${group}PrefixListId`,
});

export const networkRows = {
  "aws:ec2/securityGroup:SecurityGroup": {
    type: "AWS::EC2::SecurityGroup",
    names: {
      name: "GroupName",
      description: "GroupDescription",
      ingress: "SecurityGroupIngress",
      egress: "SecurityGroupEgress",
      "ingress.protocol": "IpProtocol",
      "egress.protocol": "IpProtocol",
    },
    leftOut: { revokeRulesOnDelete: "how the provider deletes it, not what it is" },
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    type: "AWS::EC2::SecurityGroupIngress",
    names: ruleNames("Source"),
    tags: "none",
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    type: "AWS::EC2::SecurityGroupEgress",
    names: ruleNames("Destination"),
    tags: "none",
  },
  "aws:route53/zone:Zone": {
    type: "AWS::Route53::HostedZone",
    names: { comment: "HostedZoneConfig", tags: "HostedZoneTags", vpcs: "VPCs", "vpcs.vpcId": "VPCId", "vpcs.vpcRegion": "VPCRegion" },
    leftOut: { forceDestroy: "said when the resource is deleted" },
    reshape: ({ HostedZoneConfig: Comment, ...rest }) => (Comment === undefined ? rest : { ...rest, HostedZoneConfig: { Comment } }),
  },
  "aws:route53/record:Record": {
    type: "AWS::Route53::RecordSet",
    names: {
      zoneId: "HostedZoneId",
      ttl: "TTL",
      records: "ResourceRecords",
      aliases: "AliasTarget",
      "aliases.name": "DNSName",
      "aliases.zoneId": "HostedZoneId",
      failoverRoutingPolicies: "Failover",
      latencyRoutingPolicies: "Region",
      weightedRoutingPolicies: "Weight",
    },
    leftOut: { allowOverwrite: "how the provider makes it, not what it is" },
    single: ["aliases", "failoverRoutingPolicies", "latencyRoutingPolicies", "weightedRoutingPolicies"],
    reshape: flattenPolicies,
  },
  "aws:route53/healthCheck:HealthCheck": {
    type: "AWS::Route53::HealthCheck",
    names: {
      cloudwatchAlarmName: "AlarmIdentifier",
      cloudwatchAlarmRegion: "AlarmRegion",
      childHealthchecks: "ChildHealthChecks",
      childHealthThreshold: "HealthThreshold",
      enableSni: "EnableSNI",
      fqdn: "FullyQualifiedDomainName",
      invertHealthcheck: "Inverted",
      ipAddress: "IPAddress",
      tags: "HealthCheckTags",
    },
    leftOut: { referenceName: "a name for the console alone" },
    reshape: ({ AlarmIdentifier: Name, AlarmRegion: Region, ...rest }) =>
      under("HealthCheckConfig", ["HealthCheckTags"])(Name === undefined ? rest : { ...rest, AlarmIdentifier: { Name, Region } }),
  },
} as const satisfies TranslationTable;

/** Pulumi has each way of routing as a block, CloudFormation as one property. */
function flattenPolicies({ Failover: failover, Region: latency, Weight: weighted, ...rest }: Properties): Properties {
  const inner = (block: unknown, key: string): Properties =>
    typeof block === "object" && block !== null && key in block ? { [key]: Reflect.get(block, key) } : {};
  const moved = typeof failover === "object" && failover !== null ? { Failover: Reflect.get(failover, "Type") } : {};
  return { ...rest, ...moved, ...inner(latency, "Region"), ...inner(weighted, "Weight") };
}
