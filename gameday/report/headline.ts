// The run in one sentence for a person.
import type { RunSummary } from "./summary.ts";

export function headline(summary: RunSummary): string {
  const { verdict, phases, faults, findings } = summary;
  if (verdict === null) return "Unfinished: the journal ends before the run did.";
  const first = findings.find((finding) => finding.verdict === verdict)?.reason;
  const word = `${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}`;
  if (verdict !== "passed") return `${word}: ${first ?? "no reason is in the journal"}.`.replace(/\.\.$/, ".");
  const done = phases.filter(({ endedAt }) => endedAt !== null).length;
  const lost = faults.find(({ kind, outcome }) => kind === "region-loss" && outcome === "proved");
  const proved = faults.filter(({ outcome }) => outcome === "proved").length;
  const checked = phases.reduce((total, { integrity }) => total + (integrity?.accepted ?? 0), 0);
  const missing = phases.reduce((most, { integrity }) => Math.max(most, integrity?.lost ?? 0), 0);
  return [
    `${word}: ${done} phases`,
    proved === 0 ? null : `${proved} faults`,
    lost === undefined ? null : `region ${lost.region ?? ""} lost and accepting writes again after ${(lost.outageSeconds ?? 0).toFixed(1)} s`,
    checked === 0 ? null : missing === 0 ? "no accepted write lost" : `${missing} accepted writes lost, within the RPO`,
  ]
    .filter((part) => part !== null)
    .join(", ")
    .concat(".");
}
