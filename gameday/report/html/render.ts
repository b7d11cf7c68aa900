// The report as one HTML file that opens from disk.
import type { RunSummary } from "../summary.ts";
import { banner } from "./banner.ts";
import { criteriaSection } from "./criteria.ts";
import { escape } from "./escape.ts";
import { faultsSection } from "./faults.ts";
import { phasesSection } from "./phases.ts";
import { script } from "./script.ts";
import { integritySection, probesSection, provenanceSection } from "./sections.ts";
import { style } from "./style.ts";
import { timelineSection } from "./timeline.ts";

/** Nothing may be loaded from anywhere: the page says so itself. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

export function renderHtml(summary: RunSummary): string {
  const title = `${summary.verdict ?? "unfinished"}: ${summary.plan} on ${summary.stack}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(title)}</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body><main>
${renderSections(summary)}
</main><script>${script}</script></body></html>
`;
}

/** What a report shows, in its order; the dashboard shows the same while the run goes on. */
export function renderSections(summary: RunSummary): string {
  const sections = [
    banner(summary),
    timelineSection(summary),
    faultsSection(summary),
    phasesSection(summary),
    criteriaSection(summary),
    integritySection(summary),
    probesSection(summary),
    provenanceSection(summary),
  ];
  return sections.filter((part) => part !== "").join("\n");
}
