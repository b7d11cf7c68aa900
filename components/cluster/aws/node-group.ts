// A group of equal nodes that EKS starts, replaces and updates.
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate.js";
import { NodeGroup } from "@pulumi/aws/eks/nodeGroup.js";
import { Component } from "../../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../../environment.ts";
import { awsTags } from "../../clouds/aws-tags.ts";
import type { NodeGroupPlan } from "../size-plan.ts";
import { kubernetesVersion } from "./versions.ts";

export interface AwsNodeGroupArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  readonly clusterName: Input<string>;
  /** What the nodes are for; a label on each: `gameday/nodes`. */
  readonly purpose: "system" | "work" | "load";
  readonly size: NodeGroupPlan;
  readonly nodeRoleArn: Input<string>;
  readonly privateSubnetIds: Input<Input<string>[]>;
  readonly keyArn: Input<string>;
  /** Size of each node's disk, in GiB. @default 50 */
  readonly diskGiB?: number;
  /** True: only pods that tolerate `load=true` come here, and the nodes carry that label. @default false */
  readonly forLoad?: boolean;
}

/** Room for images and logs. */
const defaultDiskGiB = 50;

/**
 * A managed node group over all zones of a region.
 * @cost Its nodes' hours, and the disks: $0.08 a GiB and month in us-east-1.
 * @omits Growth by itself: its size is the plan's; Karpenter adds what is missing. Spot capacity: a node that AWS takes back would be a fault that nobody injected.
 * @failureDomain A zone for each node; the region for the group.
 */
export class AwsNodeGroup extends Component {
  readonly group: NodeGroup;

  constructor(
    name: string,
    { plan, region, clusterName, purpose, size, nodeRoleArn, privateSubnetIds, keyArn, diskGiB = defaultDiskGiB, forLoad = false }: AwsNodeGroupArgs,
    options: ComponentResourceOptions = {},
  ) {
    super("cluster:AwsNodeGroup", name, options);
    const template = new LaunchTemplate(
      this.named("template"),
      {
        region: region.name,
        updateDefaultVersion: true,
        // One hop: a pod that is not on the host's network cannot ask for the node's credentials.
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [
          {
            deviceName: "/dev/xvda",
            ebs: { volumeType: "gp3", volumeSize: diskGiB, encrypted: "true", kmsKeyId: keyArn, deleteOnTermination: "true" },
          },
        ],
        monitoring: { enabled: true },
        // The provider's default tags stop at the template: machines and disks get theirs from here.
        tagSpecifications: ["instance", "volume"].map((resourceType) => ({
          resourceType,
          tags: { Name: `${plan.name}-${region.name}-${purpose}`, ...awsTags(plan) },
        })),
      },
      { parent: this },
    );
    this.group = new NodeGroup(
      this.named("group"),
      {
        region: region.name,
        clusterName,
        version: kubernetesVersion,
        nodeRoleArn,
        subnetIds: privateSubnetIds,
        amiType: "AL2023_x86_64_STANDARD",
        capacityType: "ON_DEMAND",
        instanceTypes: [size.type.name],
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
        scalingConfig: { desiredSize: size.count, minSize: size.min, maxSize: size.max },
        // A third at a time, one zone's worth: what stands on three zones goes on with two.
        updateConfig: { maxUnavailablePercentage: 33 },
        nodeRepairConfig: { enabled: true },
        // By which faults of nodes find those that work.
        tags: { purpose },
        labels: { "gameday/nodes": purpose, ...(forLoad ? { load: "true" } : {}) },
        ...(forLoad ? { taints: [{ key: "load", value: "true", effect: "NO_SCHEDULE" }] } : {}),
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
