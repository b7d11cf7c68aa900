// What npm's audit says of the packages: nothing known, weaknesses, or that nobody could judge, which is never taken for nothing.
import { z } from "zod";

export const severities = ["info", "low", "moderate", "high", "critical"] as const;
type Severity = (typeof severities)[number];

export type Audit =
  | { readonly state: "clean"; readonly below: number }
  | { readonly state: "weak"; readonly packages: readonly { readonly name: string; readonly severity: Severity; readonly range: string }[] }
  | { readonly state: "not-judged"; readonly reason: string };

const reportSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), z.object({ name: z.string(), severity: z.enum(severities), range: z.string() })),
  metadata: z.object({ dependencies: z.object({ total: z.int() }) }),
});
const refusalSchema = z.object({ message: z.string() });

/** `output`: of `npm audit --json`; from `least` on a weakness counts. */
export function judgeAudit(output: string, least: Severity): Audit {
  const said = readJson(output);
  const report = reportSchema.safeParse(said);
  if (!report.success) {
    const refusal = refusalSchema.safeParse(said);
    return { state: "not-judged", reason: refusal.success ? refusal.data.message : "npm audit wrote no report" };
  }
  // A report over nothing is no report.
  if (report.data.metadata.dependencies.total === 0) return { state: "not-judged", reason: "npm audit looked at no package" };
  const all = Object.values(report.data.vulnerabilities);
  const weak = all.filter(({ severity }) => severities.indexOf(severity) >= severities.indexOf(least));
  if (weak.length === 0) return { state: "clean", below: all.length };
  return {
    state: "weak",
    packages: weak.map(({ name, severity, range }) => ({ name, severity, range })).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
