// AWS: clusters, their nodes and disks.
import { at, numberAt, textAt } from "../../inputs.ts";
import type { Resource } from "../../resource.ts";
import type { RuleContext, RuleTable } from "../charge.ts";
import { free } from "../charge.ts";
import { hoursPerMonth } from "../usage.ts";

export const awsComputeRules = {
  "aws:eks/cluster:Cluster": () => [{ category: "compute", what: "control plane", item: "aws:eks-cluster", quantity: hoursPerMonth }],
  "aws:eks/nodeGroup:NodeGroup": (group, context) => {
    const count = numberAt(group.inputs, "scalingConfig.desiredSize") ?? 0;
    const type = textAt(group.inputs, "instanceTypes[0]") ?? "unknown";
    const disk = diskOf(group, context);
    return [
      { category: "compute", what: `${count} × ${type}`, item: `machine:${type}`, quantity: count * hoursPerMonth },
      { category: "primary storage", what: `${count} disks of ${disk} GB`, item: "aws:ebs-gp3", quantity: count * disk },
      ...(isWatched(group, context)
        ? [{ category: "monitoring" as const, what: "seven metrics a node, by the minute", item: "aws:metric" as const, quantity: count * 7 }]
        : []),
    ];
  },
  "aws:ec2/launchTemplate:LaunchTemplate": free("nodes pay for themselves"),
  "aws:eks/addon:Addon": free("runs on the nodes"),
  "aws:eks/accessEntry:AccessEntry": free("access"),
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": free("access"),
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": free("access"),
  "aws:eks/identityProviderConfig:IdentityProviderConfig": free("access"),
  "aws:autoscaling/group:Group": (group) => {
    const count = numberAt(group.inputs, "desiredCapacity") ?? numberAt(group.inputs, "minSize") ?? 0;
    return count === 0
      ? { free: "no machine" }
      : [{ category: "compute", what: `${count} machines`, item: "machine:unknown", quantity: count * hoursPerMonth }];
  },
} as const satisfies RuleTable;

const templateOf = (group: Resource, { ofType }: RuleContext): Resource | undefined =>
  ofType("aws:ec2/launchTemplate:LaunchTemplate").find(({ parent }) => parent !== null && parent === group.parent);

/** Detailed monitoring. */
const isWatched = (group: Resource, context: RuleContext): boolean => at(templateOf(group, context)?.inputs, "monitoring.enabled") === true;

/** In GB. The disk stands in the launch template, which is the one beside the group: both have the same parent. */
function diskOf(group: Resource, context: RuleContext): number {
  const template = templateOf(group, context);
  return numberAt(template?.inputs, "blockDeviceMappings[0].ebs.volumeSize") ?? numberAt(group.inputs, "diskSize") ?? defaultDisk;
}

/** EKS gives a managed node 20 GiB where nothing is said. */
const defaultDisk = 20;
