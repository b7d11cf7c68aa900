// Workloads whose pods kwok plays: as strict as the standard of a region's namespace demands.
import type { KubernetesObject } from "./client.ts";

export const deployment = (namespace: string, name: string, replicas: number): KubernetesObject & Readonly<Record<string, unknown>> => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace, labels: { app: name } },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name, tier: "shop" } },
      spec: {
        terminationGracePeriodSeconds: 1,
        securityContext: { runAsNonRoot: true, runAsUser: 1_000, seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          {
            name: "main",
            image: "example.com/none:1",
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
            resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { cpu: "100m", memory: "64Mi" } },
          },
        ],
      },
    },
  },
});
