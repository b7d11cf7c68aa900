// Litmus without its chart, which only a registry has: its kinds, its own operator as a pod, and the stand-in that the operator starts as runner.
import { readDefinitions } from "../../../tests/cluster/kinds.ts";
import type { Cluster, Manifest } from "../cluster.ts";

const namespace = "litmus";
const labels = { name: "chaos-operator" };
const rule = (apiGroup: string, resources: readonly string[], ...verbs: readonly string[]) => ({ apiGroups: [apiGroup], resources, verbs });

const served = ["ChaosEngine", "ChaosExperiment", "ChaosResult"].map((kind) => ({ apiVersion: "litmuschaos.io/v1alpha1", kind }));

/** Takes the kinds from the module of Litmus' operator, and returns once they are served. */
export async function installLitmusKinds({ client }: Cluster): Promise<void> {
  await client.make(...(await readDefinitions("litmuschaos.io")));
  await client.whenKnown(served);
}

export const litmus = (image: string, runnerImage: string): Manifest[] => [
  { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "litmus", namespace } },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name: "litmus", namespace },
    rules: [
      rule("", ["pods", "configmaps", "events", "services"], "get", "create", "update", "patch", "delete", "list", "watch", "deletecollection"),
      rule("batch", ["jobs"], "get", "list", "deletecollection"),
      rule("litmuschaos.io", ["chaosengines", "chaosexperiments", "chaosresults"], "get", "create", "update", "patch", "delete", "list", "watch"),
      rule("litmuschaos.io", ["chaosengines/finalizers"], "update"),
      rule("coordination.k8s.io", ["leases"], "get", "create", "list", "update", "delete"),
    ],
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: "litmus", namespace },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "litmus" },
    subjects: [{ kind: "ServiceAccount", name: "litmus", namespace }],
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "litmus", namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: "litmus",
          containers: [
            {
              name: "chaos-operator",
              image,
              env: [
                { name: "CHAOS_RUNNER_IMAGE", value: runnerImage },
                { name: "WATCH_NAMESPACE", value: namespace },
                { name: "OPERATOR_NAME", value: "chaos-operator" },
                // Or it tells its maker of every experiment.
                { name: "ANALYTICS", value: "FALSE" },
              ],
              readinessProbe: { httpGet: { path: "/readyz", port: 8081 }, periodSeconds: 2 },
              resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
            },
          ],
        },
      },
    },
  },
];
