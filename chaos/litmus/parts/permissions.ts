// What an experiment may do, and where: beside Litmus, among the workloads, on the whole cluster. The least with which the release's code gets by.
// Source: the permissions of each fault.yaml in litmuschaos/chaos-charts at the release, without OpenShift's and Argo's kinds, and without exec where nothing is executed.
import type { PolicyRule } from "../manifest.ts";

interface Rule {
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export interface Permissions {
  /** In the namespace of the engines: jobs, helper pods and results. */
  readonly home: readonly Rule[];
  /** In the namespace of the application. */
  readonly target: readonly Rule[];
  /** On the cluster: only experiments of nodes need any. */
  readonly cluster: readonly Rule[];
}

const core = (resources: readonly string[], verbs: readonly string[]): Rule => ({ group: "", resources, verbs });

const home: readonly Rule[] = [
  core(["pods"], ["create", "delete", "deletecollection", "get", "list", "patch", "update"]),
  core(["pods/log"], ["get", "list", "watch"]),
  core(["events"], ["create", "get", "list", "patch", "update"]),
  core(["configmaps"], ["get", "list"]),
  { group: "batch", resources: ["jobs"], verbs: ["create", "delete", "deletecollection", "get", "list"] },
  {
    group: "litmuschaos.io",
    resources: ["chaosengines", "chaosexperiments", "chaosresults"],
    verbs: ["create", "delete", "get", "list", "patch", "update"],
  },
];

/** Pods are chosen, and whom they belong to is looked up. */
const choosing: readonly Rule[] = [
  core(["pods"], ["get", "list"]),
  { group: "apps", resources: ["deployments", "statefulsets", "replicasets", "daemonsets"], verbs: ["get", "list"] },
];

export const onPods = (...further: readonly Rule[]): Permissions => ({ home, target: [...choosing, ...further], cluster: [] });

export const onNodes = (verbs: readonly string[], ...further: readonly Rule[]): Permissions => ({
  home,
  target: choosing,
  cluster: [core(["nodes"], verbs), ...further],
});

/** Clouds are reached with credentials of their own; where nodes are machines of the cloud, it is looked whether they are back. */
export const onCloud = ({ nodes }: { readonly nodes: boolean }): Permissions => ({
  home: [...home, core(["secrets"], ["get"])],
  target: [],
  cluster: nodes ? [core(["nodes"], ["get", "list"])] : [],
});

export const deletesPods = core(["pods"], ["delete"]);
export const evictsPods: readonly Rule[] = [
  core(["pods"], ["get", "list", "delete"]),
  core(["pods/eviction"], ["create"]),
  { group: "apps", resources: ["daemonsets"], verbs: ["get", "list"] },
];
export const scalesWorkloads: Rule = { group: "apps", resources: ["deployments", "statefulsets"], verbs: ["update", "patch"] };
export const closesNetwork: Rule = { group: "networking.k8s.io", resources: ["networkpolicies"], verbs: ["create", "delete", "get", "list"] };
export const readsSecrets = core(["secrets"], ["get"]);

/** As RBAC and ChaosExperiments write them: one rule a group and resource, sorted, so that the same rights are the same text. */
export function policyRules(...lists: readonly (readonly Rule[])[]): PolicyRule[] {
  const verbs = new Map<string, { group: string; resource: string; verbs: Set<string> }>();
  for (const rule of lists.flat())
    for (const resource of rule.resources) {
      const key = `${rule.group}/${resource}`;
      const row = verbs.get(key) ?? { group: rule.group, resource, verbs: new Set<string>() };
      for (const verb of rule.verbs) row.verbs.add(verb);
      verbs.set(key, row);
    }
  return [...verbs]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => ({ apiGroups: [row.group], resources: [row.resource], verbs: [...row.verbs].toSorted() }));
}
