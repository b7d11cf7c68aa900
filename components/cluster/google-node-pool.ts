// Google: one pool of nodes of a cluster.
import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { NodePool } from "@pulumi/gcp/container/nodePool.js";
import { Component } from "../component.ts";
import type { RegionPlan } from "../environment.ts";
import type { GooglePool } from "./google-size-plan.ts";

export interface GoogleNodePoolArgs {
  readonly region: RegionPlan;
  readonly cluster: Input<string>;
  readonly pool: GooglePool;
  /** Email of the nodes' service account. */
  readonly account: Input<string>;
  /** Full name of the key that encrypts the disks. */
  readonly diskKey: Input<string>;
  /** The network's rules are aimed at nodes with this tag. */
  readonly tag: string;
  /** Bill and inventory group machines by these. */
  readonly labels: Readonly<Record<string, string>>;
  /** What the pool is for, as nodes say it to the scheduler. */
  readonly purpose: string;
  /** True: only pods that tolerate the purpose come here. @default false */
  readonly tainted?: boolean;
}

/** The label, and the taint, by which pods choose a pool. */
export const poolLabel = "gameday/pool";

/**
 * Nodes of one machine type, as many as pods ask for between two bounds, evenly over the region's zones.
 *
 * @cost Machines by the second, disks by the gigabyte: the number of nodes is nearly the whole bill.
 * @omits Machines at a discount that can be taken away, and local disks.
 * @failureDomain A zone takes its part of the nodes; the others have room, the autoscaler adds what is missing.
 */
export class GoogleNodePool extends Component {
  readonly nodes: NodePool;

  constructor(name: string, args: GoogleNodePoolArgs, options: ComponentResourceOptions & { readonly after: readonly Resource[] }) {
    const { after, ...rest } = options;
    super("cluster:GoogleNodePool", name, rest);
    const { region, cluster, pool, account, diskKey, tag, labels, purpose, tainted = false } = args;
    this.nodes = new NodePool(
      this.named("nodes"),
      {
        // A new pool stands beside the old one before that goes, so no name is fixed; Google takes 40 characters.
        namePrefix: `${purpose}-`,
        location: region.name,
        nodeLocations: [...region.zones],
        cluster,
        initialNodeCount: Math.ceil(pool.minimum / region.zones.length),
        autoscaling: { totalMinNodeCount: pool.minimum, totalMaxNodeCount: pool.maximum, locationPolicy: "BALANCED" },
        management: { autoRepair: true, autoUpgrade: true },
        upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
        nodeConfig: {
          machineType: pool.machine,
          imageType: "COS_CONTAINERD",
          diskType: "pd-balanced",
          diskSizeGb: 100,
          bootDiskKmsKey: diskKey,
          serviceAccount: account,
          // What the account may do is IAM's to say; a scope cannot widen it.
          oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
          tags: [tag],
          labels: { [poolLabel]: purpose },
          resourceLabels: { ...labels },
          shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
          // Pods see their own identity, never the node's.
          workloadMetadataConfig: { mode: "GKE_METADATA" },
          metadata: { "disable-legacy-endpoints": "true" },
          ...(tainted ? { taints: [{ key: poolLabel, value: purpose, effect: "NO_SCHEDULE" }] } : {}),
        },
      },
      { parent: this, dependsOn: [...after], ignoreChanges: ["initialNodeCount"] },
    );
    this.registerOutputs();
  }
}
