// The four kinds of people (and programs) at an environment, and what each may do on a cluster. The same on every cloud.

export const accessRoles = ["operator", "developer", "observer", "chaos-engineer"] as const;
export type AccessRole = (typeof accessRoles)[number];

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export interface Access {
  readonly purpose: string;
  readonly rules: readonly Rule[];
}

const look = ["get", "list", "watch"] as const;
const change = ["create", "update", "patch", "delete"] as const;

/** Everything that shows how the system is, and no secret. */
const seeing: readonly Rule[] = [
  {
    apiGroups: [""],
    resources: [
      "namespaces",
      "nodes",
      "pods",
      "pods/log",
      "services",
      "endpoints",
      "events",
      "configmaps",
      "persistentvolumeclaims",
      "replicationcontrollers",
    ],
    verbs: look,
  },
  {
    apiGroups: ["apps", "batch", "autoscaling", "policy", "networking.k8s.io", "discovery.k8s.io", "gateway.networking.k8s.io", "storage.k8s.io"],
    resources: ["*"],
    verbs: look,
  },
  { apiGroups: ["metrics.k8s.io"], resources: ["nodes", "pods"], verbs: look },
];

/** Faults and load, as the objects that Litmus and the k6 operator act on. */
const experiments = ["litmuschaos.io", "k6.io", "argoproj.io"] as const;

export const accessTable = {
  operator: {
    purpose: "builds, changes and repairs the environment; what Pulumi itself acts as",
    rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
  },
  developer: {
    purpose: "sees everything but secrets, restarts workloads and looks into their pods",
    rules: [
      ...seeing,
      { apiGroups: ["apps"], resources: ["deployments", "statefulsets", "deployments/scale", "statefulsets/scale"], verbs: ["patch", "update"] },
      { apiGroups: [""], resources: ["pods/portforward"], verbs: ["create"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
    ],
  },
  observer: { purpose: "sees everything but secrets", rules: seeing },
  "chaos-engineer": {
    purpose: "starts and stops faults and load; sees everything but secrets",
    rules: [...seeing, { apiGroups: experiments, resources: ["*"], verbs: [...look, ...change] }],
  },
} as const satisfies Record<AccessRole, Access>;

/** The group whose members have a role on a cluster. */
export const groupOf = (role: AccessRole): string => `gameday:${role}`;
