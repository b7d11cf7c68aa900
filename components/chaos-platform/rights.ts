// What Litmus may do to the workloads of a region, and what its faults need beside themselves: the rules of its roles.

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

/**
 * In the namespace of the workloads: faults choose pods there, delete them and read how they do. Only a partition makes something there, its network
 * policy: helpers run beside Litmus.
 * Source: the permissions that each fault's page lists (docs.litmuschaos.io, experiments/categories/pods), without what acts on nodes.
 */
export const targetRules: Rule[] = [
  { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch", "delete", "deletecollection"] },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["services"], verbs: ["get", "list"] },
  { apiGroups: [""], resources: ["events"], verbs: ["create", "get", "list", "patch", "update"] },
  { apiGroups: ["apps"], resources: ["deployments", "statefulsets", "replicasets", "daemonsets"], verbs: ["get", "list"] },
  // The fault that scales a deployment up and down.
  { apiGroups: ["apps"], resources: ["deployments/scale", "statefulsets/scale"], verbs: ["get", "update", "patch"] },
  // The fault that cuts pods off.
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: ["create", "delete", "get", "list"] },
];

/** In Litmus's own namespace: a fault is a job with its helper pods and its results. */
export const homeRules: Rule[] = [
  { apiGroups: [""], resources: ["pods"], verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"] },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["events"], verbs: ["create", "get", "list", "patch", "update"] },
  { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"] },
  { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "delete", "deletecollection", "get", "list"] },
  {
    apiGroups: ["litmuschaos.io"],
    resources: ["chaosengines", "chaosexperiments", "chaosresults"],
    verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
  },
  { apiGroups: ["litmuschaos.io"], resources: ["chaosengines/finalizers"], verbs: ["update"] },
];

/** The reaper's, in Litmus's own namespace: Leases, the kill switch, its record, engines and what they made. */
export const reaperHomeRules: Rule[] = [
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["delete", "get", "list", "patch"] },
  { apiGroups: [""], resources: ["configmaps"], verbs: ["create", "get", "patch"] },
  { apiGroups: [""], resources: ["events"], verbs: ["create"] },
  { apiGroups: ["litmuschaos.io"], resources: ["chaosengines"], verbs: ["delete", "get", "list", "patch"] },
  { apiGroups: ["litmuschaos.io"], resources: ["chaosresults"], verbs: ["get", "list"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["delete", "list"] },
  { apiGroups: ["batch"], resources: ["jobs"], verbs: ["delete", "list"] },
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: ["delete", "list"] },
];

/** The reaper's among the workloads: what a fault or a phase changed there is put back, policies that cut somebody off are taken away. */
export const reaperTargetRules: Rule[] = [
  { apiGroups: [""], resources: ["pods"], verbs: ["delete", "list"] },
  { apiGroups: ["apps"], resources: ["deployments", "statefulsets"], verbs: ["get", "list", "patch"] },
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: ["delete", "list"] },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: ["get", "list", "patch"] },
  { apiGroups: ["keda.sh"], resources: ["scaledobjects"], verbs: ["get", "list", "patch"] },
];

/** The reaper's where load is made. The Secret with the API key, which it may not read, goes with its TestRun. */
export const reaperLoadRules: Rule[] = [
  { apiGroups: ["k6.io"], resources: ["testruns"], verbs: ["delete", "get", "list"] },
  { apiGroups: [""], resources: ["pods", "configmaps"], verbs: ["delete", "list"] },
  { apiGroups: [""], resources: ["services"], verbs: ["list"] },
  { apiGroups: ["batch"], resources: ["jobs"], verbs: ["delete", "list"] },
];
