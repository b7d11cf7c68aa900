// The four roles in some namespaces of a cluster that others use too: each is what it is there, and nothing elsewhere.
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import type { Provider } from "@pulumi/kubernetes/provider.js";
import { Role } from "@pulumi/kubernetes/rbac/v1/role.js";
import { RoleBinding } from "@pulumi/kubernetes/rbac/v1/roleBinding.js";
import { Component } from "../component.ts";
import { accessRoles, accessTable, groupOf, type Rule } from "./access-table.ts";

export interface NamespaceAccessArgs {
  readonly kubernetes: Provider;
  readonly namespace: string;
  readonly after: readonly Resource[];
}

/**
 * Four roles in a namespace: operator, developer, observer, chaos engineer.
 * @cost Nothing.
 * @omits People: the cluster's own sign-in says who is in `gameday:<role>`. What is cluster-wide, such as nodes: a role of a namespace sees none.
 * @failureDomain The cluster whose API server judges by them.
 */
export class NamespaceAccess extends Component {
  constructor(name: string, { kubernetes, namespace, after }: NamespaceAccessArgs, options: ComponentResourceOptions = {}) {
    super("identity:NamespaceAccess", name, options);
    const child = { parent: this, provider: kubernetes, dependsOn: [...after] };
    for (const role of accessRoles) {
      const { purpose, rules } = accessTable[role];
      const metadata = { name: `gameday-${role}`, namespace, annotations: { "kubernetes.io/description": purpose } };
      const made = new Role(this.named(role), { metadata, rules: rules.map(mutable) }, child);
      new RoleBinding(
        this.named(`${role}-binding`),
        {
          metadata,
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: metadata.name },
          subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: groupOf(role) }],
        },
        { ...child, dependsOn: [...after, made] },
      );
    }
    this.registerOutputs();
  }
}

/** The provider's types take no readonly arrays. */
const mutable = ({ apiGroups, resources, verbs }: Rule) => ({ apiGroups: [...apiGroups], resources: [...resources], verbs: [...verbs] });
