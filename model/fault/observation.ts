// What can be seen of a system from outside, as data: probes, effect proofs and proofs of healing are made of these.
import { z } from "zod";
import { durationSchema } from "../units.ts";

/** http or https: "127.0.0.1:8080" alone is refused, and so is "localhost:8080", which would be a URL of the scheme localhost. */
export const urlSchema = z.url({ protocol: /^https?$/, error: 'must be a URL such as "http://127.0.0.1:8080/"' });

/** Absolute, because several processes with different working folders read it. */
export const pathSchema = z.string().regex(/^\//, 'must be an absolute path, such as "/run/nginx.pid"');

/** A process that can be told from another one that later got the same pid. */
export const processHandleSchema = z.strictObject({
  pidFile: pathSchema.describe('holds JSON {"pid", "startTime", "bootId"} or, for programs that are not ours, the bare pid'),
  children: z.boolean().optional().describe("true: signals go to the process and to all below it, for a server whose workers do the work"),
});

/** A Kubernetes cluster, as whoever heals needs to find it: nothing but names, no credential. */
export const clusterHandleSchema = z.strictObject({
  kubeconfig: pathSchema.optional().describe("default: $KUBECONFIG, then ~/.kube/config, then the pod's own service account"),
  context: z.string().optional().describe("a context of the kubeconfig; default: its current one"),
});
export type ClusterHandle = z.output<typeof clusterHandleSchema>;

/** Never empty: an empty selector is everything. */
export const podLabelsSchema = z
  .record(z.string(), z.string())
  .refine((labels) => Object.keys(labels).length > 0, "must name at least one label: an empty selector is every pod of the namespace");

export const connectionSchema = z.strictObject({
  host: z.string(),
  port: z.int().min(1).max(65_535),
  user: z.string().optional(),
  passwordFile: pathSchema.optional().describe("a file that holds the password; outputs never hold secrets"),
  database: z.string().optional(),
});
export type Connection = z.output<typeof connectionSchema>;

/** One thing to look at. It is true, false or unknown at a moment; `value` is a number where it has one (milliseconds unless said otherwise). */
export const observationSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("http"),
    url: urlSchema,
    method: z.enum(["GET", "POST"]).default("GET"),
    body: z.json().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    apiKeyFile: pathSchema.optional().describe("sent as x-api-key"),
    status: z.array(z.int()).optional().describe("accepted status codes; default: 200–299"),
    contains: z.string().optional().describe("text that the body must contain"),
    timeout: durationSchema.prefault("2s"),
  }),
  z.strictObject({ kind: z.literal("tcp"), host: z.string(), port: z.int().min(1).max(65_535), timeout: durationSchema.prefault("2s") }),
  z.strictObject({
    kind: z.literal("redis"),
    ...connectionSchema.shape,
    role: z.enum(["master", "slave"]).optional(),
    replicas: z.int().optional().describe("as a primary it must have so many replicas online; as a replica its link must be up"),
    timeout: durationSchema.prefault("2s"),
  }),
  z.strictObject({
    kind: z.literal("postgres"),
    ...connectionSchema.shape,
    query: z.string().default("select true").describe("first column of the first row: true, false or a number"),
    timeout: durationSchema.prefault("2s"),
  }),
  z.strictObject({
    kind: z.literal("prometheus"),
    url: urlSchema.describe("a Prometheus server"),
    query: z.string(),
    timeout: durationSchema.prefault("2s"),
  }),
  z.strictObject({
    kind: z.literal("command"),
    command: z.array(z.string()).min(1).describe("exit code 0 is true"),
    timeout: durationSchema.prefault("5s"),
  }),
  z.strictObject({ kind: z.literal("process"), process: processHandleSchema, state: z.enum(["running", "stopped", "gone"]) }),
  z
    .strictObject({ kind: z.literal("cpu-busy"), process: processHandleSchema })
    .describe("value: cores that the process used over the last half second"),
  z.strictObject({ kind: z.literal("memory-available") }).describe("value: megabytes available on this machine"),
  z
    .strictObject({
      kind: z.literal("pods"),
      cluster: clusterHandleSchema,
      namespace: z.string(),
      labels: podLabelsSchema,
      count: z.enum(["ready", "missing", "replaced", "restarts"]).default("ready"),
    })
    .describe(
      "pods that the labels select, as the API server has them; true: at least one, and all are ready. value: how many are ready; how many ready ones are missing of the replicas asked for; how many were made anew (a number that grows); how often their containers were restarted",
    ),
  z
    .strictObject({
      kind: z.literal("chaos-result"),
      cluster: clusterHandleSchema,
      namespace: z.string(),
      engine: z.string(),
      experiment: z.string(),
    })
    .describe(
      "Litmus' own verdict on the engine that there is now, by its UID: Pass is true; anything else, also none, is false. value: probe success, %",
    ),
  z
    .strictObject({ kind: z.literal("chaos-leftovers"), cluster: clusterHandleSchema, namespace: z.string(), engine: z.string(), target: z.string() })
    .describe(
      "what an engine made and has not taken back: runner, jobs, helper pods, network policies; true: none in either namespace. value: how many",
    ),
  z.strictObject({ kind: z.literal("disk-writable"), path: pathSchema }).describe("a 64 KiB write to the folder succeeds and is removed again"),
]);
export type Observation = z.output<typeof observationSchema>;

/** What an observation must say. Limits are compared with its value. */
export const expectationSchema = z.strictObject({
  label: z.string().describe("a sentence for the report"),
  observe: observationSchema,
  is: z.boolean().default(true).describe("false: the observation must fail"),
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
  changed: z
    .boolean()
    .default(false)
    .describe("true: the limits are for the difference from the value seen before injection; without limits any difference counts"),
});
export type Expectation = z.output<typeof expectationSchema>;
