// Networks, the backbone between them, and names.
import type { Properties, TranslationTable } from "../row.ts";
import { field, listOf, under } from "../shapes.ts";

const ruleNames = (group: "Source" | "Destination") => ({
  cidrIpv4: "CidrIp",
  securityGroupId: "GroupId",
  referencedSecurityGroupId: `${group}SecurityGroupId`,
  prefixListId: `${group}PrefixListId`,
});

export const networkRows = {
  "aws:ec2/vpc:Vpc": { type: "AWS::EC2::VPC" },
  "aws:ec2/subnet:Subnet": { type: "AWS::EC2::Subnet" },
  "aws:ec2/internetGateway:InternetGateway": {
    type: "AWS::EC2::InternetGateway",
    leftOut: { vpcId: "CloudFormation attaches it by a resource of its own" },
  },
  "aws:ec2/routeTable:RouteTable": { type: "AWS::EC2::RouteTable" },
  "aws:ec2/route:Route": { type: "AWS::EC2::Route" },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { type: "AWS::EC2::SubnetRouteTableAssociation" },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": { notCovered: "CloudFormation cannot take over a network's default group" },
  "aws:ec2/eip:Eip": { type: "AWS::EC2::EIP" },
  "aws:ec2/natGateway:NatGateway": { type: "AWS::EC2::NatGateway" },
  "aws:ec2/networkAcl:NetworkAcl": {
    type: "AWS::EC2::NetworkAcl",
    names: { "*.action": "RuleAction", "*.ruleNo": "RuleNumber" },
    leftOut: { subnetIds: "CloudFormation joins subnets by a resource of its own" },
    reshape: ({ Ingress: _, Egress: __, ...rest }) => rest,
    also: ({ Ingress: ingress, Egress: egress }) => [...aclEntries(ingress, false), ...aclEntries(egress, true)],
  },
  "aws:ec2/flowLog:FlowLog": {
    type: "AWS::EC2::FlowLog",
    names: { iamRoleArn: "DeliverLogsPermissionArn", vpcId: "ResourceId" },
    reshape: (properties) => ({ ...properties, ResourceType: "VPC" }),
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    type: "AWS::EC2::VPCEndpoint",
    names: { policy: "PolicyDocument" },
    documents: ["policy"],
  },
  "aws:ec2/vpcEncryptionControl:VpcEncryptionControl": { type: "AWS::EC2::VPCEncryptionControl" },
  "aws:ec2transitgateway/transitGateway:TransitGateway": { type: "AWS::EC2::TransitGateway" },
  "aws:ec2transitgateway/routeTable:RouteTable": { type: "AWS::EC2::TransitGatewayRouteTable" },
  "aws:ec2transitgateway/route:Route": { type: "AWS::EC2::TransitGatewayRoute" },
  "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": { type: "AWS::EC2::TransitGatewayRouteTableAssociation" },
  "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation": { type: "AWS::EC2::TransitGatewayRouteTablePropagation" },
  "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": {
    type: "AWS::EC2::TransitGatewayPeeringAttachment",
    // Left out, it is the own account's.
    reshape: (properties) => ({ PeerAccountId: { Ref: "AWS::AccountId" }, ...properties }),
  },
  "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter": {
    notCovered: "CloudFormation has nothing that accepts: it is a step of the peering",
  },
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": {
    type: "AWS::EC2::TransitGatewayVpcAttachment",
    leftOut: {
      transitGatewayDefaultRouteTableAssociation: "a switch of the provider's: the gateway has no default table here",
      transitGatewayDefaultRouteTablePropagation: "a switch of the provider's: the gateway has no default table here",
    },
    reshape: ({ DnsSupport, ...rest }) => (DnsSupport === undefined ? rest : { ...rest, Options: { DnsSupport } }),
  },
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

/** Numbers of IANA. */
const protocolNumbers: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17 };

/** Pulumi has the rules of a list as its own property, CloudFormation each as a resource. */
const aclEntries = (rules: unknown, outward: boolean): { readonly type: string; readonly properties: Properties }[] =>
  listOf(rules).map((rule) => ({
    type: "AWS::EC2::NetworkAclEntry",
    properties: {
      NetworkAclId: { "Fn::ImportValue": "another-resource" },
      Egress: outward,
      RuleAction: field(rule, "RuleAction"),
      RuleNumber: field(rule, "RuleNumber"),
      CidrBlock: field(rule, "CidrBlock"),
      Protocol: protocolNumbers[String(field(rule, "Protocol"))] ?? Number(field(rule, "Protocol")),
      PortRange: { From: field(rule, "FromPort"), To: field(rule, "ToPort") },
    },
  }));
