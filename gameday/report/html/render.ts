// The report as one HTML file that opens from disk.
import { headline } from "../headline.ts";
import { seconds } from "../format.ts";
import type { RunSummary } from "../summary.ts";
import { escape } from "./escape.ts";
import { criteriaSection, faultsSection, integritySection, phasesSection, probesSection, provenanceSection } from "./sections.ts";
import { script, style } from "./style.ts";
import { timeline } from "./timeline.ts";

export function renderHtml(summary: RunSummary): string {
  const verdict = summary.verdict ?? "unfinished";
  const title = headline(summary);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(`${verdict}: ${summary.plan} on ${summary.stack}`)}</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body><main>
<header><span class="verdict ${verdict}">${mark(verdict)} ${verdict}</span><h1>${escape(title)}</h1><p class="note">${escape(summary.plan)} on ${escape(summary.stack)}, ${new Date(summary.startedAt).toISOString().slice(0, 16).replace("T", " ")} UTC</p>${figures(summary)}</header>
${findings(summary)}
<section><h2>Timeline</h2>${timeline(summary)}<p class="note">Faults: from injection, <span class="bad">in force</span>, then healing, then recovering until the stack is whole.</p></section>
${phasesSection(summary)}
${faultsSection(summary)}
${criteriaSection(summary)}
${integritySection(summary)}
${probesSection(summary)}
${provenanceSection(summary)}
</main><script>${script}</script></body></html>
`;
}

const mark = (verdict: string): string => (verdict === "passed" ? "✓" : verdict === "failed" || verdict === "dirty" ? "✗" : "!");

function figures(summary: RunSummary): string {
  const lost = summary.faults.filter(({ kind }) => kind === "region-loss" || kind === "postgres-primary-loss");
  const rto = lost.flatMap(({ outageSeconds }) => (outageSeconds === null ? [] : [outageSeconds]));
  const accepted = Math.max(0, ...summary.phases.map(({ integrity }) => integrity?.accepted ?? 0));
  const rpo = summary.phases.flatMap(({ gate }) => gate?.results ?? []).find(({ criterion }) => criterion === "rpo")?.value;
  const rows = [
    ["duration", seconds((summary.endedAt - summary.startedAt) / 1_000)],
    ["requests answered", summary.phases.reduce((total, { ok }) => total + ok, 0).toLocaleString("en")],
    ["faults proved", `${summary.faults.filter(({ outcome }) => outcome === "proved").length} of ${summary.faults.length}`],
    ["region loss RTO", rto.length === 0 ? "–" : seconds(Math.max(...rto))],
    ["region loss RPO", rpo === undefined || rpo === null ? "–" : seconds(rpo)],
    ["writes read back", accepted.toLocaleString("en")],
  ];
  return `<dl class="figures">${rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join("")}</dl>`;
}

function findings(summary: RunSummary): string {
  if (summary.findings.length === 0) return "";
  return `<section><h2>Findings</h2><ul class="findings">${summary.findings.map(({ verdict, reason }) => `<li><b class="${verdict === "failed" || verdict === "dirty" ? "bad" : "faint"}">${verdict}</b> ${escape(reason)}</li>`).join("")}</ul></section>`;
}
