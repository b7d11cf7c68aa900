// What a fault comes down to on a particular stack: steps, their undo and what must be seen. Data, so that it can be
// journaled before injection and carried out by another process (the guardian) that knows nothing of plans.
import { z } from "zod";
import { clusterHandleSchema, expectationSchema, processHandleSchema } from "./observation.ts";

const toxicSchema = z.strictObject({
  name: z.string(),
  type: z.enum(["latency", "bandwidth", "reset_peer", "timeout", "slicer", "limit_data", "slow_close"]),
  stream: z.enum(["upstream", "downstream"]),
  attributes: z.record(z.string(), z.number()),
});

const manifestSchema = z.record(z.string(), z.json());
const inCluster = { cluster: clusterHandleSchema, namespace: z.string() };

const toxiproxy = { api: z.url(), proxy: z.string() };

/** One act on the system, or on a helper process of ours. Every step may be repeated without harm. */
export const stepSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("toxic-add"), ...toxiproxy, toxic: toxicSchema }),
  z.strictObject({ kind: z.literal("toxic-remove"), ...toxiproxy, toxic: z.string() }),
  z.strictObject({ kind: z.literal("proxy-disable"), ...toxiproxy }),
  z.strictObject({ kind: z.literal("proxy-enable"), ...toxiproxy }),
  z.strictObject({ kind: z.literal("signal"), process: processHandleSchema, signal: z.enum(["SIGKILL", "SIGSTOP", "SIGCONT", "SIGTERM"]) }),
  z.strictObject({ kind: z.literal("hold"), file: z.string().describe("while it exists the supervisor does not start the process") }),
  z.strictObject({ kind: z.literal("release"), file: z.string() }),
  z.strictObject({
    kind: z.literal("helper-start"),
    helper: z.enum(["cpu-hog", "memory-hog", "disk-fill"]),
    parameters: z.record(z.string(), z.union([z.string(), z.number()])),
    pidFile: z.string(),
  }),
  z.strictObject({ kind: z.literal("helper-stop"), pidFile: z.string() }),
  z.strictObject({ kind: z.literal("remove-file"), file: z.string() }),
  z.strictObject({ kind: z.literal("switch-set"), url: z.url(), body: z.json() }).describe("PUT"),
  z.strictObject({ kind: z.literal("switch-clear"), url: z.url() }).describe("DELETE"),
  z
    .strictObject({ kind: z.literal("engine-start"), ...inCluster, experiment: manifestSchema, engine: manifestSchema })
    .describe("a Litmus ChaosExperiment applied, then its ChaosEngine made; one of that name that is there already is left as it is"),
  z
    .strictObject({ kind: z.literal("engine-settled"), ...inCluster, engine: z.string(), experiment: z.string(), limit: z.number().describe("s") })
    .describe("waits until the engine's own verdict is there, so long at most; never fails"),
  z
    .strictObject({ kind: z.literal("engine-stop"), ...inCluster, engine: z.string(), limit: z.number().describe("s") })
    .describe("engineState: stop, wait until Litmus has taken its pods back, then delete the engine, and what is left of it by its labels"),
  z
    .strictObject({ kind: z.literal("workload-hold"), ...inCluster, workload: z.enum(["deployment", "statefulset"]), name: z.string() })
    .describe("scaled to no pod at all, and kept there; how many there were is written at the workload itself first"),
  z
    .strictObject({ kind: z.literal("workload-release"), ...inCluster, workload: z.enum(["deployment", "statefulset"]), name: z.string() })
    .describe("scaled back to what is written at it; readiness is not waited for"),
]);
export type Step = z.output<typeof stepSchema>;

export const faultScriptSchema = z.strictObject({
  engine: z.enum(["toxiproxy", "process", "helper", "switch", "litmus", "kubernetes"]),
  targets: z.array(z.string()).describe("ids of what is hit, as the outputs name it"),
  region: z.string().optional().describe("the region that is hit, where there is one"),
  inject: z.array(stepSchema),
  undo: z.array(stepSchema),
  settle: z
    .array(stepSchema)
    .optional()
    .describe("before the undo, where the fault ended by its time and not by an abort: what an engine needs to give its own verdict"),
  verdict: z
    .array(expectationSchema)
    .optional()
    .describe("after `settle`, before the undo: all must hold, or the experiment failed, however clean it was taken out"),
  effect: z.array(expectationSchema).min(1).describe("seen from the consumer's side: at least one must hold while the fault is in"),
  healed: z.array(expectationSchema).min(1).describe("seen from the consumer's side: all must hold once it is out"),
});
export type FaultScript = z.output<typeof faultScriptSchema>;

/** True: its engine begins and ends in its own time. It is in from the moment at which its effect is seen, and out after its duration, whoever looks on. */
export const keepsOwnTime = ({ engine }: Pick<FaultScript, "engine">): boolean => engine === "litmus";
