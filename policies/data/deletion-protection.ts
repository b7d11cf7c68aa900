// Nothing that holds data goes by accident: it is protected, or leaves a last snapshot, as its tier says.
import { z } from "zod";
import type { Resource } from "../../estate/resource.ts";
import { factsOf as typeFacts } from "../../estate/types/table.ts";
import { tiers } from "../../model/tiers.ts";
import { demands, isFalse, isGiven, isTrue, violation, type Demand } from "../facts/demand.ts";
import { defineRule, everywhere } from "../rule.ts";

const protection = (type: string, path: string): Demand => ({
  type,
  path,
  holds: isTrue,
  message: "can be deleted by one call",
  remedy: `${path}: true; the setting decommission lifts it`,
});

const guarded: readonly Demand[] = [
  protection("aws:rds/cluster:Cluster", "deletionProtection"),
  protection("aws:rds/globalCluster:GlobalCluster", "deletionProtection"),
  protection("gcp:sql/databaseInstance:DatabaseInstance", "deletionProtection"),
  protection("gcp:sql/databaseInstance:DatabaseInstance", "settings.deletionProtectionEnabled"),
];

const isWriter: NonNullable<Demand["of"]> = ({ inputs }) => inputs["sourceRegion"] === undefined && inputs["masterInstanceName"] === undefined;
const isFirst: NonNullable<Demand["of"]> = ({ inputs }) => inputs["globalReplicationGroupId"] === undefined;

const snapshots: readonly Demand[] = [
  {
    type: "aws:rds/cluster:Cluster",
    path: "skipFinalSnapshot",
    of: isWriter,
    holds: isFalse,
    message: "goes without a last snapshot",
    remedy: "skipFinalSnapshot: false",
  },
  {
    type: "aws:rds/cluster:Cluster",
    path: "finalSnapshotIdentifier",
    of: isWriter,
    holds: isGiven,
    message: "its last snapshot has no name",
    remedy: "finalSnapshotIdentifier",
  },
  {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    path: "finalSnapshotIdentifier",
    of: isFirst,
    holds: isGiven,
    message: "goes without a last snapshot",
    remedy: "finalSnapshotIdentifier",
  },
  {
    type: "gcp:sql/databaseInstance:DatabaseInstance",
    path: "settings.finalBackupConfig.enabled",
    of: isWriter,
    holds: isTrue,
    message: "goes without a last backup",
    remedy: "finalBackupConfig.enabled: true",
  },
];

export const deletionProtection = defineRule({
  name: "deletion-protection",
  group: "data",
  title: "Data is protected from deletion, or leaves a last snapshot",
  why: "A wrong stack name, or a change that replaces, takes a database with everything in it in one command.",
  incident: "The failed deployment was cleaned up by deleting services by name, by hand, in the cluster that served.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({}),
  judge: (facts) => {
    const { data } = tiers[facts.tier];
    if (data === "none") return [];
    if (data === "snapshot") return demands(facts, snapshots);
    const bare = (resource: Resource): boolean => typeFacts(resource.type)?.holdsData === true && !resource.protect && isStore(resource);
    return [
      ...demands(facts, guarded),
      ...facts.estate.resources
        .filter(bare)
        .map((resource) => violation(resource, "", "is not protected in the program: a destroy would take it", "protect: true among its options")),
    ];
  },
});

/** Databases, caches and vaults; members of a protected cluster hold nothing of their own. */
const isStore = ({ type }: Resource): boolean =>
  /^aws:(rds\/(cluster|globalCluster):|elasticache\/replicationGroup|backup\/vault:)|^gcp:(sql\/databaseInstance|redis\/instance)/.test(type);
