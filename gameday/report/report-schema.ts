// The shape of report.json and its schema.
import { z } from "zod";
import { criterionResultSchema } from "../../model/events.ts";
import { phaseNames } from "../../model/phases.ts";
import { verdicts } from "../../model/verdict.ts";
import { headline } from "./headline.ts";
import { meanAsked } from "./phase-summary.ts";
import type { RunSummary } from "./summary.ts";

const moment = z.number().nullable().describe("unix ms");

export const reportSchema = z.strictObject({
  schema: z.literal("proving-ground/report/1"),
  run: z.string(),
  plan: z.string(),
  stack: z.string(),
  verdict: z.enum(verdicts).nullable().describe("null: the journal ends before the run did"),
  headline: z.string(),
  startedAt: z.number(),
  endedAt: z.number(),
  findings: z.array(z.strictObject({ verdict: z.enum(verdicts), reason: z.string() })),
  end: z
    .array(z.strictObject({ stage: z.string(), at: moment.describe("unix ms; null: not reached") }))
    .describe("how a run that was ended early came to rest; empty where it was not"),
  provenance: z.record(z.string(), z.union([z.string(), z.number()])),
  phases: z.array(
    z.strictObject({
      name: z.enum(phaseNames),
      asked: z.number().describe("requests/s of the plan"),
      planned: z.number().nullable().describe("requests/s after calibration"),
      plannedMean: z.number().nullable().describe("requests/s, mean over the phase's shape; what reached is to be held against"),
      seconds: z.number().nullable(),
      reached: z.number().nullable().describe("requests/s"),
      p95: z.number().nullable().describe("ms, as the gate judged it; null where none did"),
      p95Peak: z.number().nullable().describe("ms, highest of the samples"),
      instances: z.int().nullable().describe("ready under load"),
      ok: z.int(),
      shed: z.int(),
      errors: z.int(),
      gate: z.enum(["passed", "failed"]).nullable(),
      criteria: z.array(criterionResultSchema),
    }),
  ),
  faults: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      outcome: z.string(),
      region: z.string().nullable(),
      targets: z.array(z.string()),
      injectedAt: moment,
      effectAt: moment,
      detectedAt: moment,
      healingAt: moment,
      healedAt: moment,
      recoveredAt: moment,
      outageSeconds: z
        .number()
        .nullable()
        .describe("from the injection until writes were accepted again; 0 where no gap stood out, null where that was not seen"),
    }),
  ),
  probes: z.array(
    z.strictObject({
      probe: z.string(),
      upShare: z.number().describe("of the watched time, 0 to 1"),
      outages: z.int(),
      flakes: z.int().describe("outages that began while no fault was in"),
      flakeRate: z.number().nullable().describe("readings of flakes, as a share of all readings while no fault was in"),
    }),
  ),
  notMeasured: z.array(z.string()).describe("criteria whose capability the stack's outputs lack"),
  unsupported: z.array(z.strictObject({ fault: z.string(), reason: z.string() })),
});
export type Report = z.output<typeof reportSchema>;

export function toReportJson(summary: RunSummary): Report {
  return reportSchema.parse({
    schema: "proving-ground/report/1",
    run: summary.run,
    plan: summary.plan,
    stack: summary.stack,
    verdict: summary.verdict,
    headline: headline(summary),
    startedAt: summary.startedAt,
    endedAt: summary.endedAt,
    findings: summary.findings,
    end: summary.end.map(({ name, at }) => ({ stage: name, at })),
    provenance: summary.provenance,
    phases: summary.phases.map((phase) => ({
      name: phase.name,
      asked: phase.asked.rate,
      planned: phase.begun?.rate ?? null,
      plannedMean: meanAsked(phase),
      seconds: phase.begun?.seconds ?? null,
      reached: phase.reached,
      p95: phase.p95,
      p95Peak: phase.peak95,
      instances: phase.scaled?.instances ?? null,
      ok: phase.ok,
      shed: phase.shed,
      errors: phase.errors,
      gate: phase.gate === null ? null : phase.gate.passed ? "passed" : "failed",
      criteria: phase.gate?.results ?? [],
    })),
    faults: summary.faults.map((fault) => ({
      id: fault.id,
      kind: fault.kind,
      outcome: fault.outcome,
      region: fault.region,
      targets: fault.targets,
      injectedAt: fault.injectedAt,
      effectAt: fault.effectAt,
      detectedAt: fault.detectedAt,
      healingAt: fault.healingAt,
      healedAt: fault.healedAt,
      recoveredAt: fault.recoveredAt,
      outageSeconds: fault.outageSeconds,
    })),
    probes: summary.probes.map(({ probe, upShare, outages, flakes, flakeRate }) => ({ probe, upShare, outages, flakes, flakeRate })),
    notMeasured: summary.notMeasured,
    unsupported: summary.unsupported,
  });
}
