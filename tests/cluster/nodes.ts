// Nodes that kwok plays: the scheduler fills them and their pods become ready, but nothing runs.
import { z } from "zod";
import type { ClusterClient } from "./client.ts";

const resources = { cpu: "64", memory: "256Gi", pods: "110" } as const;
const node = { apiVersion: "v1", kind: "Node" } as const;

export async function startNodes(client: ClusterClient, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `node-${index + 1}`);
  await Promise.all(
    names.map((name, index) =>
      client.make({
        ...node,
        metadata: {
          name,
          labels: {
            "kubernetes.io/hostname": name,
            "kubernetes.io/os": "linux",
            "topology.kubernetes.io/zone": `zone-${(index % 3) + 1}`,
          },
          annotations: { "kwok.x-k8s.io/node": "fake" },
        },
        status: { allocatable: resources, capacity: resources },
      }),
    ),
  );
}

const readiness = z.object({
  spec: z.object({ taints: z.array(z.unknown()).default([]) }),
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }),
});

/** All are ready, and pods may go there. */
export async function nodesReady(client: ClusterClient, count: number): Promise<boolean> {
  const nodes = await client.list(node, "", readiness);
  const usable = nodes.filter(
    ({ spec, status }) => spec.taints.length === 0 && status.conditions.some(({ type, status: is }) => type === "Ready" && is === "True"),
  );
  return usable.length === count;
}
