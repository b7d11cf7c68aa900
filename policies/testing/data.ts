// Fixtures of the rules of data.
import { thing, urns, type Fixture } from "./fixture.ts";

const cluster = {
  storageEncrypted: true,
  kmsKeyId: "key",
  backupRetentionPeriod: 35,
  deletionProtection: true,
  skipFinalSnapshot: false,
  finalSnapshotIdentifier: "last",
  tags: { "gameday:backup": "ultimate" },
};
const database = thing("aws:rds/cluster:Cluster", "database", cluster, { protect: true });
const sql = {
  encryptionKeyName: "key",
  settings: {
    availabilityType: "REGIONAL",
    backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true, location: "us" },
    finalBackupConfig: { enabled: true },
  },
};
const google = thing("gcp:sql/databaseInstance:DatabaseInstance", "sql", sql, { region: "us-east4" });
const far = thing("aws:backup/vault:Vault", "far", { kmsKeyArn: "key" }, { region: "eu-west-1" });
const copies = [{ destinationVaultArn: "arn:aws:backup:eu-west-1:111122223333:backup-vault:far" }];
const gke = thing("gcp:container/cluster:Cluster", "gke", { nodeLocations: ["a", "b", "c"] }, { region: "us-east4" });
const instance = (name: string, zone: string) =>
  thing("aws:rds/clusterInstance:ClusterInstance", name, { availabilityZone: zone }, { dependencies: urns(database) });

export const dataFixtures: readonly Fixture[] = [
  {
    rule: "encryption-at-rest",
    resources: [
      database,
      google,
      thing("aws:ec2/launchTemplate:LaunchTemplate", "nodes", { blockDeviceMappings: [{ ebs: { encrypted: "true", kmsKeyId: "key" } }] }),
      thing("kubernetes:storage.k8s.io/v1:StorageClass", "gp3", { provisioner: "ebs.csi.aws.com", parameters: { kmsKeyId: "key" } }),
      thing("aws:secretsmanager/secret:Secret", "secret", { kmsKeyId: "key" }),
    ],
    broken: [
      { of: "database", path: "storageEncrypted", to: false, says: "lies unencrypted" },
      { of: "database", path: "kmsKeyId", to: undefined, says: "a key of the environment's own" },
      { of: "sql", path: "encryptionKeyName", to: undefined, says: "a key of the environment's own" },
      { of: "nodes", path: "blockDeviceMappings[0].ebs.encrypted", to: "false", says: "lies unencrypted" },
      { of: "nodes", path: "blockDeviceMappings[0].ebs.kmsKeyId", to: undefined, says: "a key of the environment's own" },
      { of: "nodes", path: "blockDeviceMappings", to: undefined, says: "a key of the environment's own" },
      { of: "nodes", path: "blockDeviceMappings", to: [], says: "a key of the environment's own" },
      { of: "gp3", path: "parameters.kmsKeyId", to: undefined, says: "volumes of the class" },
      { of: "secret", path: "kmsKeyId", to: undefined, says: "a key of the environment's own" },
    ],
    unknown: [
      ["database", "kmsKeyId"],
      ["gp3", "parameters.kmsKeyId"],
      ["nodes", "blockDeviceMappings"],
      ["nodes", "blockDeviceMappings[0]"],
    ],
  },
  {
    rule: "backups",
    resources: [
      database,
      google,
      gke,
      thing("aws:elasticache/replicationGroup:ReplicationGroup", "cache", { snapshotRetentionLimit: 14 }),
      thing("gcp:redis/instance:Instance", "redis", { persistenceConfig: { persistenceMode: "RDB" } }),
      thing("gcp:gkebackup/backupPlan:BackupPlan", "plan", {}, { dependencies: urns(gke) }),
    ],
    broken: [
      { of: "database", path: "backupRetentionPeriod", to: 1, says: "less than 7 days" },
      { of: "sql", path: "settings.backupConfiguration.enabled", to: false, says: "has no backups" },
      { of: "sql", path: "settings.backupConfiguration.pointInTimeRecoveryEnabled", to: false, says: "a moment between two backups" },
      { of: "cache", path: "snapshotRetentionLimit", to: 0, says: "less than 1 days" },
      { of: "redis", path: "persistenceConfig.persistenceMode", to: "DISABLED", says: "keeps nothing" },
      { of: "plan", path: "@dependencies", to: [], says: "no plan backs up its volumes" },
    ],
    unknown: [["database", "backupRetentionPeriod"]],
  },
  {
    rule: "backup-copies",
    resources: [
      database,
      google,
      gke,
      far,
      thing("aws:backup/plan:Plan", "plan", { rules: [{ ruleName: "daily", copyActions: copies }] }),
      thing("aws:backup/selection:Selection", "selection", { selectionTags: [{ key: "gameday:backup", value: "ultimate" }] }),
      thing("gcp:gkebackup/backupPlan:BackupPlan", "volumes", { location: "europe-west1" }, { region: "europe-west1", dependencies: urns(gke) }),
    ],
    broken: [
      { of: "plan", path: "rules[0].copyActions", to: undefined, says: "the rule daily copies nothing" },
      {
        of: "plan",
        path: "rules[0].copyActions[0].destinationVaultArn",
        to: "arn:aws:backup:us-east-1:111122223333:backup-vault:x",
        says: "into its own region",
      },
      { of: "selection", path: "selectionTags[0].value", to: "other", says: "selected by none" },
      { of: "database", path: "tags", to: undefined, says: "selected by none" },
      { of: "sql", path: "settings.backupConfiguration.location", to: "us-east4", says: "lie in its own region" },
      { of: "volumes", path: "location", to: "us-east4", says: "the cluster's backups lie in its own region" },
    ],
    unknown: [
      ["plan", "rules[0].copyActions[0].destinationVaultArn"],
      ["sql", "settings.backupConfiguration.location"],
    ],
  },
  {
    rule: "deletion-protection",
    resources: [database, thing("aws:rds/globalCluster:GlobalCluster", "global", { deletionProtection: true }, { protect: true })],
    broken: [
      { of: "database", path: "deletionProtection", to: false, says: "can be deleted by one call" },
      { of: "global", path: "deletionProtection", to: undefined, says: "can be deleted by one call" },
      { of: "database", path: "@protect", to: false, says: "is not protected in the program" },
    ],
    unknown: [["database", "deletionProtection"]],
  },
  {
    rule: "deletion-protection",
    tier: "base",
    resources: [database, google],
    broken: [
      { of: "database", path: "skipFinalSnapshot", to: true, says: "goes without a last snapshot" },
      { of: "database", path: "finalSnapshotIdentifier", to: undefined, says: "its last snapshot has no name" },
      { of: "sql", path: "settings.finalBackupConfig.enabled", to: false, says: "goes without a last backup" },
    ],
    unknown: [["database", "skipFinalSnapshot"]],
  },
  {
    rule: "multi-zone",
    resources: [
      database,
      instance("writer", "us-east-1a"),
      instance("reader", "us-east-1b"),
      google,
      gke,
      thing("aws:elasticache/replicationGroup:ReplicationGroup", "cache", { multiAzEnabled: true, automaticFailoverEnabled: true }),
      thing("gcp:redis/instance:Instance", "redis", { tier: "STANDARD_HA" }),
    ],
    broken: [
      { of: "reader", path: "availabilityZone", to: "us-east-1a", says: "instances in 1 zones" },
      { of: "sql", path: "settings.availabilityType", to: "ZONAL", says: "stands in one zone" },
      { of: "gke", path: "nodeLocations", to: ["a"], says: "stands in 1 zones" },
      { of: "cache", path: "multiAzEnabled", to: false, says: "stands in one zone" },
      { of: "cache", path: "automaticFailoverEnabled", to: false, says: "nobody takes over" },
      { of: "redis", path: "tier", to: "BASIC", says: "stands in one zone" },
    ],
    unknown: [
      ["reader", "availabilityZone"],
      ["cache", "multiAzEnabled"],
      ["gke", "nodeLocations"],
    ],
  },
];
