// EKS's own add-ons: those that nodes need before they are ready, and those that need nodes.
import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { Addon } from "@pulumi/aws/eks/addon.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import { Component } from "../../component.ts";
import type { RegionPlan } from "../../environment.ts";
import { trustPods } from "../../identity/aws/policy.ts";

interface AddOn {
  readonly name: string;
  readonly stage: "before-nodes" | "with-nodes";
  /** Which of its service accounts has which of AWS's policies. */
  readonly identity?: { readonly serviceAccount: string; readonly policy: string };
  readonly configuration?: Readonly<Record<string, unknown>>;
}

const resources = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { cpu: "500m", memory } });

export const addOns: readonly AddOn[] = [
  { name: "eks-pod-identity-agent", stage: "before-nodes" },
  { name: "kube-proxy", stage: "before-nodes" },
  {
    name: "vpc-cni",
    stage: "before-nodes",
    identity: { serviceAccount: "aws-node", policy: "AmazonEKS_CNI_Policy" },
    // Without it, network policies are written and nobody enforces them.
    configuration: { enableNetworkPolicy: "true" },
  },
  {
    name: "coredns",
    stage: "with-nodes",
    configuration: { resources: resources("100m", "256Mi"), autoScaling: { enabled: true, minReplicas: 3, maxReplicas: 12 } },
  },
  {
    name: "aws-ebs-csi-driver",
    stage: "with-nodes",
    identity: { serviceAccount: "ebs-csi-controller-sa", policy: "service-role/AmazonEBSCSIDriverPolicy" },
  },
  { name: "metrics-server", stage: "with-nodes", configuration: { replicas: 2, resources: resources("100m", "256Mi") } },
];

export interface AwsAddOnsArgs {
  readonly region: RegionPlan;
  readonly clusterName: Input<string>;
  readonly stage: AddOn["stage"];
  /** Of the add-ons' roles, before the add-on's own name. */
  readonly rolePrefix: string;
}

/**
 * The add-ons of one stage.
 * @cost Nothing beyond the pods, which stand on the nodes.
 * @omits Requests of the add-ons that stand on every node: those are EKS's own. Versions: each add-on takes EKS's default for the cluster's Kubernetes version when it is made, and keeps it until it is told another.
 * @failureDomain The cluster.
 */
export class AwsAddOns extends Component {
  readonly made: readonly Resource[];

  constructor(name: string, args: AwsAddOnsArgs, options: ComponentResourceOptions = {}) {
    super("cluster:AwsAddOns", name, options);
    this.made = addOns.filter((addOn) => addOn.stage === args.stage).map((addOn) => this.#addOn(addOn, args));
    this.registerOutputs();
  }

  #addOn({ name, identity, configuration }: AddOn, { region, clusterName, rolePrefix }: AwsAddOnsArgs): Addon {
    const child = { parent: this };
    const role =
      identity === undefined
        ? undefined
        : new Role(this.named(`${name}-role`), { name: `${rolePrefix}-${name}`, path: "/gameday/", assumeRolePolicy: trustPods() }, child);
    const granted =
      role === undefined || identity === undefined
        ? []
        : [
            new RolePolicyAttachment(
              this.named(`${name}-policy`),
              { role: role.name, policyArn: `arn:aws:iam::aws:policy/${identity.policy}` },
              child,
            ),
          ];
    return new Addon(
      this.named(name),
      {
        region: region.name,
        clusterName,
        addonName: name,
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        ...(configuration === undefined ? {} : { configurationValues: JSON.stringify(configuration) }),
        ...(role === undefined || identity === undefined
          ? {}
          : { podIdentityAssociations: [{ roleArn: role.arn, serviceAccount: identity.serviceAccount }] }),
      },
      { ...child, dependsOn: granted },
    );
  }
}
