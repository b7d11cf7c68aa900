// AWS: network, backbone, edge and names.
import type { TypeFacts, TypeTable } from "./facts.ts";

/**
 * `replaces`: ForceNew or RequiresReplace in the resource's schema, internal/service/<file> of hashicorp/terraform-provider-aws. Rows with a commit were read there on
 * 2026-11-28; the rest goes by the same files as they are known, and by what @pulumi/aws 7.48.0 says. A change of `region` replaces whatever has one.
 * `computed`: properties of the class that its arguments lack, @pulumi/aws 7.48.0. `exclusive`: ConflictsWith and ExactlyOneOf of the same schemas.
 */
const source = (file: string): string => `hashicorp/terraform-provider-aws internal/service/${file}; @pulumi/aws 7.48.0`;

const regional = (file: string, replaces: readonly string[], computed: readonly string[]): TypeFacts => ({
  replaces: ["region", ...replaces],
  computed,
  source: source(file),
});

const global = (file: string, replaces: readonly string[], computed: readonly string[]): TypeFacts => ({ replaces, computed, source: source(file) });

const network = {
  "aws:ec2/vpc:Vpc": regional(
    "ec2/vpc_.go at 00081ce (read)",
    ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"],
    [
      "arn",
      "defaultNetworkAclId",
      "defaultRouteTableId",
      "defaultSecurityGroupId",
      "dhcpOptionsId",
      "ipv6AssociationId",
      "mainRouteTableId",
      "ownerId",
    ],
  ),
  "aws:ec2/vpcEncryptionControl:VpcEncryptionControl": regional(
    "ec2/vpc_encryption_control.go at 029d253 (read)",
    [],
    ["resourceExclusions", "state", "stateMessage"],
  ),
  "aws:ec2/subnet:Subnet": regional(
    "ec2/vpc_subnet.go",
    ["availabilityZone", "availabilityZoneId", "cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "ipv6Native", "outpostArn", "vpcId"],
    ["arn", "ipv6CidrBlockAssociationId", "ownerId"],
  ),
  "aws:ec2/internetGateway:InternetGateway": regional("ec2/vpc_internet_gateway.go", [], ["arn", "ownerId"]),
  "aws:ec2/eip:Eip": regional(
    "ec2/ec2_eip.go",
    ["address", "customerOwnedIpv4Pool", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"],
    ["allocationId", "arn", "associationId", "carrierIp", "customerOwnedIp", "privateDns", "privateIp", "ptrRecord", "publicDns", "publicIp"],
  ),
  "aws:ec2/natGateway:NatGateway": regional(
    "ec2/vpc_nat_gateway.go at 04088ea (read)",
    ["allocationId", "connectivityType", "privateIp", "secondaryPrivateIpAddressCount", "subnetId"],
    ["associationId", "networkInterfaceId", "publicIp"],
  ),
  "aws:ec2/routeTable:RouteTable": regional("ec2/vpc_route_table.go", ["vpcId"], ["arn", "ownerId"]),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": regional("ec2/vpc_route_table_association.go", ["gatewayId", "subnetId"], []),
  "aws:ec2/route:Route": regional(
    "ec2/vpc_route.go",
    ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "routeTableId"],
    ["instanceId", "instanceOwnerId", "origin", "state"],
  ),
  "aws:ec2/vpcEndpoint:VpcEndpoint": regional(
    "ec2/vpc_endpoint.go",
    ["resourceConfigurationArn", "serviceName", "serviceNetworkArn", "serviceRegion", "vpcEndpointType", "vpcId"],
    ["arn", "cidrBlocks", "dnsEntries", "networkInterfaceIds", "ownerId", "prefixListId", "requesterManaged", "state"],
  ),
  "aws:ec2/networkAcl:NetworkAcl": regional("ec2/vpc_network_acl.go", ["vpcId"], ["arn", "ownerId"]),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": regional(
    "ec2/vpc_default_security_group.go",
    ["vpcId"],
    ["arn", "description", "name", "namePrefix", "ownerId"],
  ),
  "aws:ec2/securityGroup:SecurityGroup": regional("ec2/vpc_security_group.go", ["description", "name", "namePrefix", "vpcId"], ["arn", "ownerId"]),
  // A rule whose kind of source changes is replaced as well: an address for a group, for one.
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": regional(
    "ec2/vpc_security_group_ingress_rule.go at 00a3220 (read)",
    ["securityGroupId"],
    ["arn", "securityGroupRuleId"],
  ),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": regional(
    "ec2/vpc_security_group_egress_rule.go",
    ["securityGroupId"],
    ["arn", "securityGroupRuleId"],
  ),
  "aws:ec2/flowLog:FlowLog": regional(
    "ec2/vpc_flow_log.go at 00a3530 (read)",
    [
      "deliverCrossAccountRole",
      "destinationOptions",
      "eniId",
      "iamRoleArn",
      "logDestination",
      "logDestinationType",
      "logFormat",
      "maxAggregationInterval",
      "regionalNatGatewayId",
      "subnetId",
      "trafficType",
      "transitGatewayAttachmentId",
      "transitGatewayId",
      "vpcId",
    ],
    ["arn"],
  ),
} as const satisfies TypeTable;

const transitPlace = ["transitGatewayAttachmentId", "transitGatewayRouteTableId"] as const;

const backbone = {
  // The number of its system can be changed in place: transitGateway.d.ts of @pulumi/aws 7.48.0 says when; the source at 0095e26 is older than that.
  "aws:ec2transitgateway/transitGateway:TransitGateway": regional(
    "ec2/transitgateway_.go at 0095e26 (read)",
    ["multicastSupport"],
    ["arn", "associationDefaultRouteTableId", "ownerId", "propagationDefaultRouteTableId"],
  ),
  "aws:ec2transitgateway/routeTable:RouteTable": regional(
    "ec2/transitgateway_route_table.go",
    ["transitGatewayId"],
    ["arn", "defaultAssociationRouteTable", "defaultPropagationRouteTable"],
  ),
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": regional(
    "ec2/transitgateway_vpc_attachment.go",
    ["transitGatewayId", "vpcId"],
    ["arn", "vpcOwnerId"],
  ),
  "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": regional(
    "ec2/transitgateway_peering_attachment.go",
    ["options", "peerAccountId", "peerRegion", "peerTransitGatewayId", "transitGatewayId"],
    ["arn", "state"],
  ),
  "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter": regional(
    "ec2/transitgateway_peering_attachment_accepter.go",
    ["transitGatewayAttachmentId"],
    ["peerAccountId", "peerRegion", "peerTransitGatewayId", "transitGatewayId"],
  ),
  "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": regional(
    "ec2/transitgateway_route_table_association.go",
    [...transitPlace],
    ["resourceId", "resourceType"],
  ),
  "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation": regional(
    "ec2/transitgateway_route_table_propagation.go",
    [...transitPlace],
    ["resourceId", "resourceType"],
  ),
  "aws:ec2transitgateway/route:Route": regional("ec2/transitgateway_route.go", ["blackhole", "destinationCidrBlock", ...transitPlace], []),
} as const satisfies TypeTable;

const edge = {
  "aws:lb/loadBalancer:LoadBalancer": regional(
    "elbv2/load_balancer.go at 00edc94 (read)",
    ["customerOwnedIpv4Pool", "internal", "loadBalancerType", "name", "namePrefix"],
    ["arn", "arnSuffix", "dnsName", "vpcId", "zoneId"],
  ),
  "aws:lb/listener:Listener": regional("elbv2/listener.go", ["loadBalancerArn"], ["arn"]),
  "aws:lb/listenerRule:ListenerRule": regional("elbv2/listener_rule.go", ["listenerArn"], ["arn"]),
  "aws:lb/targetGroup:TargetGroup": regional(
    "elbv2/target_group.go at 013cfb4 (read)",
    ["ipAddressType", "name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId"],
    ["arn", "arnSuffix", "loadBalancerArns"],
  ),
  "aws:globalaccelerator/accelerator:Accelerator": global(
    "globalaccelerator/accelerator.go",
    ["ipAddresses"],
    ["arn", "dnsName", "dualStackDnsName", "hostedZoneId", "ipSets"],
  ),
  "aws:globalaccelerator/listener:Listener": global("globalaccelerator/listener.go", ["acceleratorArn"], ["arn"]),
  "aws:globalaccelerator/endpointGroup:EndpointGroup": global(
    "globalaccelerator/endpoint_group.go at 120cd12 (read)",
    ["endpointGroupRegion", "listenerArn"],
    ["arn"],
  ),
  "aws:wafv2/webAcl:WebAcl": regional(
    "wafv2/web_acl.go",
    ["name", "namePrefix", "scope"],
    ["applicationIntegrationUrl", "arn", "capacity", "lockToken"],
  ),
  "aws:wafv2/webAclAssociation:WebAclAssociation": regional("wafv2/web_acl_association.go", ["resourceArn", "webAclArn"], []),
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": regional(
    "wafv2/web_acl_logging_configuration.go",
    ["logDestinationConfigs", "resourceArn"],
    [],
  ),
  "aws:cloudfront/distribution:Distribution": global(
    "cloudfront/distribution.go",
    ["staging"],
    ["arn", "callerReference", "domainName", "etag", "hostedZoneId", "inProgressValidationBatches", "lastModifiedTime", "loggingV1Enabled", "status"],
  ),
} as const satisfies TypeTable;

const names = {
  "aws:acm/certificate:Certificate": regional(
    "acm/certificate.go at 01661ea (read)",
    ["certificateAuthorityArn", "domainName", "keyAlgorithm", "subjectAlternativeNames", "validationMethod", "validationOptions"],
    [
      "arn",
      "domainValidationOptions[0].domainName",
      "domainValidationOptions[0].resourceRecordName",
      "domainValidationOptions[0].resourceRecordType",
      "domainValidationOptions[0].resourceRecordValue",
      "notAfter",
      "notBefore",
      "pendingRenewal",
      "renewalEligibility",
      "renewalSummaries",
      "status",
      "type",
      "validationEmails",
    ],
  ),
  "aws:acm/certificateValidation:CertificateValidation": regional("acm/certificate_validation.go", ["certificateArn", "validationRecordFqdns"], []),
  "aws:route53/zone:Zone": global("route53/zone.go", ["delegationSetId", "name"], ["arn", "nameServers[0]", "primaryNameServer", "zoneId"]),
  "aws:route53/record:Record": global("route53/record.go", ["name", "zoneId"], ["fqdn"]),
  "aws:route53/healthCheck:HealthCheck": global(
    "route53/health_check.go",
    ["measureLatency", "referenceName", "requestInterval", "routingControlArn", "type"],
    ["arn"],
  ),
} as const satisfies TypeTable;

/** Inputs of which a type takes one at most. */
const exclusive: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "aws:ec2/vpc:Vpc": [["cidrBlock", "ipv4NetmaskLength"]],
  "aws:ec2/subnet:Subnet": [
    ["availabilityZone", "availabilityZoneId"],
    ["cidrBlock", "ipv4NetmaskLength"],
  ],
  "aws:ec2/natGateway:NatGateway": [["secondaryPrivateIpAddressCount", "secondaryPrivateIpAddresses"]],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": [["gatewayId", "subnetId"]],
  "aws:ec2/route:Route": [
    ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"],
    [
      "carrierGatewayId",
      "coreNetworkArn",
      "egressOnlyGatewayId",
      "gatewayId",
      "localGatewayId",
      "natGatewayId",
      "networkInterfaceId",
      "transitGatewayId",
      "vpcEndpointId",
      "vpcPeeringConnectionId",
    ],
  ],
  "aws:ec2/securityGroup:SecurityGroup": [["name", "namePrefix"]],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": [["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"]],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": [["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"]],
  "aws:ec2/flowLog:FlowLog": [["eniId", "regionalNatGatewayId", "subnetId", "transitGatewayAttachmentId", "transitGatewayId", "vpcId"]],
  "aws:lb/loadBalancer:LoadBalancer": [
    ["name", "namePrefix"],
    ["subnetMappings", "subnets"],
  ],
  "aws:lb/targetGroup:TargetGroup": [["name", "namePrefix"]],
  "aws:wafv2/webAcl:WebAcl": [
    ["name", "namePrefix"],
    ["ruleJson", "rules"],
  ],
  "aws:acm/certificate:Certificate": [
    ["certificateAuthorityArn", "validationMethod"],
    ["domainName", "privateKey"],
  ],
  "aws:route53/zone:Zone": [["delegationSetId", "vpcs"]],
  "aws:route53/record:Record": [
    ["aliases", "records"],
    ["aliases", "ttl"],
    [
      "cidrRoutingPolicy",
      "failoverRoutingPolicies",
      "geolocationRoutingPolicies",
      "geoproximityRoutingPolicy",
      "latencyRoutingPolicies",
      "multivalueAnswerRoutingPolicy",
      "weightedRoutingPolicies",
    ],
  ],
};

export const awsNetworkTypes: TypeTable = Object.fromEntries(
  Object.entries<TypeFacts>({ ...network, ...backbone, ...edge, ...names }).map(([type, facts]) => {
    const groups = exclusive[type];
    return [type, groups === undefined ? facts : { ...facts, exclusive: groups }];
  }),
);
