// The kinds of a cluster that are touched here: where the API server keeps each.

export interface Resource {
  /** Empty: the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

const core = (plural: string): Resource => ({ group: "", version: "v1", plural });
const apps = (plural: string): Resource => ({ group: "apps", version: "v1", plural });
const litmus = (plural: string): Resource => ({ group: "litmuschaos.io", version: "v1alpha1", plural });

export const resources = {
  pods: core("pods"),
  configMaps: core("configmaps"),
  secrets: core("secrets"),
  services: core("services"),
  namespaces: core("namespaces"),
  events: core("events"),
  deployments: apps("deployments"),
  statefulSets: apps("statefulsets"),
  daemonSets: apps("daemonsets"),
  jobs: { group: "batch", version: "v1", plural: "jobs" },
  networkPolicies: { group: "networking.k8s.io", version: "v1", plural: "networkpolicies" },
  leases: { group: "coordination.k8s.io", version: "v1", plural: "leases" },
  autoscalers: { group: "autoscaling", version: "v2", plural: "horizontalpodautoscalers" },
  scaledObjects: { group: "keda.sh", version: "v1alpha1", plural: "scaledobjects" },
  accessReviews: { group: "authorization.k8s.io", version: "v1", plural: "selfsubjectaccessreviews" },
  chaosEngines: litmus("chaosengines"),
  chaosExperiments: litmus("chaosexperiments"),
  chaosResults: litmus("chaosresults"),
  testRuns: { group: "k6.io", version: "v1alpha1", plural: "testruns" },
} as const satisfies Record<string, Resource>;

export interface Place {
  readonly resource: Resource;
  /** Absent: of the whole cluster. */
  readonly namespace?: string | undefined;
  readonly name?: string;
}

/** With the server's own path before it, and a subresource behind it, where there is one. */
export function pathOf({ resource: { group, version, plural }, namespace, name }: Place): string {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const inside = namespace === undefined ? "" : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${inside}/${plural}${name === undefined ? "" : `/${encodeURIComponent(name)}`}`;
}

/** "chaosengines.litmuschaos.io x of litmus", as a person names it. */
export function describePlace({ resource: { group, plural }, namespace, name }: Place): string {
  return [`${plural}${group === "" ? "" : `.${group}`}`, name, namespace === undefined ? undefined : `in namespace ${namespace}`]
    .filter((part) => part !== undefined)
    .join(" ");
}
