// The rights of one experiment as Kubernetes' own documents: an account beside Litmus, and a role in each place that it has to do with, no wider than it needs.
import type { Experiment } from "./experiment.ts";
import type { PolicyRule } from "./manifest.ts";
import { policyRules } from "./parts/permissions.ts";

export interface RightsPlace {
  /** Where engines are made. */
  readonly namespace: string;
  /** Where the workloads are that may be harmed. Nodes and clouds have none. */
  readonly targets: readonly string[];
}

type Metadata = { name: string; namespace?: string; labels: Record<string, string> };
const group = "rbac.authorization.k8s.io";
type RoleRef = { apiGroup: typeof group; kind: "Role" | "ClusterRole"; name: string };

export type RightsDocument =
  | { apiVersion: "v1"; kind: "ServiceAccount"; metadata: Metadata }
  | { apiVersion: `${typeof group}/v1`; kind: "Role" | "ClusterRole"; metadata: Metadata; rules: PolicyRule[] }
  | {
      apiVersion: `${typeof group}/v1`;
      kind: "RoleBinding" | "ClusterRoleBinding";
      metadata: Metadata;
      roleRef: RoleRef;
      subjects: { kind: "ServiceAccount"; name: string; namespace: string }[];
    };

/** The account that an engine of the experiment names. */
export const accountOf = ({ name }: Pick<Experiment, "name">): string => `gameday-${name}`;

/** The account first, then each role with its binding: beside Litmus, where targets are, on the cluster. */
export function rightsOf(experiment: Pick<Experiment, "name" | "permissions">, { namespace, targets }: RightsPlace): RightsDocument[] {
  const account = accountOf(experiment);
  const labels = { "app.kubernetes.io/part-of": "gameday-chaos" };
  const subjects = [{ kind: "ServiceAccount" as const, name: account, namespace }];
  const version = `${group}/v1` as const;
  const { home, target, cluster } = experiment.permissions;

  const inside = (place: string, rules: PolicyRule[]): RightsDocument[] => {
    const metadata = { name: account, namespace: place, labels };
    const roleRef: RoleRef = { apiGroup: group, kind: "Role", name: account };
    return [
      { apiVersion: version, kind: "Role", metadata, rules },
      { apiVersion: version, kind: "RoleBinding", metadata, roleRef, subjects },
    ];
  };
  const onCluster = (rules: PolicyRule[]): RightsDocument[] => {
    const metadata = { name: account, labels };
    const roleRef: RoleRef = { apiGroup: group, kind: "ClusterRole", name: account };
    return [
      { apiVersion: version, kind: "ClusterRole", metadata, rules },
      { apiVersion: version, kind: "ClusterRoleBinding", metadata, roleRef, subjects },
    ];
  };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: account, namespace, labels } },
    ...inside(namespace, policyRules(home, targets.includes(namespace) ? target : [])),
    ...targets.filter((place) => place !== namespace).flatMap((place) => inside(place, policyRules(target))),
    ...(cluster.length === 0 ? [] : onCluster(policyRules(cluster))),
  ];
}
