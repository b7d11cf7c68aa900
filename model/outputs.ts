// What a stack publishes: capabilities and handles that are resolved at the moment of use, and references to secrets, never secrets.
// Only `schema`, `stack` and `entry` are demanded, so that the file for one's own system can be written by hand in a few lines.
import { z } from "zod";
import {
  clusterHandleSchema,
  connectionSchema,
  expectationSchema,
  observationSchema,
  pathSchema,
  podLabelsSchema,
  processHandleSchema,
  urlSchema,
} from "./fault/observation.ts";
import { loadScenarios } from "./protocol/load.ts";
import { regionRoles } from "./regions.ts";
import { durationSchema } from "./units.ts";

export const outputsVersion = "proving-ground/outputs/1";

/** What a stack can be judged on. A criterion whose capability is missing is *not measured here*. */
export const capabilities = [
  "requests",
  "probes",
  "consultations",
  "inter-region-latency",
  "inter-region-bandwidth",
  "packet-loss",
  "encryption",
  "dns",
  "load-balancing",
  "postgres",
  "postgres-replication",
  "restore-drill",
  "redis",
  "cache",
  "experts",
  "mcp",
  "shedding",
  "full-scale",
  "scaling",
  "integrity",
  "queue",
  "pipeline",
  "pods",
  "cost",
] as const;
export type Capability = (typeof capabilities)[number];

const regionSchema = z.strictObject({
  name: z.string(),
  role: z.enum(regionRoles),
  endpoint: urlSchema.optional().describe("the region's own edge, past the global entry"),
  hold: pathSchema.optional().describe("a file; while it exists nothing in the region is started"),
});

const serviceSchema = z.strictObject({
  id: z.string(),
  service: z.string(),
  region: z.string().optional(),
  metrics: urlSchema.optional().describe("Prometheus text"),
  ready: observationSchema.optional(),
});

const processSchema = z.strictObject({
  id: z.string(),
  service: z.string().optional(),
  region: z.string().optional(),
  ...processHandleSchema.shape,
  restarted: z.boolean().default(false).describe("true: something restarts it when it dies"),
  hold: pathSchema.optional().describe("a file; while it exists the process is not restarted"),
  ready: observationSchema.optional().describe("how a consumer sees that it serves"),
});

const linkSchema = z.strictObject({
  id: z.string(),
  service: z.string().optional().describe("the service it leads to"),
  from: z.string().optional().describe("region (or 'entry') where it starts"),
  to: z.string().optional().describe("region where it ends"),
  toxiproxy: urlSchema.describe("API of the Toxiproxy that it passes"),
  proxy: z.string().describe("name of the proxy there"),
  observe: observationSchema.optional().describe("a look through the link, as a consumer of it has"),
});

const probeSchema = z.strictObject({
  id: z.string(),
  label: z.string().optional(),
  observe: observationSchema,
  interval: durationSchema.prefault("1s"),
  expected: z.number().positive().optional().describe("for values that are judged as a share of it"),
  readings: z
    .int()
    .min(1)
    .default(1)
    .describe("looks in a row at each moment; the value is their median, so that one hiccup of the machine is not taken for the system's"),
  failures: z.int().min(1).default(2).describe("failures in a row until it counts as down"),
});

const switchSchema = z.strictObject({
  id: z.string(),
  dependency: z.string(),
  region: z.string().optional(),
  url: urlSchema.describe('PUT {"share", "seconds"} makes that share of calls fail, for so long at most; DELETE ends it'),
  observe: observationSchema.optional().describe("one call to the dependency, as its consumer makes it"),
});

const diskSchema = z.strictObject({ id: z.string(), path: pathSchema.describe("a folder on a file system, or under a size limit, of its own") });

/** Where chaos engines, load and figures of a cluster have their places; the defaults are those that components/ gives them. */
const clusterSchema = z.strictObject({
  id: z.string(),
  region: z.string().optional().describe("absent: the cluster holds several regions, each a namespace"),
  ...clusterHandleSchema.shape,
  chaosNamespace: z.string().default("litmus").describe("where ChaosEngines are made, and where the run's Lease and the kill switch lie"),
  chaosAccount: z.string().default("gameday-faults").describe("the service account that experiments run as"),
  loadNamespace: z.string().default("load").describe("where TestRuns are made"),
  prometheus: z
    .strictObject({ namespace: z.string(), service: z.string(), port: z.int().min(1).max(65_535) })
    .optional()
    .describe("read through the API server's proxy; native histograms by remote write"),
  policed: z
    .boolean()
    .default(false)
    .describe("true: network policies say who may talk to whom; one more can only allow, so that a partition takes the packets instead"),
});

const workloadSchema = z.strictObject({
  id: z.string(),
  service: z.string(),
  region: z.string().optional(),
  cluster: z.string().describe("id of its cluster"),
  namespace: z.string(),
  kind: z.enum(["deployment", "statefulset", "daemonset"]),
  name: z.string(),
  labels: podLabelsSchema.describe("of its pods, and of nobody else's"),
  container: z.string().optional(),
  port: z.int().min(1).max(65_535).optional().describe("of HTTP"),
  calls: z.array(z.string()).default([]).describe("services that it depends on"),
  scaled: z.boolean().default(false).describe("true: its replicas follow the instances that a phase asks for"),
  primaryLabels: podLabelsSchema.optional().describe("databases: the labels of the pod that is primary at the moment"),
});

const loadSchema = z.strictObject({
  scenarios: z.array(z.enum(loadScenarios)).min(1).describe("k6 programs of loadtests/scenarios that this stack understands"),
  apiKeyFile: pathSchema.optional(),
  paths: z.array(z.string()).optional().describe("for the scenario `get`: what to ask for"),
});

const postgresSchema = z.strictObject({
  candidates: z.array(z.strictObject({ region: z.string().optional(), process: z.string().optional(), ...connectionSchema.shape })).min(1),
  primaryQuery: z.string().default("select not pg_is_in_recovery()"),
});

const redisSchema = z.strictObject({
  candidates: z.array(z.strictObject({ region: z.string().optional(), process: z.string().optional(), ...connectionSchema.shape })).min(1),
});

const integritySchema = z.strictObject({
  lookup: z.string().describe("SQL; $1 is an array of accepted ids; rows (id, copies): how often each is stored"),
  queue: z
    .string()
    .describe(
      "SQL; $1 is an array of accepted ids; rows (id, state): state is done, pending, dead or lost; twice-done ids have a row (id, 'doubled')",
    ),
});

export const outputsSchema = z.strictObject({
  schema: z.literal(outputsVersion, `this gameday reads outputs of version ${outputsVersion}`),
  stack: z.string(),
  environment: z.string().default("own"),
  entry: urlSchema.describe("where load goes"),
  capabilities: z.array(z.enum(capabilities)).default([]),
  regions: z.array(regionSchema).default([]),
  services: z.array(serviceSchema).default([]),
  probes: z.array(probeSchema).default([]),
  processes: z.array(processSchema).default([]),
  links: z.array(linkSchema).default([]),
  switches: z.array(switchSchema).default([]),
  clusters: z.array(clusterSchema).default([]),
  workloads: z.array(workloadSchema).default([]).describe("what runs on the clusters"),
  costPerHour: z.number().min(0).optional().describe("US dollars that an hour of the stack costs at the size of its plan; for gameday check"),
  own: z
    .array(pathSchema)
    .default([])
    .describe("pid files of further programs of the stack: what they and their children use of this machine is not another program's"),
  disks: z.array(diskSchema).default([]),
  load: loadSchema.prefault({ scenarios: ["get"], paths: ["/"] }),
  postgres: postgresSchema.optional(),
  redis: redisSchema.optional(),
  integrity: integritySchema.optional(),
  redundancy: z.array(expectationSchema).default([]).describe("all hold when the stack is fully redundant again"),
  restoreDrill: z
    .strictObject({ command: z.array(z.string()).min(1), timeout: durationSchema.prefault("60s") })
    .optional()
    .describe('prints JSON {"rows", "equal", "seconds"}'),
  scale: z.strictObject({ url: urlSchema }).optional().describe('PUT {"instances"} answers {"instances"} once they are ready'),
  helpers: z.boolean().default(false).describe("true: CPU and memory of this machine may be taken, the stack runs here"),
});
export type Outputs = z.output<typeof outputsSchema>;

/** What the stack says it has, and what follows from what it publishes: requests always, probes where there are some. */
export function capabilitiesOf(outputs: Outputs): ReadonlySet<Capability> {
  return new Set([...outputs.capabilities, "requests", ...(outputs.probes.length > 0 ? (["probes"] as const) : [])]);
}
export type OutputsInput = z.input<typeof outputsSchema>;
export type ProcessOutput = Outputs["processes"][number];
export type LinkOutput = Outputs["links"][number];
export type ClusterOutput = Outputs["clusters"][number];
export type WorkloadOutput = Outputs["workloads"][number];
export type Probe = Outputs["probes"][number];
