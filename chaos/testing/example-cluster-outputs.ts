// Outputs as three regions on one cluster publish them, each a namespace, for tests of what faults come down to there.
import { outputsSchema, outputsVersion, type Outputs, type OutputsInput } from "../../model/outputs.ts";
import { parseDocument } from "../../model/parse.ts";
import { referenceRegions } from "../../model/regions.ts";

const cluster = "home";
export const exampleKubeconfig = "/run/example/kubeconfig";

const edgeOf = (place: number): string => `http://127.0.0.1:${30_081 + place}`;
const http = (url: string) => ({ kind: "http" as const, url });

const programs = [
  { service: "edge", calls: ["query-handler"], scaled: true },
  { service: "query-handler", calls: ["orchestrator", "postgres", "redis"], scaled: true },
  { service: "orchestrator", calls: ["experts"], scaled: false },
] as const;

const document: OutputsInput = {
  schema: outputsVersion,
  stack: "example-cluster",
  environment: "kubernetes",
  entry: "http://127.0.0.1:30080",
  regions: referenceRegions.map(({ name, role }, place) => ({ name, role, endpoint: edgeOf(place) })),
  probes: [
    { id: "entry", observe: http("http://127.0.0.1:30080/healthz") },
    ...referenceRegions.map(({ name }, place) => ({ id: `edge:${name}`, observe: http(`${edgeOf(place)}/readyz`) })),
  ],
  services: referenceRegions.map(({ name }, place) => ({
    id: `${name}/query-handler`,
    service: "query-handler",
    region: name,
    ready: http(`${edgeOf(place)}/v1/ready/query-handler`),
  })),
  clusters: [{ id: cluster, kubeconfig: exampleKubeconfig, context: "kind-gameday" }],
  workloads: referenceRegions.flatMap(({ name: region }) => {
    const app = (name: string, service: string) => ({
      id: `${region}/${name}`,
      service,
      region,
      cluster,
      namespace: region,
      name,
      labels: { "app.kubernetes.io/component": service, "app.kubernetes.io/name": name },
    });
    const data = (service: string, primary: string) => ({
      ...app(service, service),
      namespace: `${region}-data`,
      kind: "statefulset" as const,
      primaryLabels: { "app.kubernetes.io/component": service, role: primary },
    });
    return [
      ...programs.map(({ service, calls, scaled }) => ({
        ...app(service, service),
        kind: "deployment" as const,
        port: 8_080,
        calls: [...calls],
        scaled,
      })),
      ...["claude", "gemini"].map((provider) => ({ ...app(`experts-${provider}`, "experts"), kind: "deployment" as const, port: 8_080 })),
      data("postgres", "primary"),
      data("redis", "master"),
    ];
  }),
  load: { scenarios: ["mixed"] },
  redundancy: referenceRegions.map(({ name }, place) => ({ label: `${name} is whole`, observe: http(`${edgeOf(place)}/whole`) })),
};

export const exampleClusterOutputs: Outputs = parseDocument(outputsSchema, document, "the example cluster's outputs");
