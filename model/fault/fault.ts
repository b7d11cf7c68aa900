// The faults a plan can ask for, as the values that are written in it. How each is done is in chaos/faults.
import { z } from "zod";
import { durationSchema } from "../units.ts";

const processSelector = z
  .strictObject({
    id: z.string().optional().describe("the exact process"),
    service: z.string().optional().describe("any process of this service"),
    region: z.string().optional().describe("only in this region"),
    count: z.int().min(1).default(1).describe("how many of those that match, in the order of the outputs"),
  })
  .describe("which processes; an empty selector takes the first one that the stack publishes");

const linkSelector = z
  .strictObject({
    id: z.string().optional().describe("the exact link"),
    service: z.string().optional().describe("links that lead to this service"),
    from: z.string().optional().describe("links that start in this region"),
    to: z.string().optional().describe("links that end in this region"),
    count: z.int().min(1).default(1).describe("how many of those that match, in the order of the outputs"),
  })
  .describe("which links; an empty selector takes the first one that the stack publishes");

export type ProcessSelector = z.output<typeof processSelector>;
export type LinkSelector = z.output<typeof linkSelector>;

const positiveDuration = durationSchema.refine((value) => value > 0, "must be longer than 0");

/** One fault. `kind` is its name in plans, reports and docs/faults.md. */
export const faultSchema = z.discriminatedUnion("kind", [
  z
    .strictObject({ kind: z.literal("process-kill"), target: processSelector.prefault({}) })
    .describe("SIGKILL; whoever supervises the process must restart it"),
  z.strictObject({ kind: z.literal("process-freeze"), target: processSelector.prefault({}) }).describe("SIGSTOP, undone by SIGCONT"),
  z
    .strictObject({ kind: z.literal("network-latency"), link: linkSelector.prefault({}), latency: positiveDuration })
    .describe("a fixed delay on answers"),
  z
    .strictObject({ kind: z.literal("network-jitter"), link: linkSelector.prefault({}), latency: positiveDuration, jitter: positiveDuration })
    .describe("a delay that varies by plus or minus jitter"),
  z
    .strictObject({ kind: z.literal("bandwidth-limit"), link: linkSelector.prefault({}), kilobytesPerSecond: z.int().min(1) })
    .describe("a ceiling on the bytes that come back over a link"),
  z
    .strictObject({ kind: z.literal("network-stall"), link: linkSelector.prefault({}) })
    .describe("no byte passes, connections stay open; heals without a reset"),
  z
    .strictObject({ kind: z.literal("connection-reset"), link: linkSelector.prefault({}) })
    .describe("every connection over the link is reset by TCP RST"),
  z
    .strictObject({ kind: z.literal("region-partition"), region: z.string() })
    .describe("nothing passes between the region and the others, or the entry"),
  z
    .strictObject({ kind: z.literal("dependency-errors"), dependency: z.string(), region: z.string().optional(), share: z.number().gt(0).max(1) })
    .describe("a dependency answers this share of its calls with an error"),
  z
    .strictObject({ kind: z.literal("cpu-hog"), cores: z.number().gt(0).max(64), load: z.number().gt(0).max(1) })
    .describe("cores kept busy for this share of the time"),
  z.strictObject({ kind: z.literal("memory-hog"), megabytes: z.int().min(1).max(1_048_576) }).describe("memory taken and touched"),
  z.strictObject({ kind: z.literal("disk-fill"), disk: z.string().optional() }).describe("a disk that the stack offers, filled until a write fails"),
  z.strictObject({ kind: z.literal("postgres-primary-loss") }).describe("the server that is primary at that moment is killed and held down"),
  z.strictObject({ kind: z.literal("redis-primary-loss") }).describe("the server that is primary at that moment is killed and held down"),
  z
    .strictObject({
      kind: z.literal("region-loss"),
      region: z.string().optional().describe("default: the region of the Postgres primary at that moment"),
    })
    .describe("every process of a region killed and held down, every link of it cut"),
]);

export type Fault = z.output<typeof faultSchema>;
export type FaultKind = Fault["kind"];

export const scheduledFaultSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "use lower-case letters, digits and hyphens"),
  hypothesis: z.string().min(1).describe("what the system is expected to do"),
  at: durationSchema.describe("after the start of the phase"),
  duration: durationSchema.describe("how long the fault stays in"),
  required: z.boolean().default(true).describe("false: a stack whose outputs do not allow the fault lists it as unsupported and runs without it"),
  recovery: durationSchema.prefault("60s").describe("how long the system may take to be whole again once the fault is out"),
  fault: faultSchema,
});
export type ScheduledFault = z.output<typeof scheduledFaultSchema>;
