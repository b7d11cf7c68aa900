// The four roles on one cluster, each bound to the group that the cloud puts its people in.
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { Provider } from "@pulumi/kubernetes/provider.js";
import { ClusterRole } from "@pulumi/kubernetes/rbac/v1/clusterRole.js";
import { ClusterRoleBinding } from "@pulumi/kubernetes/rbac/v1/clusterRoleBinding.js";
import { Component } from "../component.ts";
import { accessRoles, accessTable, groupOf, type AccessRole, type Rule } from "./access-table.ts";

export interface ClusterAccessArgs {
  readonly kubernetes: Provider;
  /** Name of the user who has a role, where the cloud knows no groups of ours. @default the group `gameday:<role>` */
  readonly userOf?: (role: AccessRole) => string;
}

/**
 * Four roles on a cluster: operator, developer, observer, chaos engineer.
 * @cost Nothing.
 * @omits People: the cloud's own access entries or groups say who is in `gameday:<role>`. Roles by namespace: an environment is one system.
 * @failureDomain The cluster whose API server judges by them.
 */
export class ClusterAccess extends Component {
  constructor(name: string, { kubernetes, userOf }: ClusterAccessArgs, options: ComponentResourceOptions = {}) {
    super("identity:ClusterAccess", name, options);
    const child = { parent: this, provider: kubernetes };
    for (const role of accessRoles) {
      const { purpose, rules } = accessTable[role];
      const metadata = { name: `gameday-${role}`, annotations: { "kubernetes.io/description": purpose } };
      const clusterRole = new ClusterRole(this.named(role), { metadata, rules: rules.map(mutable) }, child);
      new ClusterRoleBinding(
        this.named(`${role}-binding`),
        {
          metadata,
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: metadata.name },
          subjects: [
            {
              apiGroup: "rbac.authorization.k8s.io",
              ...(userOf === undefined ? { kind: "Group", name: groupOf(role) } : { kind: "User", name: userOf(role) }),
            },
          ],
        },
        { ...child, dependsOn: [clusterRole] },
      );
    }
    this.registerOutputs();
  }
}

/** The provider's types take no readonly arrays. */
const mutable = ({ apiGroups, resources, verbs }: Rule) => ({ apiGroups: [...apiGroups], resources: [...resources], verbs: [...verbs] });
