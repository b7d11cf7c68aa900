// The criteria: what failed first and in full, then one row each with measured, limit, status and samples.
import { criteria, type Criterion } from "../../../model/criteria.ts";
import type { CriterionResult } from "../../../model/events.ts";
import { fullSizePhases } from "../../../model/phases.ts";
import { count, figure } from "../format.ts";
import type { RunSummary } from "../summary.ts";
import { escape } from "./escape.ts";
import { bad, good, row, section, small, table, unknown } from "./parts.ts";

interface Judged {
  readonly phase: string;
  readonly result: CriterionResult;
}

type Status = "failed" | "passed" | "not measured here";

const order: readonly Status[] = ["failed", "passed", "not measured here"];

export function criteriaSection(summary: RunSummary): string {
  const phases = summary.phases.filter(({ gate }) => gate !== null);
  if (phases.length === 0)
    return section(
      "criteria",
      "Criteria",
      `<p>${summary.live ? "No gate was evaluated yet." : "No gate was evaluated: the run ended before its first phase did."}</p>`,
    );
  const rows = criteria
    .map((criterion) => {
      const judged = phases.flatMap(({ name, gate }): Judged[] => {
        const result = gate?.results.find((one) => one.criterion === criterion.id);
        return result === undefined ? [] : [{ phase: name, result }];
      });
      return { criterion, judged, status: order.find((one) => judged.some(({ result }) => result.status === one)) };
    })
    .filter((one): one is typeof one & { status: Status } => one.status !== undefined)
    .toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  const total = (status: Status): number => rows.filter((one) => one.status === status).length;
  const failures = rows.flatMap(({ criterion, judged }) =>
    judged.filter(({ result }) => result.status === "failed").map((one) => failureRow(criterion, one)),
  );
  const body = rows.map(({ criterion, judged, status }) =>
    row(
      [
        `${small(escape(criterion.area))} ${escape(criterion.title)}`,
        statusCell(status, judged),
        `${criterion.comparison} ${figure(criterion.limit, criterion.unit)}`,
        ...phases.map(({ name }) => measuredCell(criterion, judged.find(({ phase }) => phase === name)?.result)),
      ],
      status === "failed" ? "failed" : "",
    ),
  );
  return section(
    "criteria",
    "Criteria",
    `${failures.length === 0 ? "" : `<h3>What failed</h3>${table("Criteria that failed", ["criterion", "phase", "measured", "limit", "samples", "detail"], failures, "failures")}<h3>All criteria</h3>`}${table(
      "All criteria: status, limit, measured and samples in each phase",
      ["criterion", "status", "limit", ...phases.map(({ name }) => fullSizePhases[name].title)],
      body,
      "criteria",
    )}`,
    `Each measured figure has its number of samples behind it, in brackets. ${total("failed")} failed, ${total("passed")} held, ${total("not measured here")} not measured here (the stack's outputs lack the capability; that never counts as passed). An empty cell: not judged in that phase.`,
  );
}

function failureRow({ area, title, comparison, unit }: Criterion, { phase, result }: Judged): string {
  return row([
    `${small(escape(area))} ${escape(title)}`,
    escape(phase),
    bad(result.value === null ? "no figure" : figure(result.value, unit)),
    `${comparison} ${figure(result.limit, unit)}${loosened(result, unit)}`,
    count(result.samples),
    escape(result.detail ?? ""),
  ]);
}

function statusCell(status: Status, judged: readonly Judged[]): string {
  if (status === "passed") return good("held");
  if (status === "not measured here") return unknown("not measured here");
  return bad(
    `failed in ${judged
      .filter(({ result }) => result.status === "failed")
      .map(({ phase }) => phase)
      .join(", ")}`,
  );
}

function measuredCell({ unit }: Criterion, result: CriterionResult | undefined): string {
  if (result === undefined) return "";
  if (result.status === "not measured here") return unknown("");
  const value = result.value === null ? "no figure" : figure(result.value, unit);
  const mark = result.status === "passed" ? good(value) : bad(value);
  return `<span${result.detail === undefined ? "" : ` title="${escape(result.detail)}"`}>${mark}</span> ${small(`(${count(result.samples)})`)}${loosened(result, unit)}`;
}

const loosened = ({ loosenedFrom, limit }: CriterionResult, unit: Criterion["unit"]): string =>
  loosenedFrom === undefined ? "" : `<br>${small(`loosened from ${figure(loosenedFrom, unit)} to ${figure(limit, unit)}`)}`;
