// The top of the report: the verdict with its reason in words, and the figures that a reader asks for first.
import { criteria, type CriterionId } from "../../../model/criteria.ts";
import type { CriterionResult } from "../../../model/events.ts";
import { headline, meaning } from "../headline.ts";
import { count, figure, seconds } from "../format.ts";
import type { FaultSummary } from "../fault-summary.ts";
import type { RunSummary } from "../summary.ts";
import { escape } from "./escape.ts";

const signs: Readonly<Record<string, string>> = { running: "›", passed: "✓", failed: "✗", dirty: "✗" };

export function banner(summary: RunSummary): string {
  const verdict = summary.verdict ?? (summary.live ? "running" : "unfinished");
  const started = new Date(summary.startedAt).toISOString().slice(0, 16).replace("T", " ");
  const took = seconds((summary.endedAt - summary.startedAt) / 1_000);
  return `<header class="banner ${verdict}"><p class="verdict"><span aria-hidden="true">${signs[verdict] ?? "!"}</span> ${verdict}</p><h1>${escape(headline(summary))}</h1><p>${verdict === "running" ? "There is no verdict yet." : meaning(summary.verdict)}</p>${reasons(summary)}${stages(summary)}<p class="note">Plan <b>${escape(summary.plan)}</b> on <b>${escape(summary.stack)}</b>, ${started} UTC, ${took}</p></header>
${regionLoss(summary)}
${figures(summary)}`;
}

function reasons(summary: RunSummary): string {
  const { findings, abort } = summary;
  // The headline has it in full already.
  if (findings.length === 1 && findings.every(({ reason }) => headline(summary).toLowerCase().includes(reason.toLowerCase().replace(/\.$/, ""))))
    return "";
  const rows = findings.map(
    ({ verdict, reason }) => `<li><b>${verdict}</b> ${escape(reason.startsWith(`${verdict} `) ? reason.slice(verdict.length + 1) : reason)}</li>`,
  );
  if (abort !== null && !findings.some(({ reason }) => reason.includes(abort))) rows.push(`<li><b>ended early</b> ${escape(abort)}</li>`);
  return rows.length === 0 ? "" : `<ul class="findings">${rows.join("")}</ul>`;
}

/** How the run came to rest. */
function stages({ end, live }: RunSummary): string {
  const decided = end[0]?.at ?? 0;
  const rows = end
    .slice(1)
    .map(
      ({ name, at }) =>
        `<li><span>${name}</span> <b>${at === null ? (live ? "not yet" : "not reached") : `+${((at - decided) / 1_000).toFixed(1)} s`}</b></li>`,
    );
  return rows.length === 0
    ? ""
    : `<ol class="moments" aria-label="From the decision to end the run"><li><span>decided</span></li>${rows.join("")}</ol>`;
}

function regionLoss(summary: RunSummary): string {
  const lost = summary.faults.find(({ kind }) => kind === "region-loss");
  if (lost === undefined) return "";
  return `<section class="loss" aria-labelledby="region-loss"><h2 id="region-loss">Loss of region ${escape(lost.region ?? "")}</h2><div class="tiles">${[
    tile(
      "RTO",
      lost.outageSeconds === null
        ? lost.outcome === "not recovered"
          ? "not recovered"
          : summary.live
            ? "–"
            : "not seen"
        : seconds(lost.outageSeconds),
      `writes accepted again; ${limitOf(summary, "rto")}`,
    ),
    tile("RPO", seconds(rpoOf(summary, lost)), `of accepted writes lost; ${limitOf(summary, "rpo")}`),
    tile(
      "detected after",
      between(lost.injectedAt, lost.detectedAt),
      `${lost.detectedBy === null ? "" : `by ${lost.detectedBy}; `}${limitOf(summary, "detection")}`,
    ),
    tile("whole again after", between(lost.injectedAt, lost.recoveredAt), `${between(lost.injectedAt, lost.healingAt)} of it with the region away`),
  ].join("")}</div></section>`;
}

function figures(summary: RunSummary): string {
  const proved = summary.faults.filter(({ outcome }) => outcome === "proved").length;
  const gates = summary.phases.filter(({ gate }) => gate !== null);
  const accepted = Math.max(0, ...summary.phases.map(({ integrity }) => integrity?.accepted ?? 0));
  const lost = Math.max(0, ...summary.phases.map(({ integrity }) => integrity?.lost ?? 0));
  const total = (pick: (phase: RunSummary["phases"][number]) => number): number => summary.phases.reduce((sum, phase) => sum + pick(phase), 0);
  return `<div class="tiles minor">${[
    tile("gates held", `${gates.filter(({ gate }) => gate?.passed === true).length} of ${summary.phases.length}`, `${gates.length} evaluated`),
    tile("faults proved", `${proved} of ${summary.plannedFaults}`, "effect, healing and recovery seen"),
    tile(
      "requests answered",
      count(total(({ ok }) => ok)),
      `${count(total(({ errors }) => errors))} failed, ${count(total(({ shed }) => shed))} shed`,
    ),
    tile("writes read back", count(accepted), accepted === 0 ? "not looked up" : `${count(lost)} lost`),
  ].join("")}</div>`;
}

const tile = (name: string, value: string, under: string): string =>
  `<dl><dt>${name}</dt><dd>${escape(together(value))}</dd><dd class="under">${escape(together(under))}</dd></dl>`;

/** A figure and its unit stay on one line. */
const together = (text: string): string => text.replaceAll(/(?<=[\d<>=]) (?=[\da-z%])/g, "\u00a0");

const between = (from: number | null, to: number | null): string => seconds(from === null || to === null ? null : (to - from) / 1_000);

const rpoOf = (summary: RunSummary, lost: FaultSummary): number | null => lost.lossWindowSeconds ?? resultOf(summary, "rpo")?.value ?? null;

function limitOf(summary: RunSummary, criterion: CriterionId): string {
  const row = criteria.find(({ id }) => id === criterion);
  return row === undefined ? "" : `must be ${row.comparison} ${figure(resultOf(summary, criterion)?.limit ?? row.limit, row.unit)}`;
}

function resultOf(summary: RunSummary, criterion: CriterionId): CriterionResult | undefined {
  return summary.phases.flatMap(({ gate }) => gate?.results ?? []).find((result) => result.criterion === criterion);
}
