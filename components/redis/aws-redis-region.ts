// One region's replication group of an ElastiCache Global Datastore: its nodes over the zones, and who may reach it.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { ParameterGroup } from "@pulumi/aws/elasticache/parameterGroup.js";
import { ReplicationGroup } from "@pulumi/aws/elasticache/replicationGroup.js";
import { SubnetGroup } from "@pulumi/aws/elasticache/subnetGroup.js";
import { RandomId } from "@pulumi/random/randomId.js";
import { AwsClientAccess } from "../data/aws-client-access.ts";
import type { AwsDataRegion } from "../data/aws-data-region.ts";
import { Component } from "../component.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { redisNodes, redisNodeType } from "./aws-size.ts";

/** Valkey: what ElastiCache offers of Redis' successors, at four fifths of its price; the protocol is the same. */
export const engine = { engine: "valkey", engineVersion: "8.0" } as const;
const parameterFamily = "valkey8";
export const redisPort = 6379;

export interface AwsRedisRegionArgs extends AwsDataRegion {
  readonly plan: EnvironmentPlan;
  readonly token: Input<string>;
  /** The datastore that a secondary joins; null for the primary, which it is made from. */
  readonly globalDatastore: Input<string> | null;
}

/**
 * @cost Nodes by the hour: the type follows the largest phase, the number the tier; what is written goes to every other region by the GB.
 * @omits Shards: one primary takes all writes, as the workloads' transactions over several keys need.
 * @failureDomain The region. A zone takes one node with it, and a replica takes over.
 */
export class AwsRedisRegion extends Component {
  readonly groupId: Output<string>;
  /** Takes writes while the region is the primary. */
  readonly primaryEndpoint: Output<string>;
  readonly readerEndpoint: Output<string>;

  constructor(name: string, args: AwsRedisRegionArgs, options: ComponentResourceOptions = {}) {
    super("redis:AwsRedisRegion", name, options);
    const { region, plan, globalDatastore } = args;
    const own = { parent: this };
    const kept = plan.tier.data === "protected";
    const primary = globalDatastore === null;

    const access = new AwsClientAccess(this.named("access"), { ...args, port: redisPort, of: "Redis" }, own);
    const subnets = new SubnetGroup(
      this.named("subnets"),
      { region: region.name, name, description: `Data subnets of ${region.name}`, subnetIds: args.dataSubnetIds },
      own,
    );
    const count = redisNodes(plan.tier)[primary ? "primary" : "secondary"];
    const group = new ReplicationGroup(
      this.named("group"),
      {
        region: region.name,
        replicationGroupId: name,
        description: `Cache and queues of ${region.name}`,
        // Everything that a datastore's members share is the primary's to say.
        ...(globalDatastore === null ? this.#shared(name, args) : { globalReplicationGroupId: globalDatastore }),
        numCacheClusters: count,
        preferredCacheClusterAzs: Array.from({ length: count }, (_, index) => region.zones[index % region.zones.length] ?? `${region.name}a`),
        automaticFailoverEnabled: true,
        multiAzEnabled: true,
        kmsKeyId: args.keyArn,
        authToken: args.token,
        // The old token stays valid beside the new one, so that nobody is cut off by a rotation.
        authTokenUpdateStrategy: "ROTATE",
        subnetGroupName: subnets.name,
        securityGroupIds: [access.securityGroupId],
        port: redisPort,
        snapshotRetentionLimit: plan.tier.chaos ? 14 : 3,
        snapshotWindow: "01:00-02:00",
        maintenanceWindow: "sun:05:00-sun:06:00",
        ...(primary && plan.tier.data !== "none" ? { finalSnapshotIdentifier: this.#lastSnapshot(name) } : {}),
        autoMinorVersionUpgrade: false,
        applyImmediately: true,
      },
      { ...own, protect: kept },
    );
    this.groupId = group.id;
    this.primaryEndpoint = group.primaryEndpointAddress;
    this.readerEndpoint = group.readerEndpointAddress;
    this.registerOutputs();
  }

  #shared(name: string, { region, plan }: AwsRedisRegionArgs) {
    const parameters = new ParameterGroup(
      this.named("parameters"),
      {
        region: region.name,
        name,
        family: parameterFamily,
        description: "Full memory takes what may expire and nothing else",
        // The cache's entries expire, the queues' do not: they must never be what makes room.
        parameters: [{ name: "maxmemory-policy", value: "volatile-lru" }],
      },
      { parent: this },
    );
    return {
      ...engine,
      nodeType: redisNodeType(plan).name,
      parameterGroupName: parameters.name,
      atRestEncryptionEnabled: true,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
    };
  }

  #lastSnapshot(name: string): Output<string> {
    const life = new RandomId(this.named("life"), { byteLength: 4 }, { parent: this });
    return life.hex.apply((hex) => `${name}-last-${hex}`);
  }
}
