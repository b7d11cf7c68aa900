// What lies on a disk is encrypted, with a key of the environment's own.
import { z } from "zod";
import { textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { demand, demands, eachOf, isGiven, isOneOf, isTrue, unknown, violation, type Demand } from "../facts/demand.ts";
import { items, look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

const key = (type: string, path: string): Demand => ({
  type,
  path,
  holds: isGiven,
  message: "is not encrypted with a key of the environment's own",
  remedy: "the region's key",
});
const flag = (type: string, path: string, of?: Demand["of"]): Demand => ({
  type,
  path,
  holds: isTrue,
  message: "lies unencrypted on its disk",
  remedy: `${path}: true`,
  ...(of === undefined ? {} : { of }),
});
/** A member of a global group takes this from the first. */
const alone: NonNullable<Demand["of"]> = ({ inputs }) => inputs["globalReplicationGroupId"] === undefined;

const rows: readonly Demand[] = [
  flag("aws:rds/cluster:Cluster", "storageEncrypted"),
  key("aws:rds/cluster:Cluster", "kmsKeyId"),
  flag("aws:ebs/volume:Volume", "encrypted"),
  flag("aws:rds/globalCluster:GlobalCluster", "storageEncrypted"),
  flag("aws:elasticache/replicationGroup:ReplicationGroup", "atRestEncryptionEnabled", alone),
  key("aws:elasticache/replicationGroup:ReplicationGroup", "kmsKeyId"),
  key("aws:sqs/queue:Queue", "kmsMasterKeyId"),
  key("aws:sns/topic:Topic", "kmsMasterKeyId"),
  key("aws:cloudwatch/logGroup:LogGroup", "kmsKeyId"),
  key("aws:backup/vault:Vault", "kmsKeyArn"),
  key("aws:secretsmanager/secret:Secret", "kmsKeyId"),
  key("aws:eks/cluster:Cluster", "encryptionConfig.provider.keyArn"),
  key("aws:ecr/repository:Repository", "encryptionConfigurations[0].kmsKey"),
  key("gcp:sql/databaseInstance:DatabaseInstance", "encryptionKeyName"),
  key("gcp:redis/instance:Instance", "customerManagedKey"),
  { ...key("gcp:container/cluster:Cluster", "databaseEncryption.state"), holds: isOneOf("ENCRYPTED") },
  key("gcp:container/cluster:Cluster", "databaseEncryption.keyName"),
  key("gcp:container/nodePool:NodePool", "nodeConfig.bootDiskKmsKey"),
  key("gcp:artifactregistry/repository:Repository", "kmsKeyName"),
  key("gcp:secretmanager/regionalSecret:RegionalSecret", "customerManagedEncryption.kmsKeyName"),
  key("gcp:gkebackup/backupPlan:BackupPlan", "backupConfig.encryptionKey.gcpKmsEncryptionKey"),
];

export const encryptionAtRest = defineRule({
  name: "encryption-at-rest",
  group: "data",
  title: "Encryption at rest, with a key of one's own",
  why: "Disks and snapshots leave the hands that made them; without the key they are noise, and with a key of one's own access can be taken back.",
  incident:
    "The failed deployment's report names no encryption of its volumes. What this prevents: a snapshot or a disk that is read by whoever gets it.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({}),
  judge: (facts) => [
    ...demands(facts, rows),
    ...facts.ofType("aws:ec2/launchTemplate:LaunchTemplate").flatMap(ofTemplate),
    ...facts.ofType("kubernetes:storage.k8s.io/v1:StorageClass").flatMap((resource): readonly Finding[] => {
      const provisioner = textAt(resource.inputs, "provisioner");
      const place =
        provisioner === "ebs.csi.aws.com"
          ? "parameters.kmsKeyId"
          : provisioner === "pd.csi.storage.gke.io"
            ? `parameters["disk-encryption-kms-key"]`
            : null;
      if (place === null) return [];
      const seen = look(resource.inputs, place);
      if (seen.kind === "unknown") return [unknown(resource, place)];
      return seen.kind === "value"
        ? []
        : [violation(resource, place, "volumes of the class have no key of the environment's own", "the region's key")];
    }),
  ],
});

/** Machines of a template that says nothing have the disks of their image, which are not encrypted. */
function ofTemplate(template: Resource): readonly Finding[] {
  const place = "blockDeviceMappings";
  const disks = items(template.inputs, place);
  if (!disks.unknown && disks.items.length === 0)
    return [violation(template, place, "its disks are not encrypted with a key of the environment's own", "the root disk, with the region's key")];
  return eachOf(template, place, ({ path }) => [
    ...demand(template, flag(template.type, `${path}.ebs.encrypted`)),
    ...demand(template, key(template.type, `${path}.ebs.kmsKeyId`)),
  ]);
}
