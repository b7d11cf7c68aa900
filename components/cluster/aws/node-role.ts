// What a region's nodes are in IAM, and the profile by which a machine takes that role on.
import type { ComponentResourceOptions, Output, Resource } from "@pulumi/pulumi";
import { InstanceProfile } from "@pulumi/aws/iam/instanceProfile.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import { Component } from "../../component.ts";
import { trustPlainService } from "../../identity/aws/policy.ts";

export interface AwsNodeRoleArgs {
  /** Of the role and the profile. */
  readonly roleName: string;
}

/** The network plugin's rights are its own pods', by Pod Identity, not every pod's on the node. */
const policies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonSSMManagedInstanceCore"] as const;

/**
 * The role of a region's nodes: join the cluster, pull images, be reached by Session Manager instead of SSH.
 * @cost Nothing.
 * @omits Keys for SSH: there are none. The access entry: EKS makes it with the first node group of the role, and Karpenter's nodes share it.
 * @failureDomain One cluster.
 */
export class AwsNodeRole extends Component {
  readonly arn: Output<string>;
  readonly instanceProfile: Output<string>;
  /** Nodes that start before these exist cannot join. */
  readonly granted: readonly Resource[];

  constructor(name: string, { roleName }: AwsNodeRoleArgs, options: ComponentResourceOptions = {}) {
    super("cluster:AwsNodeRole", name, options);
    const child = { parent: this };
    const role = new Role(this.named("role"), { name: roleName, path: "/gameday/", assumeRolePolicy: trustPlainService("ec2.amazonaws.com") }, child);
    const attached = policies.map(
      (policy) => new RolePolicyAttachment(this.named(policy), { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` }, child),
    );
    const profile = new InstanceProfile(this.named("profile"), { name: roleName, role: role.name, path: "/gameday/" }, child);
    this.arn = role.arn;
    this.instanceProfile = profile.name;
    this.granted = attached;
    this.registerOutputs();
  }
}
