// Google: backups of one region's cluster, kept in another region, and the way back.
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { BackupPlan } from "@pulumi/gcp/gkebackup/backupPlan.js";
import { RestorePlan } from "@pulumi/gcp/gkebackup/restorePlan.js";
import { Component } from "../component.ts";
import type { RegionPlan } from "../environment.ts";
import type { GoogleKeys } from "../identity/google-keys.ts";

export interface GoogleBackupsArgs {
  /** Whose cluster it is. */
  readonly region: RegionPlan;
  /** Where the backups lie. */
  readonly keptIn: RegionPlan;
  /** Full name of the cluster. */
  readonly cluster: Input<string>;
  /** Keys of the region where the backups lie. */
  readonly keys: GoogleKeys;
  readonly protect: boolean;
}

/**
 * A backup of every namespace and volume each night, for 14 days, in the next region of the table; and a plan to restore it into the same cluster.
 * What lies there is encrypted with that region's key, so that it can be read while its own region cannot.
 *
 * @cost A fee a pod and month, storage by the gigabyte, and the copy's way between regions.
 * @omits What is not on the cluster: Postgres has backups of its own, Redis only snapshots in its region. No restore is rehearsed by Google itself.
 * @failureDomain Taking a backup needs both regions; a restore needs the one where it lies, and a cluster.
 */
export class GoogleBackups extends Component {
  constructor(name: string, { region, keptIn, cluster, keys, protect }: GoogleBackupsArgs, options: ComponentResourceOptions) {
    super("backups:GoogleBackups", name, options);
    const backups = new BackupPlan(
      this.named(`kept-in-${keptIn.name}`),
      {
        location: keptIn.name,
        cluster,
        description: `The cluster of ${region.name}, every night`,
        backupConfig: {
          allNamespaces: true,
          includeVolumeData: true,
          includeSecrets: true,
          encryptionKey: { gcpKmsEncryptionKey: keys.id("backups") },
        },
        backupSchedule: { cronSchedule: "0 1 * * *" },
        retentionPolicy: { backupRetainDays: 14, backupDeleteLockDays: protect ? 7 : 0 },
      },
      { parent: this, protect, dependsOn: [...keys.grants("backups")] },
    );
    new RestorePlan(
      this.named(`restore-from-${keptIn.name}`),
      {
        // A restore runs where the cluster is that it restores into.
        location: region.name,
        backupPlan: backups.id,
        cluster,
        description: `Back into the cluster of ${region.name}: what is there is left, what is missing comes back`,
        restoreConfig: {
          allNamespaces: true,
          namespacedResourceRestoreMode: "MERGE_SKIP_ON_CONFLICT",
          volumeDataRestorePolicy: "RESTORE_VOLUME_DATA_FROM_BACKUP",
          clusterResourceRestoreScope: { noGroupKinds: true },
          clusterResourceConflictPolicy: "USE_EXISTING_VERSION",
        },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
