// AWS: databases, caches, backups, registries and buckets.
import { numberAt, textAt } from "../../inputs.ts";
import type { Charge, RuleTable } from "../charge.ts";
import { free } from "../charge.ts";
import { hoursPerMonth } from "../usage.ts";

const clusterInstance = "aws:rds/clusterInstance:ClusterInstance";
const replicationGroup = "aws:elasticache/replicationGroup:ReplicationGroup";

export const awsDataRules = {
  "aws:rds/cluster:Cluster": ({ inputs, region }, { usage, estate }) => {
    const primary = region === null || region === estate.regions[0];
    const others = estate.regions.length - 1;
    const days = numberAt(inputs, "backupRetentionPeriod") ?? 1;
    return [
      { category: "primary storage", what: "data", item: "aws:aurora-storage", quantity: usage.databaseGB },
      ...(primary
        ? ([
            { category: "database", what: "reads and writes of storage", item: "aws:aurora-io", quantity: usage.databaseRequestsMillions },
            {
              category: "replication",
              what: `writes to ${others} regions`,
              item: "aws:aurora-replicated-write",
              quantity: usage.databaseWritesMillions * others,
            },
          ] satisfies Charge[])
        : []),
      // One copy of the data is free; each further day keeps what changed, a hundredth of it.
      { category: "backup", what: `changes of ${days} days`, item: "aws:backup-aurora", quantity: (usage.databaseGB * (days - 1)) / 100 },
    ];
  },
  [clusterInstance]: ({ inputs }) => {
    const type = textAt(inputs, "instanceClass") ?? "unknown";
    return [{ category: "database", what: type, item: `machine:${type}`, quantity: hoursPerMonth }];
  },
  "aws:rds/proxy:Proxy": ({ region }, { ofType }) => {
    const cores = ofType(clusterInstance, region).reduce((sum, { inputs }) => sum + coresOf(textAt(inputs, "instanceClass") ?? ""), 0);
    return [{ category: "database", what: `proxy of ${cores} cores`, item: "aws:database-proxy", quantity: cores * hoursPerMonth }];
  },
  [replicationGroup]: ({ inputs }, { ofType }) => {
    // A member of a global datastore has its primary's nodes.
    const type =
      textAt(inputs, "nodeType") ??
      ofType(replicationGroup)
        .map((group) => textAt(group.inputs, "nodeType"))
        .find((found) => found !== null) ??
      "unknown";
    const nodes =
      numberAt(inputs, "numCacheClusters") ?? (numberAt(inputs, "numNodeGroups") ?? 1) * (1 + (numberAt(inputs, "replicasPerNodeGroup") ?? 0));
    const snapshots = Math.max(0, (numberAt(inputs, "snapshotRetentionLimit") ?? 0) - 1);
    return [
      { category: "database", what: `${nodes} × ${type}`, item: `machine:${type}`, quantity: nodes * hoursPerMonth },
      // One snapshot is free; a tenth of the memory is in use.
      { category: "backup", what: `${snapshots} snapshots`, item: "aws:cache-backup", quantity: (snapshots * memoryOf(type)) / 10 },
    ];
  },
  "aws:backup/vault:Vault": (_, { usage }) => [
    // A full copy, and what changes in a month: half as much again.
    { category: "backup", what: "the database's copies", item: "aws:backup-aurora", quantity: usage.databaseGB * 1.5 },
  ],
  "aws:ecr/repository:Repository": (_, { usage, estate }) => [
    { category: "primary storage", what: "images, in every region", item: "aws:image-storage", quantity: usage.imagesGB * estate.regions.length },
  ],
  "aws:s3/bucket:Bucket": (_, { usage }) => [
    { category: "primary storage", what: "objects", item: "aws:bucket-storage", quantity: usage.cloudLogsGB * 3 },
  ],
  ...Object.fromEntries(
    [
      "aws:rds/globalCluster:GlobalCluster",
      "aws:rds/subnetGroup:SubnetGroup",
      "aws:rds/clusterParameterGroup:ClusterParameterGroup",
      "aws:rds/parameterGroup:ParameterGroup",
      "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
      "aws:rds/proxyTarget:ProxyTarget",
      "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
      "aws:elasticache/subnetGroup:SubnetGroup",
      "aws:elasticache/parameterGroup:ParameterGroup",
      "aws:elasticache/user:User",
      "aws:elasticache/userGroup:UserGroup",
      "aws:backup/plan:Plan",
      "aws:backup/selection:Selection",
      "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
      "aws:backup/vaultPolicy:VaultPolicy",
      "aws:backup/regionSettings:RegionSettings",
      "aws:backup/restoreTestingPlan:RestoreTestingPlan",
      "aws:ecr/lifecyclePolicy:LifecyclePolicy",
      "aws:ecr/repositoryPolicy:RepositoryPolicy",
      "aws:ecr/replicationConfiguration:ReplicationConfiguration",
      "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
      "aws:ecr/registryPolicy:RegistryPolicy",
    ].map((type) => [type, free("AWS asks nothing for it")]),
  ),
  "aws:rds/proxyEndpoint:ProxyEndpoint": ({ inputs }, { usage }) => [
    { category: "database", what: "reader's endpoint in its zones", item: "aws:endpoint", quantity: Math.max(1, zonesOf(inputs)) * hoursPerMonth },
    { category: "database", what: "data through it", item: "aws:endpoint-data", quantity: usage.databaseRequestsMillions },
  ],
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": ({ region }, { ofType }) => {
    const type = textAt(ofType(clusterInstance, region)[0]?.inputs, "instanceClass") ?? "db.r6g.large";
    // A restored cluster lives a day a week.
    return [{ category: "backup", what: "a restored database, a day a week", item: `machine:${type}`, quantity: 24 * 4 }];
  },
} satisfies RuleTable;

const zonesOf = (inputs: Readonly<Record<string, unknown>>): number => {
  const subnets = inputs["vpcSubnetIds"];
  return Array.isArray(subnets) ? subnets.length : 3;
};

const steps = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "", "16xlarge"];
const coresOf = (type: string): number => {
  const size = type.split(".").at(-1) ?? "";
  return size === "12xlarge" ? 48 : 2 ** (1 + Math.max(0, steps.indexOf(size)));
};

/** GB of a cache node: 6.4 a core in the m family, 13 in the r family, nearly. */
const memoryOf = (type: string): number => coresOf(type) * (type.startsWith("cache.r") ? 6.5 : 3.2);
