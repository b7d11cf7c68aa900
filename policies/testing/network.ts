// Fixtures of the rules of networks.
import { thing, urns, type Fixture } from "./fixture.ts";

const group = thing("aws:ec2/securityGroup:SecurityGroup", "edge-group", {});
const balancer = thing("aws:lb/loadBalancer:LoadBalancer", "edge", { internal: false }, { dependencies: urns(group) });
const door = thing(
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "from-anywhere",
  { cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443, ipProtocol: "tcp" },
  { dependencies: urns(group) },
);
const inside = thing("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "from-inside", {
  cidrIpv4: "10.16.0.0/16",
  fromPort: 5432,
  toPort: 5432,
});
const firewall = thing("gcp:compute/firewall:Firewall", "walls", {
  direction: "INGRESS",
  allows: [{ protocol: "tcp" }],
  sourceRanges: ["35.191.0.0/16"],
});
const listed = thing(
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "listed",
  { type: "ingress", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
  { dependencies: urns(group) },
);
const inline = thing("aws:ec2/securityGroup:SecurityGroup", "inline", { ingress: [{ fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }] });
const cluster = thing("aws:eks/cluster:Cluster", "cluster", { vpcConfig: { endpointPublicAccess: false } });

const network = thing("aws:ec2/vpc:Vpc", "network", { cidrBlock: "10.16.0.0/16" });
const place = thing("aws:ec2/subnet:Subnet", "data-a", { mapPublicIpOnLaunch: false }, { dependencies: urns(network) });
const gateway = thing("aws:ec2/internetGateway:InternetGateway", "internet", {});
const table = thing("aws:ec2/routeTable:RouteTable", "data-table", {});
const parameters = thing("aws:rds/clusterParameterGroup:ClusterParameterGroup", "parameters", {
  name: "main",
  parameters: [{ name: "rds.force_ssl", value: "1" }],
});
const service = thing("kubernetes:core/v1:Service", "edge-service", {
  metadata: { name: "edge" },
  spec: { type: "ClusterIP", ports: [{ name: "http", port: 8080 }] },
});

export const networkFixtures: readonly Fixture[] = [
  {
    rule: "open-ingress",
    resources: [group, balancer, door, inside, firewall, listed, inline, cluster],
    broken: [
      { of: "from-anywhere", path: "fromPort", to: 22, says: "opens ports 22 to 443 to 0.0.0.0/0" },
      { of: "from-inside", path: "cidrIpv4", to: "0.0.0.0/0", says: "opens a group that is no edge's" },
      { of: "edge", path: "internal", to: true, says: "opens a group that is no edge's" },
      { of: "walls", path: "sourceRanges[0]", to: "0.0.0.0/0", says: "lets everybody in" },
      { of: "listed", path: "fromPort", to: 22, says: "opens port 22 to everybody" },
      { of: "listed", path: "@dependencies", to: [], says: "opens port 443 to everybody" },
      { of: "inline", path: "ingress[0].cidrBlocks[0]", to: "0.0.0.0/0", says: "opens port 443 to everybody" },
      { of: "inline", path: "ingress[0].ipv6CidrBlocks", to: ["::/0"], says: "opens port 443 to everybody" },
      { of: "cluster", path: "vpcConfig.endpointPublicAccess", to: true, says: "everybody may reach the cluster's API" },
    ],
    unknown: [
      ["from-inside", "cidrIpv4"],
      ["walls", "sourceRanges"],
      ["walls", "sourceRanges[0]"],
      ["walls", "allows"],
      ["listed", "type"],
      ["listed", "cidrBlocks"],
      ["inline", "ingress"],
      ["inline", "ingress[0].cidrBlocks"],
      ["cluster", "vpcConfig.endpointPublicAccess"],
    ],
  },
  {
    rule: "tls-at-edges",
    resources: [
      thing("aws:lb/listener:Listener", "https", { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", certificateArn: "arn" }),
      thing("aws:lb/listener:Listener", "http", { protocol: "HTTP", defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS" } }] }),
      thing("aws:cloudfront/distribution:Distribution", "entry", {
        viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021" },
        defaultCacheBehavior: { viewerProtocolPolicy: "https-only" },
        origins: [{ customOriginConfig: { originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] } }],
      }),
      thing("gcp:compute/sSLPolicy:SSLPolicy", "tls", { minTlsVersion: "TLS_1_2" }),
      thing("gcp:compute/targetHttpsProxy:TargetHttpsProxy", "proxy", { sslPolicy: "tls" }),
      service,
      thing("kubernetes:core/v1:Service", "door", {
        metadata: { name: "door" },
        spec: { type: "LoadBalancer", ports: [{ name: "web", port: 443 }] },
      }),
    ],
    broken: [
      { of: "https", path: "sslPolicy", to: "ELBSecurityPolicy-2016-08", says: "takes TLS before 1.2" },
      { of: "https", path: "certificateArn", to: undefined, says: "has no certificate" },
      { of: "http", path: "defaultActions[0].redirect.protocol", to: "HTTP", says: "listens in clear" },
      { of: "entry", path: "viewerCertificate.minimumProtocolVersion", to: "TLSv1.1_2016", says: "takes TLS before 1.2 from clients" },
      { of: "entry", path: "defaultCacheBehavior.viewerProtocolPolicy", to: "allow-all", says: "answers in clear" },
      { of: "entry", path: "origins[0].customOriginConfig.originSslProtocols[0]", to: "TLSv1", says: "asks its origin over TLSv1" },
      { of: "entry", path: "origins[0].customOriginConfig.originProtocolPolicy", to: "http-only", says: "asks its origin in clear" },
      { of: "tls", path: "minTlsVersion", to: "TLS_1_0", says: "takes TLS before 1.2" },
      { of: "proxy", path: "sslPolicy", to: undefined, says: "which takes 1.0" },
      { of: "door", path: "spec.ports[0].port", to: 80, says: "opens port 80 in clear" },
      { of: "edge-service", path: "spec.type", to: "LoadBalancer", says: "opens port 8080 in clear" },
    ],
    unknown: [
      ["https", "sslPolicy"],
      ["entry", "viewerCertificate.minimumProtocolVersion"],
      ["http", "defaultActions"],
      ["entry", "origins"],
      ["entry", "origins[0].customOriginConfig.originSslProtocols"],
      ["entry", "origins[0].customOriginConfig.originProtocolPolicy"],
      ["edge-service", "spec.type"],
      ["door", "spec.ports"],
      ["door", "spec.ports[0].port"],
    ],
  },
  {
    rule: "encryption-in-transit",
    resources: [
      thing("aws:elasticache/replicationGroup:ReplicationGroup", "cache", { transitEncryptionEnabled: true, transitEncryptionMode: "required" }),
      thing("aws:rds/proxy:Proxy", "proxy", { requireTls: true }),
      parameters,
      thing("aws:rds/cluster:Cluster", "database", { dbClusterParameterGroupName: "main" }),
      thing("gcp:sql/databaseInstance:DatabaseInstance", "sql", { settings: { ipConfiguration: { sslMode: "ENCRYPTED_ONLY" } } }),
      thing("gcp:redis/instance:Instance", "redis", { transitEncryptionMode: "SERVER_AUTHENTICATION" }),
      thing("kubernetes:security.istio.io/v1:PeerAuthentication", "strict", {
        metadata: { namespace: "istio-system" },
        spec: { mtls: { mode: "STRICT" } },
      }),
    ],
    broken: [
      { of: "cache", path: "transitEncryptionEnabled", to: false, says: "speaks in clear" },
      { of: "cache", path: "transitEncryptionMode", to: "preferred", says: "beside encrypted ones" },
      { of: "proxy", path: "requireTls", to: false, says: "takes connections in clear" },
      { of: "parameters", path: "parameters[0].value", to: "0", says: "Postgres takes connections in clear" },
      { of: "database", path: "dbClusterParameterGroupName", to: "default", says: "Postgres takes connections in clear" },
      { of: "sql", path: "settings.ipConfiguration.sslMode", to: "ALLOW_UNENCRYPTED_AND_ENCRYPTED", says: "takes connections in clear" },
      { of: "redis", path: "transitEncryptionMode", to: "DISABLED", says: "speaks in clear" },
      { of: "strict", path: "spec.mtls.mode", to: "PERMISSIVE", says: "takes requests in clear between pods" },
      { of: "strict", path: "metadata.namespace", to: "other", says: "no policy of its mesh's" },
      { of: "strict", path: "spec.selector", to: { matchLabels: { app: "x" } }, says: "no policy of its mesh's" },
    ],
    unknown: [
      ["cache", "transitEncryptionEnabled"],
      ["database", "dbClusterParameterGroupName"],
      ["strict", "spec.mtls.mode"],
      ["strict", "spec.selector"],
    ],
  },
  {
    rule: "public-data-stores",
    resources: [
      thing("aws:rds/clusterInstance:ClusterInstance", "writer", { publiclyAccessible: false }),
      thing("gcp:sql/databaseInstance:DatabaseInstance", "sql", { settings: { ipConfiguration: { ipv4Enabled: false } } }),
      thing("kubernetes:core/v1:Service", "cache", { metadata: { name: "redis" }, spec: { type: "ClusterIP" } }),
      thing("kubernetes:helm.sh/v3:Release", "monitoring", {
        chart: "kube-prometheus-stack",
        values: { prometheus: { service: {} }, alertmanager: { service: { type: "ClusterIP" } }, grafana: { service: { type: "LoadBalancer" } } },
      }),
      thing("kubernetes:helm.sh/v3:Release", "vectors", { chart: "qdrant", values: { service: { type: "ClusterIP" } } }),
    ],
    broken: [
      { of: "writer", path: "publiclyAccessible", to: true, says: "a public address" },
      { of: "sql", path: "settings.ipConfiguration.ipv4Enabled", to: true, says: "has a public address" },
      { of: "cache", path: "spec.type", to: "LoadBalancer", says: "the data store redis is a LoadBalancer" },
      { of: "monitoring", path: "values.prometheus.service.type", to: "LoadBalancer", says: "the data store prometheus is a LoadBalancer" },
      { of: "monitoring", path: "values.alertmanager.service.type", to: "NodePort", says: "the data store alertmanager is a NodePort" },
      { of: "vectors", path: "values.service.type", to: "LoadBalancer", says: "the data store qdrant is a LoadBalancer" },
    ],
    unknown: [
      ["writer", "publiclyAccessible"],
      ["cache", "spec.type"],
      ["monitoring", "values.prometheus.service.type"],
      ["vectors", "values"],
    ],
  },
  {
    rule: "data-subnets",
    resources: [
      network,
      gateway,
      place,
      table,
      thing("aws:ec2/routeTableAssociation:RouteTableAssociation", "joined", {}, { dependencies: urns(place, table) }),
      thing("aws:ec2/route:Route", "way", { destinationCidrBlock: "10.17.0.0/16", gatewayId: "local" }, { dependencies: urns(table) }),
      thing("aws:rds/subnetGroup:SubnetGroup", "places", { subnetIds: ["subnet-1"] }, { dependencies: urns(place) }),
      thing("gcp:redis/instance:Instance", "redis", { connectMode: "PRIVATE_SERVICE_ACCESS" }),
    ],
    broken: [
      { of: "data-a", path: "mapPublicIpOnLaunch", to: true, says: "gives public addresses" },
      { of: "way", path: "gatewayId", to: "igw-0123", says: "to the internet" },
      { of: "redis", path: "connectMode", to: "DIRECT_PEERING", says: "private services' range" },
    ],
    unknown: [["data-a", "mapPublicIpOnLaunch"]],
  },
  {
    rule: "flow-logs",
    resources: [
      network,
      thing("aws:ec2/flowLog:FlowLog", "flows", { trafficType: "ALL" }, { dependencies: urns(network) }),
      thing("gcp:compute/subnetwork:Subnetwork", "nodes", { logConfig: { flowSampling: 0.1 } }),
    ],
    broken: [
      { of: "flows", path: "trafficType", to: "REJECT", says: "logs only a part" },
      { of: "flows", path: "@dependencies", to: [], says: "has no flow log" },
      { of: "nodes", path: "logConfig", to: undefined, says: "logs no flows" },
    ],
    unknown: [
      ["flows", "trafficType"],
      ["nodes", "logConfig"],
    ],
  },
  {
    rule: "forbidden-networks",
    config: { networks: ["10.200.0.0/16"], accounts: ["999999999999"] },
    resources: [
      network,
      thing("aws:ec2transitgateway/route:Route", "to-others", { destinationCidrBlock: "10.17.0.0/16" }),
      thing("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peer", { peerOwnerId: "111122223333" }),
      thing("aws:ram/principalAssociation:PrincipalAssociation", "shared", { principal: "arn:aws:iam::111122223333:root" }),
      thing("kubernetes:networking.k8s.io/v1:NetworkPolicy", "egress", {
        spec: { egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.200.0.0/16"] } }] }] },
      }),
    ],
    broken: [
      { of: "network", path: "cidrBlock", to: "10.200.0.0/20", says: "holds the forbidden 10.200.0.0/16" },
      { of: "to-others", path: "destinationCidrBlock", to: "10.128.0.0/9", says: "leads to 10.128.0.0/9" },
      { of: "to-others", path: "destinationCidrBlock", to: "0.0.0.0/0", says: "leads to 0.0.0.0/0" },
      { of: "peer", path: "peerOwnerId", to: "999999999999", says: "the forbidden account 999999999999" },
      { of: "shared", path: "principal", to: "arn:aws:iam::999999999999:root", says: "the forbidden account 999999999999" },
      { of: "shared", path: "principal", to: "999999999999", says: "the forbidden account 999999999999" },
      { of: "egress", path: "spec.egress[0].to[0].ipBlock.except", to: undefined, says: "lets pods reach 10.0.0.0/8" },
    ],
    unknown: [
      ["to-others", "destinationCidrBlock"],
      ["shared", "principal"],
    ],
  },
];
