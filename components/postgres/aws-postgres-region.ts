// One region's cluster of an Aurora PostgreSQL global database: its instances, who may reach it, and its proxy.
import type { ComponentResourceOptions, Input, Output, Resource } from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { Cluster } from "@pulumi/aws/rds/cluster.js";
import { ClusterInstance } from "@pulumi/aws/rds/clusterInstance.js";
import { ClusterParameterGroup } from "@pulumi/aws/rds/clusterParameterGroup.js";
import { SubnetGroup } from "@pulumi/aws/rds/subnetGroup.js";
import { RandomId } from "@pulumi/random/randomId.js";
import { rdsAuthority } from "../data/aws-authorities.ts";
import type { AwsDataRegion } from "../data/aws-data-region.ts";
import { Component } from "../component.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { backupTag } from "../backups/aws-rules.ts";
import { AwsClientAccess } from "../data/aws-client-access.ts";
import { AwsMonitoringRole } from "./aws-monitoring-role.ts";
import { AwsPostgresProxy } from "./aws-postgres-proxy.ts";
import { databaseName, engine, parameterFamily, postgresPort, userName } from "./aws-engine.ts";
import { postgresClass, postgresInstances } from "./aws-size.ts";

export interface AwsPostgresRegionArgs extends AwsDataRegion {
  readonly plan: EnvironmentPlan;
  /** Identifier of the global database. */
  readonly globalCluster: Input<string>;
  readonly password: Input<string>;
  /** The primary's instances, for a secondary: it can join only what runs. */
  readonly after: readonly Resource[];
}

/** By the tier and not by its protection: lifting that must not delete backups. Days that Aurora keeps what it takes for a restore to any second: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html */
const backupRetentionDays = ({ chaos }: EnvironmentPlan["tier"]): number => (chaos ? 35 : 7);
const monitoringSeconds = 60;

/**
 * @cost Instances by the hour (class and number follow the tier), the proxy by the vCPU-hour, storage by the GB-month and per million I/O, writes copied to other regions.
 * @omits Pooling of writes: they go past the proxy, to the name that follows the writer. Users beside the one administrator. Replicas that come and go with the load.
 * @failureDomain The region. A zone takes one instance with it; the cluster fails over inside the region, and its storage spans three zones.
 */
export class AwsPostgresRegion extends Component {
  /** Answers reads in this region, pooled. */
  readonly reader: Output<string>;
  readonly clusterArn: Output<string>;
  readonly instances: readonly Resource[];

  constructor(name: string, args: AwsPostgresRegionArgs, options: ComponentResourceOptions = {}) {
    super("postgres:AwsPostgresRegion", name, options);
    const { region, plan, keyArn, password } = args;
    const primary = region.role === "primary";
    const own = { parent: this };
    const kept = plan.tier.data === "protected";

    const access = new AwsClientAccess(this.named("access"), { ...args, plan, port: postgresPort, of: "Postgres" }, own);
    const subnets = new SubnetGroup(
      this.named("subnets"),
      { region: region.name, name, description: `Data subnets of ${region.name}`, subnetIds: args.dataSubnetIds },
      own,
    );
    const parameters = new ClusterParameterGroup(
      this.named("parameters"),
      {
        region: region.name,
        name,
        family: parameterFamily,
        description: "TLS for every connection; statements of a second and more are logged",
        parameters: [
          { name: "rds.force_ssl", value: "1" },
          { name: "log_min_duration_statement", value: "1000" },
          { name: "log_lock_waits", value: "1" },
        ],
      },
      own,
    );
    // Made before the cluster, which would make it by itself and keep it for ever.
    const logs = new LogGroup(
      this.named("logs"),
      { region: region.name, name: `/aws/rds/cluster/${name}/postgresql`, retentionInDays: 30, kmsKeyId: keyArn },
      own,
    );
    const monitoring = new AwsMonitoringRole(this.named("monitoring"), {}, own);

    const cluster = new Cluster(
      this.named("cluster"),
      {
        region: region.name,
        clusterIdentifier: name,
        globalClusterIdentifier: args.globalCluster,
        ...engine,
        ...(primary ? { databaseName, masterUsername: userName, masterPassword: password } : { sourceRegion: primaryOf(plan) }),
        dbSubnetGroupName: subnets.name,
        dbClusterParameterGroupName: parameters.name,
        vpcSecurityGroupIds: [access.securityGroupId],
        port: postgresPort,
        storageEncrypted: true,
        kmsKeyId: keyArn,
        iamDatabaseAuthenticationEnabled: true,
        backupRetentionPeriod: backupRetentionDays(plan.tier),
        preferredBackupWindow: "02:00-03:00",
        preferredMaintenanceWindow: "sun:04:00-sun:05:00",
        copyTagsToSnapshot: true,
        deletionProtection: kept,
        ...this.#lastSnapshot(name, primary && plan.tier.data !== "none"),
        enabledCloudwatchLogsExports: ["postgresql"],
        applyImmediately: true,
        tags: { [backupTag(plan).key]: backupTag(plan).value },
      },
      {
        ...own,
        protect: kept,
        dependsOn: [logs, ...args.after],
        // The version is raised through the global database, which raises it here; where a secondary gets its data from, Aurora says.
        ignoreChanges: ["engineVersion", "replicationSourceIdentifier"],
      },
    );

    const count = postgresInstances(plan.tier)[primary ? "primary" : "secondary"];
    this.instances = Array.from(
      { length: count },
      (_, index) =>
        new ClusterInstance(
          this.named(`${index}`),
          {
            region: region.name,
            identifier: `${name}-${index}`,
            clusterIdentifier: cluster.id,
            engine: engine.engine,
            instanceClass: postgresClass(plan).name,
            availabilityZone: region.zones[index % region.zones.length] ?? `${region.name}a`,
            dbSubnetGroupName: subnets.name,
            publiclyAccessible: false,
            caCertIdentifier: rdsAuthority,
            // The first two stand in two zones and take over before the others.
            promotionTier: index < 2 ? 0 : 1,
            monitoringInterval: monitoringSeconds,
            monitoringRoleArn: monitoring.roleArn,
            performanceInsightsEnabled: true,
            performanceInsightsKmsKeyId: keyArn,
            performanceInsightsRetentionPeriod: 7,
            autoMinorVersionUpgrade: false,
            applyImmediately: true,
          },
          own,
        ),
    );

    const proxy = new AwsPostgresProxy(
      this.named("proxy"),
      { ...args, clusterIdentifier: cluster.clusterIdentifier, databaseSecurityGroupId: access.securityGroupId, after: this.instances },
      own,
    );
    this.reader = proxy.reader;
    this.clusterArn = cluster.arn;
    this.registerOutputs();
  }

  /** A name that no earlier life of the environment has used: a second last snapshot of the same name would stop the teardown. */
  #lastSnapshot(name: string, wanted: boolean): { readonly skipFinalSnapshot: boolean; readonly finalSnapshotIdentifier?: Output<string> } {
    if (!wanted) return { skipFinalSnapshot: true };
    const life = new RandomId(this.named("life"), { byteLength: 4 }, { parent: this });
    return { skipFinalSnapshot: false, finalSnapshotIdentifier: life.hex.apply((hex) => `${name}-last-${hex}`) };
  }
}

const primaryOf = ({ regions }: EnvironmentPlan): string => {
  const primary = regions.find(({ role }) => role === "primary");
  if (primary === undefined) throw new Error("an environment without a primary region");
  return primary.name;
};
