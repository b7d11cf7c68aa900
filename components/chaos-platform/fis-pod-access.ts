// What AWS's Fault Injection Service may do among a region's workloads: start its own pod there, and put a container beside those that it breaks.
import type { ComponentResourceOptions, CustomResourceOptions } from "@pulumi/pulumi";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { Role } from "@pulumi/kubernetes/rbac/v1/role.js";
import { RoleBinding } from "@pulumi/kubernetes/rbac/v1/roleBinding.js";
import { Component } from "../component.ts";
import type { RegionGround } from "../contract.ts";

/** The service account that FIS' pod runs as, and by which its templates name it. */
export const fisAccount = "gameday-fis";

export interface FisPodAccessArgs {
  /** `ready` holds the namespace of the workloads. */
  readonly ground: RegionGround;
  /** As whom FIS' role signs in to the cluster. */
  readonly user: string;
}

/** Source: "Use the AWS FIS aws:eks:pod actions" in the FIS user guide, the Kubernetes role of its example; read on 2026-11-28. */
const rules = [
  { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "create", "patch", "delete"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["create", "list", "get", "delete", "deletecollection"] },
  { apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["update"] },
  { apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] },
  { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"] },
];

/**
 * Rights of AWS's fault injection in the namespace of one region's workloads, and nowhere else.
 * @cost Nothing.
 * @omits A way out for FIS' pod: where the workloads' network policies let it reach nothing, its experiment fails before anything is broken, and says so.
 * @failureDomain The region's cluster.
 */
export class FisPodAccess extends Component {
  constructor(name: string, { ground, user }: FisPodAccessArgs, options: ComponentResourceOptions) {
    super("chaos-platform:FisPodAccess", name, options);
    const inside: CustomResourceOptions = { parent: this, provider: ground.kubernetes, dependsOn: [...ground.ready] };
    const { namespace } = ground;
    const metadata = { name: fisAccount, namespace };
    const account = new ServiceAccount(this.named("account"), { metadata }, inside);
    const role = new Role(this.named("role"), { metadata, rules }, inside);
    // oxlint-disable-next-line no-new -- a resource belongs to its component by being made
    new RoleBinding(
      this.named("binding"),
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: fisAccount },
        subjects: [
          { kind: "ServiceAccount", name: fisAccount, namespace },
          { apiGroup: "rbac.authorization.k8s.io", kind: "User", name: user },
        ],
      },
      { ...inside, dependsOn: [account, role] },
    );
    this.registerOutputs();
  }
}
