// Outputs as three regions on one machine publish them, for tests of what faults come down to.
import { outputsSchema, outputsVersion, type Outputs, type OutputsInput } from "../../model/outputs.ts";
import { parseDocument } from "../../model/parse.ts";
import { referenceRegions } from "../../model/regions.ts";

export const toxiproxy = "http://127.0.0.1:8474";
const regions = referenceRegions.map(({ name }) => name);
const folder = "/run/example";
const http = (port: number, path: string) => ({ kind: "http" as const, url: `http://127.0.0.1:${port}${path}` });
const place = (region: string): number => regions.findIndex((name) => name === region);
const portOf = (region: string, offset: number): number => 20_000 + 100 * place(region) + offset;

const handle = (id: string) => ({
  id,
  pidFile: `${folder}/processes/${id.replace("/", "_")}.json`,
  hold: `${folder}/holds/${id.replace("/", "_")}`,
  restarted: true,
});
const postgres = (region: string) => ({ host: "127.0.0.1", port: portOf(region, 32), user: "postgres", passwordFile: `${folder}/secrets/postgres` });
const redis = (region: string) => ({ host: "127.0.0.1", port: portOf(region, 63) });
const link = (from: string, to: string, service: string, offset: number) => ({
  id: `${from}~${to}:${service}`,
  service,
  from,
  to,
  toxiproxy,
  proxy: `${from}~${to}:${service}`,
  observe: http(30_000 + 1_000 * place(from) + 100 * place(to) + offset, "/healthz"),
});

const document: OutputsInput = {
  schema: outputsVersion,
  stack: "example",
  environment: "local",
  entry: "http://127.0.0.1:8080",
  regions: referenceRegions.map(({ name, role }) => ({
    name,
    role,
    endpoint: `http://127.0.0.1:${portOf(name, 1)}`,
    hold: `${folder}/holds/region-${name}`,
  })),
  probes: [{ id: "entry", observe: http(8_080, "/healthz") }],
  processes: regions.flatMap((region) => [
    { ...handle(`${region}/edge`), service: "edge", region, ready: http(portOf(region, 1), "/readyz") },
    { ...handle(`${region}/query-handler`), service: "query-handler", region, ready: http(portOf(region, 2), "/readyz") },
    { ...handle(`${region}/orchestrator`), service: "orchestrator", region, ready: http(portOf(region, 3), "/readyz") },
    { ...handle(`${region}/postgres`), service: "postgres", region, ready: { kind: "postgres" as const, ...postgres(region) } },
    { ...handle(`${region}/redis`), service: "redis", region, ready: { kind: "redis" as const, ...redis(region) } },
  ]),
  links: [
    ...regions.map((to) => link("entry", to, "edge", 1)),
    ...regions.map((region) => link(region, region, "query-handler", 2)),
    ...regions.flatMap((from) => regions.filter((to) => to !== from).map((to) => link(from, to, "postgres", 32))),
  ],
  switches: regions.map((region) => ({
    id: `${region}/experts`,
    dependency: "experts",
    region,
    url: `http://127.0.0.1:${portOf(region, 4)}/faults`,
    observe: http(portOf(region, 5), "/ask"),
  })),
  disks: [{ id: "scratch", path: `${folder}/scratch` }],
  load: { scenarios: ["mixed"] },
  postgres: { candidates: regions.map((region) => ({ region, process: `${region}/postgres`, ...postgres(region) })) },
  redis: { candidates: regions.map((region) => ({ region, process: `${region}/redis`, ...redis(region) })) },
  redundancy: regions.map((region) => ({
    label: `Postgres of ${region} streams`,
    observe: { kind: "postgres" as const, ...postgres(region), query: "select true" },
  })),
  helpers: true,
};

export const exampleOutputs: Outputs = parseDocument(outputsSchema, document, "the example's outputs");
