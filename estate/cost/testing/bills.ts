// Three bills worked out by hand: small estates, every line's sum written out from the price tables' sources, and the total to the cent.
import { testEstate, testResource } from "../../testing/estate.ts";
import type { Estate } from "../../resource.ts";
import type { Usage } from "../usage.ts";

export interface WorkedBill {
  readonly title: string;
  readonly estate: Estate;
  readonly usage: Usage;
  /** By hand, in US dollars a month. */
  readonly total: number;
}

/** Round figures, so that the sums can be done in the head. */
const usage: Usage = {
  gameDays: 2,
  loadHours: 10,
  faultHours: 4,
  requests: 90_000_000,
  answersGB: 900,
  betweenZonesGB: 600,
  betweenRegionsGB: 50,
  outboundGB: 100,
  databaseRequestsMillions: 200,
  databaseWritesMillions: 30,
  databaseGB: 500,
  cloudLogsGB: 40,
  imagesGB: 20,
};

/**
 * One region of AWS with three nodes.
 *
 *   EKS control plane     730 h × $0.10                                                     73.00
 *   nodes                 3 × 730 h × $0.192 (m6i.xlarge: twice m6i.large at $0.096)       420.48
 *   their disks           3 × 50 GB × $0.08                                                 12.00
 *   watched by the minute 3 × 7 metrics × $0.30                                              6.30
 *   between zones         2 ends × 600 GB × $0.01, all of it here: there is one region      12.00
 *   two NAT gateways      2 × 730 h × $0.045                                                65.70
 *   through both          100 GB × $0.045                                                    4.50
 *   an address            730 h × $0.005                                                     3.65
 *   load balancer         730 h × $0.0225                                                   16.425
 *   its three addresses   3 × 730 h × $0.005                                                10.95
 *   its capacity          900 GB, a unit-hour each, more than 730 h: 900 × $0.008            7.20
 *   answers to clients    900 GB × $0.09, since no CDN is there to pay for them             81.00
 *   a key                 1 × $1.00 + 100 × $0.03 for a million uses                         4.00
 *   volumes of Prometheus 2 replicas × 100 GB × $0.08                                       16.00
 *                                                                                    sum  733.205
 */
const cluster: WorkedBill = {
  title: "a cluster of three nodes in one region of AWS",
  usage,
  total: 733.205,
  estate: testEstate(
    [
      testResource("aws:eks/cluster:Cluster", "cluster", { region: "us-east-1" }),
      testResource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
        region: "us-east-1",
        parent: "nodes",
        inputs: { blockDeviceMappings: [{ ebs: { volumeSize: 50 } }], monitoring: { enabled: true } },
      }),
      testResource("aws:eks/nodeGroup:NodeGroup", "nodes", {
        region: "us-east-1",
        parent: "nodes",
        inputs: { instanceTypes: ["m6i.xlarge"], scalingConfig: { desiredSize: 3, minSize: 3, maxSize: 4 } },
      }),
      testResource("aws:ec2/vpc:Vpc", "network", { region: "us-east-1" }),
      testResource("aws:ec2/natGateway:NatGateway", "nat-a", { region: "us-east-1" }),
      testResource("aws:ec2/natGateway:NatGateway", "nat-b", { region: "us-east-1" }),
      testResource("aws:ec2/eip:Eip", "address", { region: "us-east-1" }),
      testResource("aws:lb/loadBalancer:LoadBalancer", "balancer", { region: "us-east-1", inputs: { internal: false, subnets: ["a", "b", "c"] } }),
      testResource("aws:kms/key:Key", "key", { region: "us-east-1" }),
      testResource("kubernetes:helm.sh/v3:Release", "prometheus", {
        region: "us-east-1",
        inputs: {
          values: {
            prometheus: { replicas: 2, storageSpec: { volumeClaimTemplate: { spec: { resources: { requests: { storage: "100Gi" } } } } } },
            grafana: { persistence: { enabled: false, size: "10Gi" } },
          },
        },
      }),
      testResource("aws:ec2/subnet:Subnet", "subnet", { region: "us-east-1" }),
      testResource("kubernetes:apps/v1:Deployment", "web", { region: "us-east-1" }),
    ],
    { regions: ["us-east-1"] },
  ),
};

/**
 * A database of AWS over two regions.
 *
 *   us-east-1
 *   data                  500 GB × $0.10                                                    50.00
 *   reads and writes      200 million × $0.20                                               40.00
 *   writes to the other   30 million × 1 region × $0.20                                      6.00
 *   backups               500 GB × 6 further days × 1 % × $0.024                              0.72
 *   two instances         2 × 730 h × $0.52 (db.r6g.xlarge: twice $0.26)                   759.20
 *   proxy                 2 instances × 4 cores × 730 h × $0.015                            87.60
 *   vault                 750 GB × $0.024                                                   18.00
 *   cache                 2 × 730 h × $0.206 (cache.r6g.large)                             300.76
 *   attachment            730 h × $0.05                                                     36.50
 *   through the gateway   50 GB × $0.02                                                      1.00
 *   to the other region   50 GB × $0.02                                                      1.00
 *                                                                                        1,300.78
 *   eu-west-1, where what nobody has read is us-east-1's × 0.107 ÷ 0.096
 *   data                  500 GB × $0.10 × 1.114583…                                        55.729166…
 *   backups               500 GB × 6 × 1 % × $0.024 × 1.114583…                               0.8025
 *   an instance           730 h × $0.572 (twice $0.286)                                    417.56
 *   cache                 2 × 730 h × $0.229, its type being the primary's                 334.34
 *                                                                                          808.431666…
 *                                                                                   sum  2,109.211666…
 */
const database: WorkedBill = {
  title: "a database, its proxy and caches over two regions of AWS",
  usage,
  total: 2_109.211_667,
  estate: testEstate(
    [
      testResource("aws:rds/globalCluster:GlobalCluster", "global"),
      testResource("aws:rds/cluster:Cluster", "primary", { region: "us-east-1", inputs: { backupRetentionPeriod: 7 } }),
      testResource("aws:rds/clusterInstance:ClusterInstance", "primary-0", { region: "us-east-1", inputs: { instanceClass: "db.r6g.xlarge" } }),
      testResource("aws:rds/clusterInstance:ClusterInstance", "primary-1", { region: "us-east-1", inputs: { instanceClass: "db.r6g.xlarge" } }),
      testResource("aws:rds/proxy:Proxy", "proxy", { region: "us-east-1" }),
      testResource("aws:backup/vault:Vault", "vault", { region: "us-east-1" }),
      testResource("aws:elasticache/replicationGroup:ReplicationGroup", "cache", {
        region: "us-east-1",
        inputs: { nodeType: "cache.r6g.large", numCacheClusters: 2 },
      }),
      testResource("aws:ec2transitgateway/vpcAttachment:VpcAttachment", "attachment", { region: "us-east-1" }),
      testResource("aws:rds/cluster:Cluster", "follower", { region: "eu-west-1", inputs: { backupRetentionPeriod: 7 } }),
      testResource("aws:rds/clusterInstance:ClusterInstance", "follower-0", { region: "eu-west-1", inputs: { instanceClass: "db.r6g.xlarge" } }),
      testResource("aws:elasticache/replicationGroup:ReplicationGroup", "follower-cache", { region: "eu-west-1", inputs: { numCacheClusters: 2 } }),
    ],
    { regions: ["us-east-1", "eu-west-1"] },
  ),
};

/**
 * One region of Google, europe-west1. Figures of us-central1 × 0.14743092 ÷ 0.13402284 = × 1.1000433…
 *
 *   GKE                   730 h × $0.10                                                     73.00
 *   its logs              20 GB × $0.50                                                     10.00
 *   nodes                 3 × 4 cores × 730 h × $0.14743092 ÷ 4                            322.8737148
 *   more while a region   2 nodes × 4 h × $0.14743092                                        1.17944736
 *     is gone
 *   disks                 100 GB × (3 + 2 × 4 ÷ 730) × $0.10                                30.10958904…
 *   Cloud SQL, 2 cores    2 × 730 h × $0.0413 × 2 machines × 1.3 × 1.1000433…              172.4572…
 *   its memory            16 GB × 730 h × $0.007 × 2 × 1.3 × 1.1000433…                    233.8425…
 *   its disks             500 GB × $0.34 × 1.1000433…                                      187.0074…
 *   its backups           750 GB × $0.08 × 1.1000433…                                       66.0026…
 *   Memorystore, 5 GB     5 GB × 730 h × $0.054 × 1.1000433…                               216.8185…
 *   NAT                   3 machines × 730 h × $0.0014                                       3.066
 *   through it            100 GB × $0.045                                                    4.50
 *   forwarding rule       730 h × $0.01, of the first region                                 7.30
 *   through it            900 GB × $0.008                                                    7.20
 *   answers to clients    900 GB × $0.12                                                   108.00
 *   Cloud Armor           $5 + 3 rules × $1 + 90 million × $0.75 a million                  75.50
 */
const iowa = 0.147_430_92 / 0.134_022_84;
const google: WorkedBill = {
  title: "a cluster, its database and its entry in one region of Google",
  usage,
  total:
    73 +
    10 +
    322.873_714_8 +
    1.179_447_36 +
    30.109_589_041 +
    (1_460 * 0.0413 + 11_680 * 0.007) * 2.6 * iowa +
    (170 + 60 + 3_650 * 0.054) * iowa +
    3.066 +
    4.5 +
    7.3 +
    7.2 +
    108 +
    75.5,
  estate: testEstate(
    [
      testResource("gcp:container/cluster:Cluster", "cluster", { region: "europe-west1" }),
      testResource("gcp:container/nodePool:NodePool", "nodes", {
        region: "europe-west1",
        inputs: { nodeConfig: { machineType: "e2-standard-4", diskSizeGb: 100 }, autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 5 } },
      }),
      testResource("gcp:sql/databaseInstance:DatabaseInstance", "database", {
        region: "europe-west1",
        inputs: { settings: { tier: "db-perf-optimized-N-2", diskSize: 100 } },
      }),
      testResource("gcp:redis/instance:Instance", "cache", { region: "europe-west1", inputs: { memorySizeGb: 5, replicaCount: 1 } }),
      testResource("gcp:compute/routerNat:RouterNat", "nat", { region: "europe-west1" }),
      testResource("gcp:compute/globalForwardingRule:GlobalForwardingRule", "entry"),
      testResource("gcp:compute/securityPolicy:SecurityPolicy", "guard", { inputs: { rules: [{}, {}, {}] } }),
    ],
    { regions: ["europe-west1"] },
  ),
};

export const workedBills: readonly WorkedBill[] = [cluster, database, google];
