// The journal: typed events, the only state of a run. Report, terminal and dashboard are views of it.
import { z } from "zod";
import { criterionIds } from "./criteria.ts";
import { faultScriptSchema } from "./fault/fault-script.ts";
import { phaseNames } from "./phases.ts";
import { verdicts } from "./verdict.ts";

export const journalVersion = 1;

const phase = z.enum(phaseNames);
const finding = z.strictObject({ verdict: z.enum(verdicts), reason: z.string() });
const seenExpectation = z.strictObject({ label: z.string(), held: z.boolean(), detail: z.string() });

/** The load, about once a second, as the load generator measured it. Rates and times (ms) are of the last 3 s; counts are since the sample before. */
export const loadSampleSchema = z.strictObject({
  planned: z.number().describe("requests/s asked for, over the last 3 s"),
  reached: z.number().describe("iterations started per second, over the last 3 s"),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  ok: z.int(),
  shed: z.int(),
  errors: z.int(),
  dropped: z.int().describe("iterations that the generator could not start"),
  generatorCpu: z.number().describe("cores used by the generator"),
});
export type LoadSample = z.output<typeof loadSampleSchema>;

export const criterionResultSchema = z.strictObject({
  criterion: z.enum(criterionIds),
  status: z.enum(["passed", "failed", "not measured here"]),
  value: z.number().nullable(),
  limit: z.number(),
  samples: z.int(),
  /** Set where the plan's limit is looser than the table's. */
  loosenedFrom: z.number().optional(),
  detail: z.string().optional(),
});
export type CriterionResult = z.output<typeof criterionResultSchema>;

const events = [
  z.strictObject({
    type: z.literal("run-started"),
    journal: z.literal(journalVersion),
    run: z.string(),
    plan: z.string(),
    stack: z.string(),
    provenance: z.record(z.string(), z.union([z.string(), z.number()])),
    notMeasured: z.array(z.enum(criterionIds)),
    unsupported: z.array(z.strictObject({ fault: z.string(), reason: z.string() })),
    phases: z.array(z.strictObject({ phase, seconds: z.number(), rate: z.number(), instances: z.int().optional(), faults: z.array(z.string()) })),
  }),
  z
    .strictObject({ type: z.literal("run-resumed"), phase: phase.nullable().describe("begun anew; null: the run was ending") })
    .describe("another controller goes on where one died; what was in the system has been healed before"),
  z.strictObject({ type: z.literal("guardian-started"), pid: z.int() }),
  z.strictObject({
    type: z.literal("calibration-finished"),
    reachable: z.number().describe("requests/s this machine can generate and serve"),
    factor: z.number().gt(0).max(1).describe("rates are multiplied by it"),
  }),
  z.strictObject({ type: z.literal("phase-started"), phase, rate: z.number(), seconds: z.number() }),
  z.strictObject({ type: z.literal("health-checked"), phase, healthy: z.boolean(), detail: z.string() }),
  z.strictObject({
    type: z.literal("resources-checked"),
    phase,
    enough: z.boolean(),
    detail: z.string(),
    cpuCores: z.number(),
    memoryMegabytes: z.number(),
  }),
  z.strictObject({ type: z.literal("stack-scaled"), phase, instances: z.int(), seconds: z.number(), decision: z.string() }),
  z.strictObject({ type: z.literal("load-started"), phase, scenario: z.string(), rate: z.number() }),
  z.strictObject({ type: z.literal("load-sampled"), phase, sample: loadSampleSchema }),
  z.strictObject({
    type: z.literal("load-stopped"),
    phase,
    planned: z.number().describe("iterations"),
    started: z.int(),
    dropped: z.int(),
    generatorCpu: z.number(),
    generatorLost: z.number().optional().describe("share of its time by which the generator's heartbeat woke late"),
    starved: z.boolean(),
    exitCode: z.int().nullable(),
    detail: z.string(),
  }),
  z.strictObject({ type: z.literal("probe-sampled"), probe: z.string(), up: z.boolean(), value: z.number().nullable(), detail: z.string() }),
  z.strictObject({ type: z.literal("fault-planned"), fault: z.string(), kind: z.string(), hypothesis: z.string(), phase }),
  z.strictObject({ type: z.literal("fault-undo-recorded"), fault: z.string(), kind: z.string(), script: faultScriptSchema }),
  z.strictObject({ type: z.literal("fault-injecting"), fault: z.string() }),
  z
    .strictObject({ type: z.literal("fault-injected"), fault: z.string() })
    .describe("it is in: once its last step is done; what Litmus does, once its effect was first seen"),
  z.strictObject({ type: z.literal("fault-injection-failed"), fault: z.string(), reason: z.string() }),
  z.strictObject({ type: z.literal("fault-effect-seen"), fault: z.string(), seen: z.array(seenExpectation) }),
  z.strictObject({ type: z.literal("fault-effect-missing"), fault: z.string(), seen: z.array(seenExpectation) }),
  z.strictObject({ type: z.literal("fault-detected"), fault: z.string(), by: z.string() }),
  z
    .strictObject({ type: z.literal("fault-judged"), fault: z.string(), passed: z.boolean(), seen: z.array(seenExpectation) })
    .describe("what the engine that did it says of the experiment, once its time was over and before it is taken out"),
  z.strictObject({ type: z.literal("fault-healing"), fault: z.string(), by: z.enum(["controller", "guardian"]) }),
  z
    .strictObject({ type: z.literal("fault-undone"), fault: z.string(), by: z.enum(["controller", "guardian"]) })
    .describe("every step of the undo was carried out; that the fault is gone is still to be seen"),
  z.strictObject({ type: z.literal("fault-healed"), fault: z.string(), by: z.enum(["controller", "guardian"]), seen: z.array(seenExpectation) }),
  z.strictObject({
    type: z.literal("fault-heal-unverified"),
    fault: z.string(),
    by: z.enum(["controller", "guardian"]),
    seen: z.array(seenExpectation),
  }),
  z.strictObject({
    type: z.literal("fault-recovered"),
    fault: z.string(),
    outageSeconds: z
      .number()
      .optional()
      .describe(
        "from the injection until writes were accepted again; 0: no gap stood out; absent: there was no load to see it by, or it ended first",
      ),
    lost: z.int().optional(),
    lossWindowSeconds: z.number().optional(),
  }),
  z.strictObject({ type: z.literal("fault-not-recovered"), fault: z.string(), seen: z.array(seenExpectation) }),
  z.strictObject({
    type: z.literal("integrity-checked"),
    phase,
    accepted: z.int(),
    lost: z.int(),
    lostBeyondRpo: z.int(),
    doubled: z.int(),
    unaccounted: z.int(),
    detail: z.string(),
  }),
  z.strictObject({ type: z.literal("restore-drilled"), phase, rows: z.int(), unequal: z.int(), seconds: z.number(), detail: z.string() }),
  z.strictObject({
    type: z.literal("machine-observed"),
    phase,
    cores: z.number(),
    others: z.number().describe("cores that programs of neither the run nor the stack kept busy, mean over the phase"),
  }),
  z.strictObject({
    type: z.literal("gate-evaluated"),
    phase,
    passed: z.boolean(),
    from: z.number().describe("unix ms, start of the window"),
    to: z.number(),
    results: z.array(criterionResultSchema),
  }),
  z.strictObject({ type: z.literal("phase-finished"), phase }),
  z.strictObject({ type: z.literal("emergency-recovery-started"), phase, reason: z.string() }),
  z.strictObject({ type: z.literal("abort-requested"), by: z.enum(["person", "guard", "breach", "command"]), reason: z.string() }),
  z.strictObject({ type: z.literal("finding-made"), finding }),
  z.strictObject({ type: z.literal("run-finished"), verdict: z.enum(verdicts), findings: z.array(finding) }),
] as const;

export const eventSchema = z.discriminatedUnion("type", events);
export type Event = z.output<typeof eventSchema>;
export type EventType = Event["type"];
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;

/** A line of the journal: the event, when it was written (unix ms), and its place in the run. */
export const entrySchema = z.strictObject({ sequence: z.int().min(0), at: z.number(), event: eventSchema });
export type Entry = z.output<typeof entrySchema>;
