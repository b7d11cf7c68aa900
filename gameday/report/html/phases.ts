// The phases: what was asked for here, what full size would be, the factors between, and what was reached.
import { fullSizePhases } from "../../../model/phases.ts";
import { count, factor, rate, seconds } from "../format.ts";
import { meanAsked, type PhaseSummary } from "../phase-summary.ts";
import type { RunSummary } from "../summary.ts";
import { escape } from "./escape.ts";
import { bad, good, row, section, small, table, unknown } from "./parts.ts";

const head = ["phase", "gate", "asked", "full size", "factor", "reached", "p95", "answered", "instances", "cores used"];

export function phasesSection(summary: RunSummary): string {
  return section(
    "phases",
    "Phases",
    table("The phases: asked, full size, factor and reached", head, summary.phases.map(phaseRow), "phases"),
    `A factor stands between what was asked here and the stress cycle at full size. Factors of rate, time and size need not be the same.${
      (summary.calibration?.factor ?? 1) < 1 ? " The calibration lowered the rates to what this machine can generate and serve." : ""
    }`,
  );
}

function phaseRow(phase: PhaseSummary): string {
  const { name, asked, begun, scaled, gate, retried, p95, peak95 } = phase;
  const full = fullSizePhases[name];
  const loaded = begun !== null && begun.rate > 0;
  const mean = meanAsked(phase);
  const notes = [
    begun !== null && begun.rate < asked.rate ? `lowered from ${rate(asked.rate)}` : null,
    mean !== null && begun !== null && Math.abs(mean - begun.rate) > begun.rate * 0.05 ? `${rate(mean)} in the mean` : null,
  ].flatMap((note) => (note === null ? [] : [`<br>${small(note)}`]));
  const planned = begun ?? asked;
  return row([
    `${full.title}${retried === null ? "" : `<br>${small(`begun again: ${escape(retried)}`)}`}`,
    gate === null ? unknown(begun === null ? "not reached" : "not judged") : gate.passed ? good("passed") : bad("failed"),
    `${planned.rate === 0 ? "no load" : rate(planned.rate)}<br>${small(`${seconds(planned.seconds)}${asked.instances === null ? "" : `, ${asked.instances} instances`}`)}${notes.join("")}`,
    `${full.requestsPerSecond === 0 ? "no load" : rate(full.requestsPerSecond)}<br>${small(`${full.minutes} min, ${full.instances} instances`)}`,
    `${full.requestsPerSecond === 0 ? "" : `rate ${factor(planned.rate, full.requestsPerSecond)}<br>`}${small(
      `time ${factor(planned.seconds, full.minutes * 60)}${scaled === null ? "" : `, size ${factor(scaled.instances, full.instances)}`}`,
    )}`,
    loaded ? rate(phase.reached) : "–",
    p95 === null && peak95 === null
      ? "–"
      : `${p95 === null ? "not judged" : `${count(Math.round(p95))} ms`}<br>${small(`peak ${count(Math.round(peak95 ?? 0))} ms`)}`,
    `${count(phase.ok)}<br>${small(`${count(phase.errors)} failed, ${count(phase.shed)} shed`)}`,
    scaled === null ? "–" : `<span title="${escape(scaled.decision)}">${scaled.instances} ready</span>`,
    phase.generatorCpu === null && phase.othersCores === null
      ? "–"
      : small(`${cores(phase.generatorCpu)} generator<br>${cores(phase.othersCores)} other programs`),
  ]);
}

const cores = (value: number | null): string => (value === null ? "–" : value.toFixed(2));
