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
