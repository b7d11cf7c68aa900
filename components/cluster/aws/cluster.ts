// One region's cluster on AWS: control plane, nodes, add-ons, growth, and the way in for the platform.
import type { ComponentResourceOptions, Input, Output, Resource } from "@pulumi/pulumi";
import { Provider } from "@pulumi/kubernetes/provider.js";
import { StorageClass } from "@pulumi/kubernetes/storage/v1/storageClass.js";
import { Component } from "../../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../../environment.ts";
import type { AccessRole } from "../../identity/access-table.ts";
import { AwsPodRole, type AwsPodRoleArgs } from "../../identity/aws/pod-role.ts";
import { ClusterAccess } from "../../identity/cluster-access.ts";
import { planSizes } from "../size-plan.ts";
import { AwsAddOns } from "./add-ons.ts";
import { AwsControlPlane, clusterNameOf } from "./control-plane.ts";
import { AwsKarpenter } from "./karpenter.ts";
import { kubeconfig } from "./kubeconfig.ts";
import { AwsLoadBalancerController } from "./load-balancer-controller.ts";
import { AwsNodeGroup } from "./node-group.ts";
import { AwsNodeRole } from "./node-role.ts";

export interface AwsClusterArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  readonly vpcId: Input<string>;
  /** One a zone, with a way out. */
  readonly privateSubnetIds: Input<Input<string>[]>;
  /** The region's key. */
  readonly keyArn: Input<string>;
  /** The IAM role of each kind of person: `arns` of AwsAccessRoles. Pulumi signs in as the operator. */
  readonly access: Readonly<Record<AccessRole, Input<string>>>;
}

/** The class that claims take when they name none. */
const storageClass = "gp3";

/**
 * A region's cluster: nodes for the platform, nodes for the region's share of the largest phase, nodes that make load, and room to grow.
 * @cost The control plane, and the nodes of cluster/size-plan.ts: three or more for the platform, three or more for the share, one or more for load.
 * @omits Windows, GPUs, Fargate. A public endpoint, unless the settings name networks that operators come from.
 * @failureDomain One region: nothing here waits for another region, once it stands.
 */
export class AwsCluster extends Component {
  /** Known before the cluster exists. */
  readonly clusterName: string;
  /** The same, known once it does. */
  readonly knownName: Output<string>;
  readonly kubernetes: Provider;
  /** The platform waits for these. */
  readonly ready: readonly Resource[];
  readonly storageClass: string;
  /** The group of nodes and control plane: what databases let in, and what the edge's balancers must reach. */
  readonly securityGroupId: Output<string>;
  readonly oidcProviderArn: Output<string>;
  readonly #of: Pick<AwsPodRoleArgs, "plan" | "region" | "clusterName">;

  constructor(name: string, args: AwsClusterArgs, options: ComponentResourceOptions = {}) {
    super("cluster:AwsCluster", name, options);
    const { plan, region, vpcId, privateSubnetIds, keyArn, access } = args;
    const child = { parent: this };
    const sizes = planSizes(plan.size, plan.regions).find((row) => row.region === region.name);
    if (sizes === undefined) throw new Error(`${region.name} is no region of ${plan.name}`);
    this.clusterName = clusterNameOf(plan, region);
    this.storageClass = storageClass;

    const controlPlane = new AwsControlPlane(this.named("control"), { plan, region, privateSubnetIds, keyArn, access }, child);
    // An output of the cluster's, though its value is known: what uses it waits for the cluster.
    const clusterName = controlPlane.cluster.name;
    this.knownName = clusterName;
    this.#of = { plan, region, clusterName };
    const nodeRole = new AwsNodeRole(this.named("nodes"), { roleName: `${this.clusterName}-nodes` }, child);
    const rolePrefix = this.clusterName;
    const before = new AwsAddOns(this.named("base"), { region, clusterName, stage: "before-nodes", rolePrefix }, child);
    const nodes = { plan, region, clusterName, nodeRoleArn: nodeRole.arn, privateSubnetIds, keyArn };
    const joining = { ...child, dependsOn: [...before.made, ...nodeRole.granted] };
    const system = new AwsNodeGroup(this.named("system"), { ...nodes, purpose: "system", size: sizes.system }, joining);
    const work = new AwsNodeGroup(this.named("work"), { ...nodes, purpose: "work", size: sizes.work }, joining);
    new AwsNodeGroup(this.named("load"), { ...nodes, purpose: "load", size: sizes.load, forLoad: true }, joining);
    const after = new AwsAddOns(
      this.named("add-ons"),
      { region, clusterName, stage: "with-nodes", rolePrefix },
      { ...child, dependsOn: [system.group] },
    );

    this.kubernetes = new Provider(
      this.named("kubernetes"),
      {
        kubeconfig: kubeconfig({
          region: region.name,
          clusterName: this.clusterName,
          endpoint: controlPlane.cluster.endpoint,
          certificateAuthority: controlPlane.cluster.certificateAuthority.data,
          roleArn: access.operator,
        }),
        enableServerSideApply: true,
        // A change goes into the object that is there: replacing one by its name would take it away from running pods first.
        enableConfigMapMutable: true,
        enableSecretMutable: true,
      },
      { ...child, dependsOn: [...controlPlane.signIn] },
    );
    const onCluster = { parent: this, dependsOn: [system.group, ...after.made] };
    new ClusterAccess(this.named("access"), { kubernetes: this.kubernetes }, child);
    const disks = this.#storageClass(plan, keyArn, after.made);
    const karpenter = new AwsKarpenter(
      this.named("karpenter"),
      {
        plan,
        region,
        sizes,
        clusterName: this.clusterName,
        clusterEndpoint: controlPlane.cluster.endpoint,
        kubernetes: this.kubernetes,
        privateSubnetIds,
        securityGroupId: controlPlane.securityGroupId,
        nodeRoleArn: nodeRole.arn,
        nodeInstanceProfile: nodeRole.instanceProfile,
        keyArn,
      },
      onCluster,
    );
    const balancing = new AwsLoadBalancerController(
      this.named("balancing"),
      { plan, region, clusterName: this.clusterName, vpcId, kubernetes: this.kubernetes },
      onCluster,
    );
    this.securityGroupId = controlPlane.securityGroupId;
    this.oidcProviderArn = controlPlane.oidcProviderArn;
    this.ready = [system.group, work.group, ...after.made, disks, ...karpenter.ready, ...balancing.ready];
    this.registerOutputs();
  }

  /** Gives a service account of the cluster a role of its own in AWS. */
  associate(args: Omit<AwsPodRoleArgs, "plan" | "region" | "clusterName">): AwsPodRole {
    return new AwsPodRole(this.named(`${args.namespace}-${args.serviceAccount}`), { ...args, ...this.#of }, { parent: this });
  }

  #storageClass(plan: EnvironmentPlan, keyArn: Input<string>, after: readonly Resource[]): StorageClass {
    return new StorageClass(
      this.named("storage"),
      {
        metadata: { name: storageClass, annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
        provisioner: "ebs.csi.aws.com",
        // In the zone where the pod is, not where the claim was.
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
        reclaimPolicy: plan.tier.data === "protected" ? "Retain" : "Delete",
        parameters: { type: "gp3", encrypted: "true", kmsKeyId: keyArn, tagSpecification_1: `environment=${plan.name}` },
      },
      { parent: this, provider: this.kubernetes, dependsOn: [...after] },
    );
  }
}
