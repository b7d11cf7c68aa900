// Every data store is backed up for long enough to notice that something went wrong.
import { z } from "zod";
import { demands, isAtLeast, isGiven, isTrue, violation, type Demand } from "../facts/demand.ts";
import { textAt } from "../../estate/inputs.ts";
import { defineRule, everywhere } from "../rule.ts";

const configuration = z.strictObject({
  databaseDays: z.int().min(1).default(7).describe("days that a database's backups are kept, at the least"),
  cacheDays: z.int().min(1).default(1).describe("the same of a cache that holds queues"),
});

const rows = ({ databaseDays, cacheDays }: z.output<typeof configuration>): readonly Demand[] => [
  {
    type: "aws:rds/cluster:Cluster",
    path: "backupRetentionPeriod",
    holds: isAtLeast(databaseDays),
    message: `keeps its backups for less than ${databaseDays} days`,
    remedy: `backupRetentionPeriod: ${databaseDays} or more`,
  },
  {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    path: "snapshotRetentionLimit",
    holds: isAtLeast(cacheDays),
    message: `keeps its snapshots for less than ${cacheDays} days`,
    remedy: `snapshotRetentionLimit: ${cacheDays} or more`,
  },
  {
    type: "gcp:sql/databaseInstance:DatabaseInstance",
    path: "settings.backupConfiguration.enabled",
    of: ({ inputs }) => inputs["masterInstanceName"] === undefined,
    holds: isTrue,
    message: "has no backups",
    remedy: "backupConfiguration.enabled: true",
  },
  {
    type: "gcp:sql/databaseInstance:DatabaseInstance",
    path: "settings.backupConfiguration.pointInTimeRecoveryEnabled",
    of: ({ inputs }) => inputs["masterInstanceName"] === undefined,
    holds: isTrue,
    message: "cannot be brought back to a moment between two backups",
    remedy: "pointInTimeRecoveryEnabled: true",
  },
  {
    type: "gcp:redis/instance:Instance",
    path: "persistenceConfig.persistenceMode",
    holds: (value) => isGiven(value) && value !== "DISABLED",
    message: "keeps nothing of what it holds",
    remedy: "persistenceMode: RDB",
  },
];

export const backups = defineRule({
  name: "backups",
  group: "data",
  title: "Backups are on",
  why: "Faults, and people, destroy data; what was not copied before is gone, and the recovery point of one minute cannot be met.",
  incident: "The failed deployment's report has backup systems as a risk still to be met, while its storage limits were reached.",
  levels: everywhere("mandatory", { kubernetes: "advisory" }),
  configuration,
  judge: (facts, settings) => [
    ...demands(facts, rows(settings)),
    ...facts
      .ofType("gcp:container/cluster:Cluster")
      .filter((cluster) => facts.users(cluster, "gcp:gkebackup/backupPlan:BackupPlan").length === 0)
      .map((cluster) => violation(cluster, "", "no plan backs up its volumes", "a BackupPlan of the cluster")),
    ...facts
      .ofType("kubernetes:apps/v1:StatefulSet")
      .filter(({ inputs }) => textAt(inputs, "spec.volumeClaimTemplates[0].metadata.name") !== null)
      .filter(() => facts.ofType("gcp:gkebackup/backupPlan:BackupPlan", "aws:backup/plan:Plan").length === 0)
      .map((resource) => violation(resource, "spec.volumeClaimTemplates", "nothing backs up its volumes", "a backup of the cluster's volumes")),
  ],
});
