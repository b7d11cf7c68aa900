// A plan: phases, load, faults, gates and guards as one value; YAML and JSON are checked against the same schema.
import { z } from "zod";
import { scheduledFaultSchema } from "./fault/fault.ts";
import { criterionIds } from "./criteria.ts";
import { phaseNames } from "./phases.ts";
import { loadScenarios } from "./protocol/load.ts";
import { durationSchema, rateSchema } from "./units.ts";

/** How the arrival rate moves inside a phase, as a share of the phase's rate. */
export const shapeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("constant") }),
  z.strictObject({ kind: z.literal("ramp"), from: z.number().min(0).max(1) }),
  z
    .strictObject({ kind: z.literal("spike"), height: z.number().min(1).max(20), share: z.number().gt(0).lt(1) })
    .describe("height times the rate for the middle share of the phase"),
  z.strictObject({ kind: z.literal("step"), steps: z.int().min(2).max(20) }),
  z.strictObject({ kind: z.literal("soak"), rampShare: z.number().gt(0).max(0.5) }),
  z.strictObject({ kind: z.literal("breakpoint"), until: z.number().min(1).max(100) }).describe("rises from 0 to `until` times the rate"),
]);
export type Shape = z.output<typeof shapeSchema>;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day is written 09:30");
const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

const hoursSchema = z
  .strictObject({
    days: z.array(z.enum(weekdays)).min(1).default(["mon", "tue", "wed", "thu", "fri"]),
    from: clockTime,
    to: clockTime,
    timeZone: z.string().refine(isTimeZone, "use a name such as Europe/Berlin or UTC").default("UTC"),
  })
  .refine(({ from, to }) => from < to, "`to` must be later than `from`; hours do not go past midnight");
export type Hours = z.output<typeof hoursSchema>;

const loosenedLimit = z.strictObject({ limit: z.number(), why: z.string().min(1) });

const phaseSchema = z.strictObject({
  name: z.enum(phaseNames),
  duration: durationSchema.refine((value) => value > 0, "must be longer than 0"),
  rate: rateSchema,
  scenario: z.enum(loadScenarios).default("mixed"),
  shape: shapeSchema.prefault({ kind: "constant" }),
  instances: z.int().min(1).optional().describe("workload replicas in all regions together"),
  faults: z.array(scheduledFaultSchema).default([]),
  restoreDrill: z.boolean().default(false).describe("restore a backup after this phase and compare it row by row"),
});

export const planSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "use lower-case letters, digits and hyphens"),
    description: z.string().default(""),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31)
      .default(1),
    calibrate: z.boolean().default(false).describe("measure this machine for about 10 s first; may lower the rate, never raise it"),
    phases: z.array(phaseSchema).min(1),
    emergencyRecovery: durationSchema
      .prefault("60s")
      .describe("how long a stack that is ill before a phase may take to be well, with the load off and every fault out, before the run is aborted"),
    criteria: z
      .partialRecord(z.enum(criterionIds), loosenedLimit)
      .prefault({})
      .describe("limits that differ from the table of criteria; one that is looser is named in the report"),
    guards: z
      .strictObject({
        maximumConcurrentFaults: z.int().min(1).default(1),
        maximumRegions: z.int().min(0).default(1).describe("regions that may be hit at the same time; never all"),
        dataPrimaries: z.boolean().default(false).describe("true: Postgres and Redis primaries may be hit"),
        blastRadius: z
          .number()
          .gt(0)
          .max(1)
          .default(0.5)
          .describe("largest share of the stack's processes, links, switches or workloads that may be hit at a time"),
        hours: hoursSchema.optional().describe("when faults may go in; default: always"),
        errorBudget: z
          .number()
          .min(0)
          .max(1)
          .default(0.1)
          .describe("share of the run's requests that may have failed before no further fault goes in"),
        environments: z.array(z.string()).default(["local", "chaos", "ultimate", "kubernetes", "own"]),
        abortErrorShare: z
          .number()
          .gt(0)
          .max(1)
          .default(0.5)
          .describe("share of failed requests in a 10 s window, outside region faults, that aborts the run"),
      })
      .prefault({}),
  })
  .superRefine((plan, context) => {
    const names = new Set<string>();
    plan.phases.forEach((phase, index) => {
      if (names.has(phase.name))
        context.addIssue({ code: "custom", path: ["phases", index, "name"], message: `the phase ${phase.name} comes twice: keep one` });
      names.add(phase.name);
    });
    const order = plan.phases.map(({ name }) => phaseNames.indexOf(name));
    if (order.some((place, index) => index > 0 && place < (order[index - 1] ?? -1)))
      context.addIssue({ code: "custom", path: ["phases"], message: `phases go in the order ${phaseNames.join(", ")}: sort them` });
    const faultIds = new Set<string>();
    plan.phases.forEach((phase, index) =>
      phase.faults.forEach((fault, place) => {
        const path = ["phases", index, "faults", place];
        if (faultIds.has(fault.id))
          context.addIssue({ code: "custom", path: [...path, "id"], message: `the fault id ${fault.id} comes twice: rename one` });
        faultIds.add(fault.id);
        if (fault.at + fault.duration > phase.duration)
          context.addIssue({
            code: "custom",
            path: [...path, "duration"],
            message: `the fault ends ${fault.at + fault.duration - phase.duration} s after the phase: shorten it, start it earlier or lengthen the phase`,
          });
      }),
    );
  });

export type Plan = z.output<typeof planSchema>;
export type PlanInput = z.input<typeof planSchema>;
export type PlannedPhase = Plan["phases"][number];
