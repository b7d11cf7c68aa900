// Google: Postgres in one region: the primary, or a replica of it.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { DatabaseInstance } from "@pulumi/gcp/sql/databaseInstance.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import type { GooglePrivateServices } from "../backbone/google-private-services.ts";
import type { GoogleKeys } from "../identity/google-keys.ts";
import type { GoogleNetwork } from "../network/google-network.ts";
import { googleBackupLocation } from "./google-backup-location.ts";
import { googlePostgresDisk, googlePostgresTier } from "./google-size.ts";

export interface GooglePostgresArgs {
  readonly region: RegionPlan;
  readonly plan: Pick<EnvironmentPlan, "size" | "tier">;
  /** What this one copies; left out for the primary. */
  readonly primary?: GooglePostgres;
  readonly network: Input<string>;
  readonly subnet: GoogleNetwork;
  readonly services: GooglePrivateServices;
  readonly keys: GoogleKeys;
  readonly labels: Readonly<Record<string, string>>;
}

/** One version for the primary and every replica. */
const databaseVersion = "POSTGRES_17";

/**
 * Cloud SQL for PostgreSQL, Enterprise Plus: two zones, private address, own key, TLS alone. The primary keeps backups and 14 days of logs;
 * the others follow it from their regions, and any can be made the primary.
 *
 * @cost Cores and memory by the hour, twice since each has a standby in another zone; disk twice; backups; what replicas are sent across regions.
 * @omits A pooler: Cloud SQL's own is for one instance, and clients here pool themselves. The replica that takes over is named by hand once.
 * Backups lie in several regions but under the primary region's key: what outlives that region's loss is the replicas, which have keys of their own.
 * @failureDomain A zone's loss is a minute's pause. A region's loss stops writing until somebody makes a replica the primary (docs/failover/google.md).
 */
export class GooglePostgres extends Component {
  readonly instance: DatabaseInstance;
  /** A name that leads to the primary, wherever it is. */
  readonly writeEndpoint: Output<string>;
  /** Answers reads in this region. */
  readonly address: Output<string>;
  /** PEM of the authority that signs this instance alone. */
  readonly authority: Output<string>;

  constructor(name: string, args: GooglePostgresArgs, options: ComponentResourceOptions) {
    super("postgres:GooglePostgres", name, options);
    const { region, plan, primary, keys, services } = args;
    const protect = plan.tier.data === "protected";
    this.instance = new DatabaseInstance(
      this.named("postgres"),
      {
        region: region.name,
        databaseVersion,
        ...(primary === undefined ? {} : { masterInstanceName: primary.instance.name }),
        encryptionKeyName: keys.id("postgres"),
        deletionProtection: protect,
        settings: this.#settings(args, protect),
      },
      {
        parent: this,
        protect,
        dependsOn: [services.connection, ...keys.grants("postgres")],
        // Who is primary, and so who keeps backups, is decided in a failover, and the disk's size by what is in it; a later update must undo nothing of it.
        ignoreChanges: [
          "masterInstanceName",
          "instanceType",
          "replicaNames",
          "replicationCluster",
          "settings.backupConfiguration.enabled",
          "settings.backupConfiguration.pointInTimeRecoveryEnabled",
          "settings.diskSize",
        ],
        // A change of size waits for a restart with failover to the standby.
        customTimeouts: { create: "60m", update: "60m" },
      },
    );
    this.address = this.instance.privateIpAddress;
    this.authority = this.instance.serverCaCerts.apply((certificates) => certificates.map(({ cert }) => cert).join("\n"));
    this.writeEndpoint = this.instance.replicationCluster.apply(({ psaWriteEndpoint }) => (psaWriteEndpoint ?? "").replace(/\.$/, ""));
    this.registerOutputs();
  }

  #settings(
    { region, plan, primary, network, subnet, labels }: GooglePostgresArgs,
    protect: boolean,
  ): ConstructorParameters<typeof DatabaseInstance>[1]["settings"] {
    return {
      edition: "ENTERPRISE_PLUS",
      tier: googlePostgresTier(plan.size),
      availabilityType: "REGIONAL",
      locationPreference: { zone: region.zones[0] ?? "", secondaryZone: region.zones[1] ?? "" },
      diskType: "PD_SSD",
      diskSize: googlePostgresDisk(plan.size),
      diskAutoresize: true,
      deletionProtectionEnabled: protect,
      retainBackupsOnDelete: plan.tier.data !== "none",
      userLabels: { ...labels },
      ipConfiguration: {
        ipv4Enabled: false,
        privateNetwork: network,
        allocatedIpRange: subnet.dataRange.name,
        sslMode: "ENCRYPTED_ONLY",
        // An authority of its own for each instance: what it signs is this instance, whatever name leads there.
        serverCaMode: "GOOGLE_MANAGED_INTERNAL_CA",
      },
      // A replica has none of its own: Cloud SQL refuses it. Maintenance of replicas goes with their primary's.
      ...(primary === undefined
        ? {
            ...(plan.tier.data === "snapshot" ? { finalBackupConfig: { enabled: true, retentionDays: 30 } } : {}),
            maintenanceWindow: { day: 7, hour: 4, updateTrack: "stable" },
            backupConfiguration: {
              enabled: true,
              pointInTimeRecoveryEnabled: true,
              startTime: "02:00",
              ...googleBackupLocation(region.name),
              transactionLogRetentionDays: 14,
              backupRetentionSettings: { retainedBackups: 14, retentionUnit: "COUNT" },
            },
          }
        : {}),
      insightsConfig: { queryInsightsEnabled: true, recordApplicationTags: true, recordClientAddress: false },
      databaseFlags: [
        { name: "log_min_duration_statement", value: "1000" },
        { name: "log_lock_waits", value: "on" },
      ],
    };
  }
}
