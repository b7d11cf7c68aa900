// The report as a short Markdown text.
import { tellStages } from "../../model/folds/end-stages.ts";
import { fullSizePhases } from "../../model/phases.ts";
import { tellFlakes } from "../../model/folds/probe-tallies.ts";
import { count, rate, seconds } from "./format.ts";
import { headline, meaning } from "./headline.ts";
import { meanAsked, type PhaseSummary } from "./phase-summary.ts";
import type { RunSummary } from "./summary.ts";

export function renderMarkdown(summary: RunSummary): string {
  const faults = summary.faults.map(
    ({ id, kind, outcome, injectedAt, detectedAt, recoveredAt, outageSeconds }) =>
      `| ${text(id)} | ${text(kind)} | ${outcome} | ${between(injectedAt, detectedAt)} | ${between(injectedAt, recoveredAt)} | ${seconds(outageSeconds)} |`,
  );
  const unsupported = summary.unsupported.map(({ fault, reason }) => `- not supported by this stack: ${text(fault)}: ${text(reason)}`);
  return [
    `## ${text(headline(summary))}`,
    "",
    meaning(summary.verdict),
    "",
    `Plan ${text(summary.plan)} on ${text(summary.stack)}, ${seconds((summary.endedAt - summary.startedAt) / 1_000)}.`,
    "",
    "| phase | asked | reached | p95 | failed | gate |",
    "|---|---|---|---|---|---|",
    ...summary.phases.map(phaseRow),
    ...(faults.length === 0
      ? []
      : [
          "",
          "| fault | kind | outcome | detected after | whole again after | writes accepted again after |",
          "|---|---|---|---|---|---|",
          ...faults,
        ]),
    ...(summary.probes.length === 0 ? [] : ["", `${text(tellFlakes(summary.probes))}.`]),
    ...(summary.findings.length === 0 ? [] : ["", ...summary.findings.map(({ verdict, reason }) => `- **${verdict}** ${text(reason)}`)]),
    ...(summary.end.length === 0 ? [] : ["", `Ended early: ${tellStages(summary.end)}.`]),
    ...(unsupported.length === 0 ? [] : ["", ...unsupported]),
    "",
  ].join("\n");
}

function phaseRow(phase: PhaseSummary): string {
  const { name, begun, gate, p95, errors } = phase;
  const failed = gate?.results.filter(({ status }) => status === "failed").map(({ criterion }) => criterion) ?? [];
  const loaded = begun !== null && begun.rate > 0;
  return `| ${fullSizePhases[name].title} | ${loaded ? rate(meanAsked(phase) ?? begun.rate) : "–"} | ${loaded ? rate(phase.reached) : "–"} | ${
    p95 === null ? "–" : `${count(Math.round(p95))} ms`
  } | ${count(errors)} | ${gate === null ? "not reached" : gate.passed ? "✓" : `✗ ${failed.join(", ")}`} |`;
}

const between = (from: number | null, to: number | null): string => seconds(from === null || to === null ? null : (to - from) / 1_000);

/** Whatever a plan or an answer says stays text: no table cell, element, link or code ends or begins in it. */
const text = (words: string): string =>
  words
    .toWellFormed()
    .replaceAll(/[\\`*[\]|~]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/\s+/g, " ");
