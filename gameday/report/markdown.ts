// The report as a short Markdown text.
import { fullSizePhases } from "../../model/phases.ts";
import { rate, seconds } from "./format.ts";
import { headline } from "./headline.ts";
import type { RunSummary } from "./summary.ts";

export function renderMarkdown(summary: RunSummary): string {
  const phases = summary.phases.map((phase) => {
    const failed = phase.gate?.results.filter(({ status }) => status === "failed").map(({ criterion }) => criterion) ?? [];
    const gate = phase.gate === null ? "not reached" : phase.gate.passed ? "✓" : `✗ ${failed.join(", ")}`;
    return `| ${fullSizePhases[phase.name].title} | ${rate(phase.begun?.rate ?? null)} | ${rate(phase.reached)} | ${phase.p95 === null ? "–" : `${phase.p95.toFixed(0)} ms`} | ${phase.errors} | ${gate} |`;
  });
  const faults = summary.faults.map(
    ({ id, kind, outcome, outageSeconds }) => `| ${cell(id)} | ${kind} | ${outcome} | ${outageSeconds === null ? "–" : seconds(outageSeconds)} |`,
  );
  return [
    `## ${cell(headline(summary))}`,
    "",
    `Plan \`${summary.plan}\` on \`${summary.stack}\`, ${seconds((summary.endedAt - summary.startedAt) / 1_000)}.`,
    "",
    "| phase | asked | reached | p95 | failed | gate |",
    "|---|---|---|---|---|---|",
    ...phases,
    ...(faults.length === 0 ? [] : ["", "| fault | kind | outcome | writes away |", "|---|---|---|---|", ...faults]),
    ...(summary.findings.length === 0 ? [] : ["", ...summary.findings.map(({ verdict, reason }) => `- **${verdict}** ${cell(reason)}`)]),
    "",
  ].join("\n");
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
