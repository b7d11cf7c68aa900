// Google Cloud: clusters and their nodes, the network and its balancer, databases, keys and logs.
import { listAt, numberAt, textAt } from "../../inputs.ts";
import type { Charge, RuleTable } from "../charge.ts";
import { free } from "../charge.ts";
import { hoursPerMonth } from "../usage.ts";

const nodePool = "gcp:container/nodePool:NodePool";
const databaseInstance = "gcp:sql/databaseInstance:DatabaseInstance";

export const googleRules = {
  "gcp:container/cluster:Cluster": (_, { usage }) => [
    { category: "compute", what: "control plane", item: "google:cluster", quantity: hoursPerMonth },
    { category: "monitoring", what: "logs taken in", item: "google:log-data", quantity: usage.cloudLogsGB / 2 },
  ],
  [nodePool]: ({ inputs }, { usage }) => {
    const machine = textAt(inputs, "nodeConfig.machineType") ?? "unknown";
    const cores = Number(/^e2-standard-(\d+)$/.exec(machine)?.[1]);
    const least = numberAt(inputs, "autoscaling.totalMinNodeCount") ?? numberAt(inputs, "nodeCount") ?? 0;
    const most = numberAt(inputs, "autoscaling.totalMaxNodeCount") ?? least;
    // What is always there, and what the autoscaler adds: for load while there is load, for the rest while another region is gone.
    const purpose = listAt(inputs, "nodeConfig.taints").length > 0;
    const more = (most - least) * (purpose ? usage.loadHours : usage.faultHours);
    const disk = numberAt(inputs, "nodeConfig.diskSizeGb") ?? 100;
    return [
      {
        category: "compute",
        what: `${least} × ${machine}, at most ${most}`,
        item: Number.isNaN(cores) ? `machine:${machine}` : "google:core",
        quantity: (Number.isNaN(cores) ? 1 : cores) * (least * hoursPerMonth + more),
      },
      { category: "primary storage", what: `disks of ${disk} GB`, item: "google:disk-balanced", quantity: disk * (least + more / hoursPerMonth) },
    ];
  },
  "gcp:compute/subnetwork:Subnetwork": (_, { usage, estate }) => [
    { category: "bandwidth", what: "between zones", item: "google:transfer-zone", quantity: usage.betweenZonesGB / estate.regions.length },
    {
      category: "replication",
      what: "to the other regions",
      item: "google:transfer-region",
      quantity: usage.betweenRegionsGB * (estate.regions.length - 1),
    },
    { category: "network security", what: "records of connections", item: "google:log-data", quantity: usage.cloudLogsGB / 2 },
  ],
  "gcp:compute/routerNat:RouterNat": ({ region }, { usage, ofType }) => {
    const machines = ofType(nodePool, region).reduce((sum, { inputs }) => sum + (numberAt(inputs, "autoscaling.totalMinNodeCount") ?? 0), 0);
    return [
      {
        category: "bandwidth",
        what: `NAT for ${Math.min(32, machines)} machines`,
        item: "google:nat",
        quantity: Math.min(32, machines) * hoursPerMonth,
      },
      { category: "bandwidth", what: "outbound through it", item: "google:nat-data", quantity: usage.outboundGB },
    ];
  },
  "gcp:compute/address:Address": ({ inputs }) =>
    textAt(inputs, "addressType") === "INTERNAL"
      ? { free: "internal" }
      : [{ category: "bandwidth", what: "public address", item: "google:address", quantity: hoursPerMonth }],
  "gcp:compute/globalForwardingRule:GlobalForwardingRule": (_, { usage, ofType }) => {
    const rules = Math.max(1, ofType("gcp:compute/globalForwardingRule:GlobalForwardingRule").length);
    return [
      { category: "load balancing", what: "rule", item: "google:forwarding-rule", quantity: hoursPerMonth },
      { category: "load balancing", what: "data through it", item: "google:balancer-data", quantity: usage.answersGB / rules },
      { category: "bandwidth", what: "answers to clients", item: "google:transfer-internet", quantity: usage.answersGB / rules },
    ];
  },
  "gcp:compute/securityPolicy:SecurityPolicy": ({ inputs }, { usage }) => {
    const rules = listAt(inputs, "rules").length;
    return [
      { category: "network security", what: "policy", item: "google:armor-policy", quantity: 1 },
      { category: "network security", what: `${rules} rules`, item: "google:armor-rule", quantity: rules },
      { category: "network security", what: "requests seen", item: "google:armor-requests", quantity: usage.requests / 1_000_000 },
    ];
  },
  [databaseInstance]: ({ inputs, region }, { usage }) => {
    const tier = textAt(inputs, "settings.tier") ?? "unknown";
    const cores = Number(/^db-perf-optimized-N-(\d+)$/.exec(tier)?.[1]);
    const disk = Math.max(numberAt(inputs, "settings.diskSize") ?? 0, usage.databaseGB);
    if (Number.isNaN(cores)) return [{ category: "database", what: tier, item: `machine:${tier}`, quantity: hoursPerMonth }];
    return [
      { category: "database", what: `${cores} cores, highly available`, item: "google:sql-core", quantity: cores * hoursPerMonth },
      { category: "database", what: `${cores * 8} GB of memory`, item: "google:sql-memory", quantity: cores * 8 * hoursPerMonth },
      { category: "primary storage", what: `${disk} GB in two zones`, item: "google:sql-disk", quantity: disk },
      { category: "backup", what: `backups in ${region ?? "one place"}`, item: "google:sql-backup", quantity: usage.databaseGB * 1.5 },
    ];
  },
  "gcp:redis/instance:Instance": ({ inputs }) => {
    const memory = numberAt(inputs, "memorySizeGb") ?? 0;
    // With read replicas each node is paid; the price is that of one and its standby, by size.
    const nodes = (1 + (numberAt(inputs, "replicaCount") ?? 1)) / 2;
    return [
      {
        category: "database",
        what: `${memory} GB, highly available`,
        item: `google:redis-${sizeClass(memory)}`,
        quantity: memory * nodes * hoursPerMonth,
      },
    ];
  },
  "gcp:dns/managedZone:ManagedZone": (_, { usage }) => [
    { category: "load balancing", what: "zone", item: "google:dns-zone", quantity: 1 },
    { category: "load balancing", what: "queries", item: "google:dns-queries", quantity: usage.requests / 100 / 1_000_000 },
  ],
  "gcp:kms/cryptoKey:CryptoKey": () => [
    // A new version each quarter; the old ones stay to read what they wrote.
    { category: "managed security", what: "versions of a key", item: "google:key-version", quantity: 4 },
    { category: "managed security", what: "its use", item: "google:key-operations", quantity: 100 },
  ],
  "gcp:secretmanager/secretVersion:SecretVersion": () => secretVersion,
  "gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion": () => secretVersion,
  "gcp:artifactregistry/repository:Repository": (_, { usage }) => [
    { category: "primary storage", what: "images", item: "google:image-storage", quantity: usage.imagesGB },
  ],
  "gcp:storage/bucket:Bucket": (_, { usage }) => [
    { category: "primary storage", what: "objects", item: "google:disk-standard", quantity: usage.cloudLogsGB * 3 },
  ],
  "gcp:gkebackup/backupPlan:BackupPlan": () => [
    { category: "backup", what: "state of the cluster's volumes", item: "google:sql-backup", quantity: 100 },
  ],
  ...Object.fromEntries(
    [
      "gcp:projects/service:Service",
      "gcp:projects/serviceIdentity:ServiceIdentity",
      "gcp:projects/iAMMember:IAMMember",
      "gcp:projects/iAMCustomRole:IAMCustomRole",
      "gcp:serviceaccount/account:Account",
      "gcp:serviceaccount/iAMMember:IAMMember",
      "gcp:serviceaccount/iAMBinding:IAMBinding",
      "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
      "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
      "gcp:kms/keyRing:KeyRing",
      "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
      "gcp:secretmanager/secret:Secret",
      "gcp:secretmanager/regionalSecret:RegionalSecret",
      "gcp:secretmanager/secretIamMember:SecretIamMember",
      "gcp:secretmanager/regionalSecretIamMember:RegionalSecretIamMember",
      "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
      "gcp:compute/network:Network",
      "gcp:compute/router:Router",
      "gcp:compute/route:Route",
      "gcp:compute/firewall:Firewall",
      "gcp:compute/firewallPolicy:FirewallPolicy",
      "gcp:compute/globalAddress:GlobalAddress",
      "gcp:compute/healthCheck:HealthCheck",
      "gcp:compute/backendService:BackendService",
      "gcp:compute/uRLMap:URLMap",
      "gcp:compute/targetHttpProxy:TargetHttpProxy",
      "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
      "gcp:compute/sSLPolicy:SSLPolicy",
      "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup",
      "gcp:compute/networkEndpointGroup:NetworkEndpointGroup",
      "gcp:certificatemanager/certificate:Certificate",
      "gcp:certificatemanager/certificateMap:CertificateMap",
      "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry",
      "gcp:certificatemanager/dnsAuthorization:DnsAuthorization",
      "gcp:dns/recordSet:RecordSet",
      "gcp:dns/policy:Policy",
      "gcp:servicenetworking/connection:Connection",
      "gcp:compute/networkPeeringRoutesConfig:NetworkPeeringRoutesConfig",
      "gcp:sql/database:Database",
      "gcp:sql/user:User",
      "gcp:monitoring/alertPolicy:AlertPolicy",
      "gcp:monitoring/notificationChannel:NotificationChannel",
      "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig",
      "gcp:monitoring/metricDescriptor:MetricDescriptor",
      "gcp:billing/budget:Budget",
      "gcp:pubsub/topic:Topic",
      "gcp:pubsub/topicIAMMember:TopicIAMMember",
      "gcp:pubsub/subscription:Subscription",
      "gcp:cloudquota/sQuotaPreference:SQuotaPreference",
      "gcp:gkebackup/restorePlan:RestorePlan",
      "gcp:storage/bucketIAMMember:BucketIAMMember",
    ].map((type) => [type, free("Google asks nothing for it, or nothing at this use")]),
  ),
} satisfies RuleTable;

const secretVersion: readonly Charge[] = [{ category: "managed security", what: "version of a secret", item: "google:secret-version", quantity: 1 }];

/** Memorystore's capacity tiers: up to 4, 10, 35 and 100 GB, and above. */
function sizeClass(memory: number): 1 | 2 | 3 | 4 | 5 {
  if (memory <= 4) return 1;
  if (memory <= 10) return 2;
  if (memory <= 35) return 3;
  return memory <= 100 ? 4 : 5;
}
