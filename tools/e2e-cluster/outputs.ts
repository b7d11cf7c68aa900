// What the node's stack publishes, so that `gameday run --stack` has the region's workloads, their cluster and its ways in.
import { outputsSchema, outputsVersion, type Outputs, type OutputsInput } from "../../model/outputs.ts";
import { parseDocument } from "../../model/parse.ts";
import { z } from "zod";
import type { Manifest } from "./cluster.ts";
import { prometheusService } from "./manifests/prometheus.ts";
import { addresses } from "./node/machine.ts";

/** The one whose workloads are deployed. */
export const region = "us-east-1";
/** The port of the region's edge, as the environment `kubernetes` opens it on every node. */
const edge = `http://${addresses.node}:30081`;

const workloadSchema = z.object({
  kind: z.enum(["Deployment"]),
  metadata: z.object({ name: z.string(), namespace: z.literal(region), labels: z.record(z.string(), z.string()) }),
});

const calls: Readonly<Record<string, readonly string[]>> = {
  edge: ["query-handler"],
  "query-handler": ["orchestrator", "postgres", "redis"],
  orchestrator: ["experts", "mcp", "response-collector"],
};

export function outputsOf(manifests: readonly Manifest[], kubeconfig: string, apiKeyFile: string): Outputs {
  const workloads = manifests.flatMap((manifest) => {
    const parsed = workloadSchema.safeParse(manifest);
    return parsed.success ? [parsed.data.metadata] : [];
  });
  const http = (path: string) => ({ kind: "http" as const, url: `${edge}${path}` });
  const document: OutputsInput = {
    schema: outputsVersion,
    stack: "real-node",
    environment: "kubernetes",
    entry: edge,
    regions: [{ name: region, role: "primary", endpoint: edge }],
    probes: [
      { id: `edge:${region}`, observe: http("/readyz") },
      { id: `alive:${region}`, observe: http("/healthz") },
    ],
    // The edge is ready as long as the query handler behind it says that it is.
    services: [{ id: `${region}/query-handler`, service: "query-handler", region, ready: http("/readyz") }],
    clusters: [{ id: "node", kubeconfig, prometheus: prometheusService }],
    workloads: workloads.map(({ name, namespace, labels }) => {
      const service = labels["app.kubernetes.io/component"] ?? name;
      return {
        id: `${region}/${name}`,
        service,
        region,
        cluster: "node",
        namespace,
        kind: "deployment",
        name,
        labels: { "app.kubernetes.io/name": name },
        port: 8_080,
        calls: [...(calls[service] ?? [])],
      };
    }),
    load: { scenarios: ["mixed"], apiKeyFile },
  };
  return parseDocument(outputsSchema, document, "the outputs of the node's stack");
}
