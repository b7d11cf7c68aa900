// JUnit XML: a suite a phase, a case a criterion and a fault.
import { criteria } from "../../model/criteria.ts";
import { figure } from "./format.ts";
import { escape } from "./html/escape.ts";
import type { RunSummary } from "./summary.ts";

interface Case {
  readonly name: string;
  readonly problem: string | null;
  readonly skipped: boolean;
  readonly kind: "failure" | "error";
}

export function renderJunit(summary: RunSummary): string {
  const suites = [
    ...summary.phases.filter(({ gate }) => gate !== null).map((phase) => ({ name: phase.name, cases: phaseCases(phase) })),
    { name: "faults", cases: faultCases(summary) },
    { name: "run", cases: [runCase(summary)] },
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escape(`${summary.plan} on ${summary.stack}`)}">\n${suites
    .filter(({ cases }) => cases.length > 0)
    .map(renderSuite)
    .join("\n")}\n</testsuites>\n`;
}

function renderSuite({ name, cases }: { readonly name: string; readonly cases: readonly Case[] }): string {
  const count = (kind: Case["kind"]): number => cases.filter((one) => one.problem !== null && !one.skipped && one.kind === kind).length;
  const rows = cases.map((one) => {
    const inside =
      one.problem === null ? "" : one.skipped ? `<skipped message="${escape(one.problem)}"/>` : `<${one.kind} message="${escape(one.problem)}"/>`;
    return `    <testcase classname="${escape(name)}" name="${escape(one.name)}">${inside}</testcase>`;
  });
  return `  <testsuite name="${escape(name)}" tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${cases.filter(({ skipped }) => skipped).length}">\n${rows.join("\n")}\n  </testsuite>`;
}

function phaseCases({ gate }: RunSummary["phases"][number]): Case[] {
  return (gate?.results ?? []).map(({ criterion, status, value, limit, detail }) => {
    const row = criteria.find(({ id }) => id === criterion);
    const problem =
      status === "passed"
        ? null
        : status === "failed"
          ? `${figure(value, row?.unit ?? "count")}, must be ${row?.comparison ?? ""} ${figure(limit, row?.unit ?? "count")}${detail === undefined ? "" : `: ${detail}`}`
          : status;
    return { name: `${row?.area ?? ""}: ${row?.title ?? criterion}`, problem, skipped: status === "not measured here", kind: "failure" };
  });
}

function faultCases({ faults, unsupported }: RunSummary): Case[] {
  return [
    ...faults.map(({ id, outcome, failure }): Case => ({
      name: id,
      problem: outcome === "proved" ? null : `${outcome}${failure === null ? "" : `: ${failure}`}`,
      skipped: false,
      kind: outcome === "not recovered" ? "failure" : "error",
    })),
    ...unsupported.map(({ fault, reason }): Case => ({ name: fault, problem: reason, skipped: true, kind: "failure" })),
  ];
}

function runCase({ verdict, findings }: RunSummary): Case {
  const reasons = findings.map(({ reason }) => reason).join("; ");
  return {
    name: "verdict",
    problem: verdict === "passed" ? null : `${verdict ?? "unfinished"}: ${reasons}`,
    skipped: false,
    kind: verdict === "failed" ? "failure" : "error",
  };
}
