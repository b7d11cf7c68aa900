// Karpenter in a region: what adds machines when pods wait for room, up to a limit, and takes them away again.
import { output, type ComponentResourceOptions, type Input, type Resource } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Release } from "@pulumi/kubernetes/helm/v3/release.js";
import type { Provider } from "@pulumi/kubernetes/provider.js";
import { Component } from "../../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../../environment.ts";
import { awsTags } from "../../clouds/aws-tags.ts";
import { AwsPodRole } from "../../identity/aws/pod-role.ts";
import { accountOf } from "../../identity/aws/policy.ts";
import type { RegionSizePlan } from "../size-plan.ts";
import { AwsInterruptions } from "./interruptions.ts";
import { karpenterPolicy } from "./karpenter-policy.ts";
import { karpenterVersion } from "./versions.ts";

export interface AwsKarpenterArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  readonly sizes: RegionSizePlan;
  readonly clusterName: string;
  readonly clusterEndpoint: Input<string>;
  readonly kubernetes: Provider;
  readonly privateSubnetIds: Input<Input<string>[]>;
  readonly securityGroupId: Input<string>;
  readonly nodeRoleArn: Input<string>;
  readonly nodeInstanceProfile: Input<string>;
  readonly keyArn: Input<string>;
}

const namespace = "kube-system";
const serviceAccount = "karpenter";
const registry = "oci://public.ecr.aws/karpenter";

/** A machine lives so long at most, so that none is left behind by updates. */
const lifetime = "336h";

/**
 * Machines beyond the plan's own node groups: for a region that is lost, and for growth in the middle of a phase.
 * @cost Nothing while nothing waits; each machine its own price, at most as many as the limit of the region's plan: see `surge` in cluster/size-plan.ts.
 * @omits Spot capacity and Arm. A fixed machine image: nodes take AWS's newest for the Kubernetes version, one at a time.
 * @failureDomain One region: it runs on the region's own system nodes and asks the region's own EC2.
 */
export class AwsKarpenter extends Component {
  readonly ready: readonly Resource[];

  constructor(name: string, args: AwsKarpenterArgs, options: ComponentResourceOptions = {}) {
    super("cluster:AwsKarpenter", name, options);
    const { plan, region, clusterName, clusterEndpoint, kubernetes, nodeRoleArn, keyArn } = args;
    const interruptions = new AwsInterruptions(this.named("interruptions"), { region, queueName: clusterName, keyArn }, { parent: this });
    const rights = { region: region.name, account: accountOf(plan), clusterName, nodeRoleArn, queueArn: interruptions.queueArn };
    const role = new AwsPodRole(
      this.named("identity"),
      { plan, region, clusterName, namespace, serviceAccount, statements: karpenterPolicy(rights) },
      { parent: this },
    );
    const child = { parent: this, provider: kubernetes };
    // A chart of their own: Helm updates what stands in templates, never what stands in `crds`.
    const definitions = new Release(
      this.named("definitions"),
      { name: "karpenter-crd", chart: `${registry}/karpenter-crd`, version: karpenterVersion, namespace },
      child,
    );
    const controller = new Release(
      this.named("controller"),
      {
        name: "karpenter",
        chart: `${registry}/karpenter`,
        version: karpenterVersion,
        namespace,
        skipCrds: true,
        values: {
          replicas: 2,
          serviceAccount: { name: serviceAccount },
          controller: { resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } } },
          settings: { clusterName, clusterEndpoint, interruptionQueue: clusterName },
        },
      },
      { ...child, dependsOn: [definitions, role.association] },
    );
    const nodeClass = this.#nodeClass(args, controller);
    this.ready = [nodeClass, this.#nodePool(args, nodeClass)];
    this.registerOutputs();
  }

  #nodeClass(
    { plan, clusterName, kubernetes, privateSubnetIds, securityGroupId, nodeInstanceProfile, keyArn }: AwsKarpenterArgs,
    after: Resource,
  ): CustomResource {
    const subnets = output(privateSubnetIds).apply((ids) => ids.map((id) => ({ id })));
    return new CustomResource(
      this.named("node-class"),
      {
        apiVersion: "karpenter.k8s.aws/v1",
        kind: "EC2NodeClass",
        metadata: { name: "surge" },
        spec: {
          amiSelectorTerms: [{ alias: "al2023@latest" }],
          instanceProfile: nodeInstanceProfile,
          subnetSelectorTerms: subnets,
          securityGroupSelectorTerms: [{ id: securityGroupId }],
          metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
          blockDeviceMappings: [
            {
              deviceName: "/dev/xvda",
              ebs: { volumeType: "gp3", volumeSize: "50Gi", encrypted: true, kmsKeyID: keyArn, deleteOnTermination: true },
            },
          ],
          // Machines that Karpenter starts do not pass through Pulumi, so that its default tags do not reach them.
          tags: { Name: `${clusterName}-surge`, ...awsTags(plan) },
        },
      },
      { parent: this, provider: kubernetes, dependsOn: [after] },
    );
  }

  #nodePool({ region, sizes, kubernetes }: AwsKarpenterArgs, after: Resource): CustomResource {
    return new CustomResource(
      this.named("node-pool"),
      {
        apiVersion: "karpenter.sh/v1",
        kind: "NodePool",
        metadata: { name: "surge" },
        spec: {
          template: {
            metadata: { labels: { "gameday/nodes": "surge" } },
            spec: {
              nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "surge" },
              expireAfter: lifetime,
              requirements: [
                { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
                { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
                { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
                { key: "karpenter.k8s.aws/instance-family", operator: "In", values: ["m6i", "m7i", "m6a", "m7a"] },
                { key: "karpenter.k8s.aws/instance-cpu", operator: "In", values: ["4", "8", "16"] },
                { key: "topology.kubernetes.io/zone", operator: "In", values: [...region.zones] },
              ],
            },
          },
          // What is used little is emptied after five minutes, a tenth of the nodes at a time.
          disruption: { consolidationPolicy: "WhenEmptyOrUnderutilized", consolidateAfter: "5m", budgets: [{ nodes: "10%" }] },
          limits: { cpu: String(sizes.surge.cores), memory: `${sizes.surge.memoryGiB}Gi` },
        },
      },
      { parent: this, provider: kubernetes, dependsOn: [after] },
    );
  }
}
