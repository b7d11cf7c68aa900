// The run in one sentence for a person.
import { assertNever } from "../../model/assert-never.ts";
import type { Verdict } from "../../model/verdict.ts";
import { plural, seconds } from "./format.ts";
import type { RunSummary } from "./summary.ts";

export function headline(summary: RunSummary): string {
  const { verdict } = summary;
  if (verdict === null && summary.live) return underWay(summary);
  if (verdict === null) return "Unfinished: the journal ends before the run did.";
  return verdict === "passed" ? success(summary) : trouble(summary, verdict);
}

function underWay({ phases, end }: RunSummary): string {
  if (end.length > 0) return "Ending: the load goes off and every fault is healed first.";
  const phase = phases.findLast(({ begun }) => begun !== null);
  return phase === undefined ? "Running: it is being prepared." : `Running: ${phase.name}, phase ${phases.indexOf(phase) + 1} of ${phases.length}.`;
}

/** What a verdict claims, for a reader who meets it for the first time. */
export function meaning(verdict: Verdict | null): string {
  switch (verdict) {
    case "passed":
      return "Every gate held; every fault was seen to take effect, was healed and was recovered from.";
    case "failed":
      return "A gate or a recovery did not hold. Everything was healed.";
    case "aborted":
      return "A person, a guard or a breach ended the run. Every fault was healed first.";
    case "invalid":
      return "The run proves nothing about the system: neither that it holds nor that it does not.";
    case "dirty":
      return "Healing was not seen. Something of a fault may still be in the system: look before the next run.";
    case null:
      return "There is no verdict: the controller did not reach its end.";
    default:
      return assertNever(verdict);
  }
}

function success({ phases, faults }: RunSummary): string {
  const done = phases.filter(({ endedAt }) => endedAt !== null).length;
  const lost = faults.find(({ kind, outcome }) => kind === "region-loss" && outcome === "proved");
  const proved = faults.filter(({ outcome }) => outcome === "proved").length;
  const checked = phases.some(({ integrity }) => integrity !== null && integrity.accepted > 0);
  const missing = phases.reduce((most, { integrity }) => Math.max(most, integrity?.lost ?? 0), 0);
  const parts = [
    plural(done, "phase"),
    proved === 0 ? null : plural(proved, "fault"),
    lost === undefined
      ? null
      : `region ${lost.region ?? ""} lost${lost.outageSeconds === null ? "" : ` and accepting writes again after ${seconds(lost.outageSeconds)}`}`,
    !checked ? null : missing === 0 ? "no accepted write lost" : `${plural(missing, "accepted write")} lost, within the RPO`,
  ];
  return `Passed: ${parts.filter((part) => part !== null).join(", ")}.`;
}

/** The first reason in full, of a gate its first criterion; the rest is counted here and listed below. */
function trouble({ findings }: RunSummary, verdict: Verdict): string {
  const word = `${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}`;
  const reasons = findings
    .filter((finding) => finding.verdict === verdict)
    .flatMap(({ reason }) => (reason.startsWith("the gate ") ? reason.split("; ") : [reason]));
  const [first = "no reason is in the journal", ...others] = reasons;
  // A reason may begin with the verdict itself: "invalid (generator): …".
  const rest = first.startsWith(`${verdict} `) ? first.slice(verdict.length) : `: ${first}`;
  return `${word}${rest}${others.length === 0 ? "" : `; and ${others.length} more`}.`.replace(/\.\.$/, ".");
}
