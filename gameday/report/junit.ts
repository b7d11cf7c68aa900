// JUnit XML: a suite a phase, a case a criterion and a fault.
import { criteria } from "../../model/criteria.ts";
import { figure } from "./format.ts";
import { escape } from "./html/escape.ts";
import type { PhaseSummary } from "./phase-summary.ts";
import type { RunSummary } from "./summary.ts";

interface Case {
  readonly name: string;
  readonly problem: string | null;
  readonly kind: "failure" | "error" | "skipped";
  readonly seconds: number;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

export function renderJunit(summary: RunSummary): string {
  const suites = [
    ...summary.phases.filter(({ gate }) => gate !== null).map((phase) => ({ name: phase.name, cases: phaseCases(phase) })),
    { name: "faults", cases: faultCases(summary) },
    { name: "run", cases: [runCase(summary)] },
  ].filter(({ cases }) => cases.length > 0);
  const all = suites.flatMap(({ cases }) => cases);
  const started = new Date(summary.startedAt).toISOString().slice(0, 19);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${attributes({ name: `${summary.plan} on ${summary.stack}`, ...counts(all) })}>\n${suites
    .map((suite) => renderSuite(suite, started))
    .join("\n")}\n</testsuites>\n`;
}

function renderSuite({ name, cases }: Suite, timestamp: string): string {
  const rows = cases.map(({ name: title, problem, kind, seconds }) => {
    const inside = problem === null ? "" : `<${kind} ${attributes({ message: problem })}/>`;
    return `    <testcase ${attributes({ classname: name, name: title, time: seconds.toFixed(3) })}>${inside}</testcase>`;
  });
  return `  <testsuite ${attributes({ name, timestamp, ...counts(cases) })}>\n${rows.join("\n")}\n  </testsuite>`;
}

function counts(cases: readonly Case[]): Record<string, string> {
  const of = (kind: Case["kind"]): string => String(cases.filter((one) => one.problem !== null && one.kind === kind).length);
  return { tests: String(cases.length), failures: of("failure"), errors: of("error"), skipped: of("skipped") };
}

/** Line ends would be read back as spaces, so they are written as such. */
const attributes = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${escape(value.replaceAll(/\s+/g, " "))}"`)
    .join(" ");

function phaseCases({ gate }: PhaseSummary): Case[] {
  return (gate?.results ?? []).map(({ criterion, status, value, limit, detail }) => {
    const row = criteria.find(({ id }) => id === criterion);
    const unit = row?.unit ?? "count";
    const measured = `${figure(value, unit)}, must be ${row?.comparison ?? ""} ${figure(limit, unit)}${detail === undefined ? "" : `: ${detail}`}`;
    return {
      name: `${row?.area ?? ""}: ${row?.title ?? criterion}`,
      problem: status === "passed" ? null : status === "failed" ? measured : status,
      kind: status === "failed" ? "failure" : "skipped",
      seconds: 0,
    };
  });
}

function faultCases({ faults, unsupported }: RunSummary): Case[] {
  return [
    ...faults.map(({ id, outcome, failure, injectedAt, recoveredAt }): Case => ({
      name: id,
      problem: outcome === "proved" ? null : `${outcome}${failure === null ? "" : `: ${failure}`}`,
      kind: outcome === "not recovered" || outcome === "failed by its engine" ? "failure" : "error",
      seconds: injectedAt === null || recoveredAt === null ? 0 : (recoveredAt - injectedAt) / 1_000,
    })),
    ...unsupported.map(({ fault, reason }): Case => ({ name: fault, problem: reason, kind: "skipped", seconds: 0 })),
  ];
}

function runCase({ verdict, findings, startedAt, endedAt }: RunSummary): Case {
  const reasons = findings.map(({ reason }) => reason).join("; ");
  return {
    name: "verdict",
    problem: verdict === "passed" ? null : `${verdict ?? "unfinished"}: ${reasons}`,
    kind: verdict === "failed" ? "failure" : "error",
    seconds: (endedAt - startedAt) / 1_000,
  };
}
