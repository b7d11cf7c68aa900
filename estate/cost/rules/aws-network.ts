// AWS: networks, what joins them, and the way in.
import { listAt, textAt } from "../../inputs.ts";
import type { Charge, RuleContext, RuleTable } from "../charge.ts";
import { free } from "../charge.ts";
import { hoursPerMonth } from "../usage.ts";

const distribution = "aws:cloudfront/distribution:Distribution";
const accelerator = "aws:globalaccelerator/accelerator:Accelerator";
const nat = "aws:ec2/natGateway:NatGateway";

export const awsNetworkRules = {
  "aws:ec2/vpc:Vpc": (_, { usage, estate }) => [
    // Each gigabyte is paid where it leaves a zone and where it comes in.
    {
      category: "bandwidth",
      what: "between zones, both ends",
      item: "aws:transfer-zone",
      quantity: (2 * usage.betweenZonesGB) / estate.regions.length,
    },
  ],
  [nat]: ({ region }, { usage, ofType }) => [
    { category: "bandwidth", what: "NAT gateway", item: "aws:nat", quantity: hoursPerMonth },
    {
      category: "bandwidth",
      what: "outbound through it",
      item: "aws:nat-data",
      quantity: usage.outboundGB / Math.max(1, ofType(nat, region).length),
    },
  ],
  "aws:ec2/vpcEncryptionControl:VpcEncryptionControl": () => [
    { category: "network security", what: "encryption enforced in the network", item: "aws:vpc-encryption", quantity: hoursPerMonth },
  ],
  "aws:ec2/eip:Eip": () => [{ category: "bandwidth", what: "public address", item: "aws:public-ipv4", quantity: hoursPerMonth }],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ({ inputs }, { usage }) => {
    if ((textAt(inputs, "vpcEndpointType") ?? "Gateway") === "Gateway") return { free: "gateway endpoint" };
    const zones = Math.max(1, listAt(inputs, "subnetIds").length);
    return [
      { category: "network security", what: `interface in ${zones} zones`, item: "aws:endpoint", quantity: zones * hoursPerMonth },
      { category: "network security", what: "data through it", item: "aws:endpoint-data", quantity: usage.cloudLogsGB },
    ];
  },
  "aws:ec2/flowLog:FlowLog": (_, { usage }) => [
    { category: "network security", what: "records of connections", item: "aws:log-data", quantity: usage.cloudLogsGB / 2 },
  ],
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": (_, { usage, estate }) => {
    const sent = usage.betweenRegionsGB * (estate.regions.length - 1);
    return [
      { category: "bandwidth", what: "attachment", item: "aws:transit-attachment", quantity: hoursPerMonth },
      { category: "bandwidth", what: "data through the gateway", item: "aws:transit-data", quantity: sent },
      { category: "replication", what: "to the other regions", item: "aws:transfer-region", quantity: sent },
    ];
  },
  "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": () => [
    { category: "bandwidth", what: "peering, this end", item: "aws:transit-attachment", quantity: hoursPerMonth },
  ],
  "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter": () => [
    { category: "bandwidth", what: "peering, that end", item: "aws:transit-attachment", quantity: hoursPerMonth },
  ],
  "aws:lb/loadBalancer:LoadBalancer": (balancer, context) => {
    const { usage, estate, ofType } = context;
    const answers = usage.answersGB / estate.regions.length;
    const addresses = isInternal(balancer.inputs) ? 0 : listAt(balancer.inputs, "subnets").length;
    return [
      {
        category: "load balancing",
        what: textAt(balancer.inputs, "loadBalancerType") ?? "application",
        item: "aws:load-balancer",
        quantity: hoursPerMonth,
      },
      ...(addresses === 0
        ? []
        : [
            {
              category: "load balancing" as const,
              what: `${addresses} public addresses`,
              item: "aws:public-ipv4" as const,
              quantity: addresses * hoursPerMonth,
            },
          ]),
      // A gigabyte an hour is what one unit carries.
      { category: "load balancing", what: "capacity", item: "aws:load-balancer-capacity", quantity: Math.max(hoursPerMonth, answers) },
      // What goes to CloudFront is CloudFront's to pay.
      ...(ofType(distribution).length > 0 || isInternal(balancer.inputs)
        ? []
        : [{ category: "bandwidth" as const, what: "answers to clients", item: "aws:transfer-internet" as const, quantity: answers }]),
    ];
  },
  [accelerator]: (_, context) => [
    { category: "load balancing", what: "accelerator", item: "aws:accelerator", quantity: hoursPerMonth },
    ...inEachRegion(context, "load balancing", "answers through it", "aws:accelerator-data", 1),
  ],
  [distribution]: (_, context) => [
    ...inEachRegion(context, "bandwidth", "answers to clients", "aws:cdn-data", 1),
    ...context.estate.regions.map((region): Charge => ({
      category: "load balancing",
      what: "requests",
      item: "aws:cdn-requests",
      quantity: context.usage.requests / 10_000 / context.estate.regions.length,
      region,
    })),
  ],
  "aws:wafv2/webAcl:WebAcl": ({ inputs, region }, { usage, estate }) => {
    const rules = listAt(inputs, "rules").length;
    // A list of a region sees that region's part of the requests, a global one sees all.
    const part = region === null || textAt(inputs, "scope") === "CLOUDFRONT" ? 1 : 1 / estate.regions.length;
    return [
      { category: "network security", what: "list", item: "aws:waf-list", quantity: 1 },
      { category: "network security", what: `${rules} rules`, item: "aws:waf-rule", quantity: rules },
      { category: "network security", what: "requests seen", item: "aws:waf-requests", quantity: (usage.requests * part) / 1_000_000 },
    ];
  },
  "aws:route53/zone:Zone": (_, { usage }) => [
    { category: "load balancing", what: "zone", item: "aws:dns-zone", quantity: 1 },
    // Clients keep an answer for a minute; a hundred requests each.
    { category: "load balancing", what: "queries", item: "aws:dns-queries", quantity: usage.requests / 100 / 1_000_000 },
  ],
  "aws:route53/healthCheck:HealthCheck": ({ inputs }) => {
    const features = [
      textAt(inputs, "type")?.includes("HTTPS"),
      textAt(inputs, "type")?.includes("STR_MATCH"),
      inputs["requestInterval"] === 10,
      inputs["measureLatency"] === true,
    ];
    return [
      { category: "load balancing", what: "health check", item: "aws:dns-check", quantity: 1 },
      { category: "load balancing", what: "its features", item: "aws:dns-check-feature", quantity: features.filter((has) => has === true).length },
    ];
  },
  ...Object.fromEntries(
    [
      "aws:ec2/subnet:Subnet",
      "aws:ec2/routeTable:RouteTable",
      "aws:ec2/route:Route",
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      "aws:ec2/internetGateway:InternetGateway",
      "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
      "aws:ec2/securityGroup:SecurityGroup",
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
      "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
      "aws:ec2/defaultRouteTable:DefaultRouteTable",
      "aws:ec2/networkAcl:NetworkAcl",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
      "aws:ec2transitgateway/transitGateway:TransitGateway",
      "aws:ec2transitgateway/route:Route",
      "aws:ec2transitgateway/routeTable:RouteTable",
      "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
      "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
      "aws:lb/listener:Listener",
      "aws:lb/listenerRule:ListenerRule",
      "aws:lb/listenerCertificate:ListenerCertificate",
      "aws:lb/targetGroup:TargetGroup",
      "aws:globalaccelerator/listener:Listener",
      "aws:globalaccelerator/endpointGroup:EndpointGroup",
      "aws:cloudfront/cachePolicy:CachePolicy",
      "aws:cloudfront/originRequestPolicy:OriginRequestPolicy",
      "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
      "aws:cloudfront/vpcOrigin:VpcOrigin",
      "aws:wafv2/webAclAssociation:WebAclAssociation",
      "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
      "aws:wafv2/ipSet:IpSet",
      "aws:route53/record:Record",
      "aws:route53/zoneAssociation:ZoneAssociation",
      "aws:acm/certificate:Certificate",
      "aws:acm/certificateValidation:CertificateValidation",
    ].map((type) => [type, free("AWS asks nothing for it")]),
  ),
} satisfies RuleTable;

const isInternal = (inputs: unknown): boolean => typeof inputs === "object" && inputs !== null && Reflect.get(inputs, "internal") === true;

/** The regions' equal parts of the answers, each at its region's price. */
function inEachRegion(
  { usage, estate }: RuleContext,
  category: Charge["category"],
  what: string,
  item: Charge["item"],
  part: number,
): readonly Charge[] {
  return estate.regions.map((region) => ({ category, what, item, quantity: (usage.answersGB * part) / estate.regions.length, region }));
}
