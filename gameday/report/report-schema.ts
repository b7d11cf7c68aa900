// The shape of report.json and its schema.
import { z } from "zod";
import { criterionResultSchema } from "../../model/events.ts";
import { phaseNames } from "../../model/phases.ts";
import { verdicts } from "../../model/verdict.ts";
import { headline } from "./headline.ts";
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
  provenance: z.record(z.string(), z.union([z.string(), z.number()])),
  phases: z.array(
    z.strictObject({
      name: z.enum(phaseNames),
      asked: z.number().describe("requests/s of the plan"),
      planned: z.number().nullable().describe("requests/s after calibration"),
      seconds: z.number().nullable(),
      reached: z.number().nullable().describe("requests/s"),
      p95: z.number().nullable().describe("ms"),
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
      detectedAt: moment,
      healedAt: moment,
      recoveredAt: moment,
      outageSeconds: z.number().nullable(),
    }),
  ),
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
    provenance: summary.provenance,
    phases: summary.phases.map(({ name, asked, begun, reached, p95, ok, shed, errors, gate }) => ({
      name,
      asked: asked.rate,
      planned: begun?.rate ?? null,
      seconds: begun?.seconds ?? null,
      reached,
      p95,
      ok,
      shed,
      errors,
      gate: gate === null ? null : gate.passed ? "passed" : "failed",
      criteria: gate?.results ?? [],
    })),
    faults: summary.faults.map(({ id, kind, outcome, region, targets, injectedAt, detectedAt, healedAt, recoveredAt, outageSeconds }) => ({
      id,
      kind,
      outcome,
      region,
      targets,
      injectedAt,
      detectedAt,
      healedAt,
      recoveredAt,
      outageSeconds,
    })),
  });
}
