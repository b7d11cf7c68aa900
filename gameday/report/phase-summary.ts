// One phase through the run: asked, reached, judged.
import type { CriterionResult, Entry, EventOf } from "../../model/events.ts";
import type { PhaseName } from "../../model/phases.ts";

export interface PhaseSummary {
  readonly name: PhaseName;
  /** As the plan asks, before calibration. */
  readonly asked: { readonly rate: number; readonly seconds: number; readonly instances: number | null };
  /** After calibration; null when the phase did not begin. */
  begun: { at: number; rate: number; seconds: number } | null;
  endedAt: number | null;
  reached: number | null;
  generatorCpu: number | null;
  loadBegan: number | null;
  /** Seconds that the load ran: the phase's, or less where it was ended early. */
  loadSeconds: number | null;
  load: EventOf<"load-stopped"> | null;
  scaled: { instances: number; decision: string } | null;
  gate: { passed: boolean; at: number; results: readonly CriterionResult[] } | null;
  integrity: EventOf<"integrity-checked"> | null;
  drill: EventOf<"restore-drilled"> | null;
  ok: number;
  shed: number;
  errors: number;
  /** ms, as the gate judged it; null where no gate did. */
  p95: number | null;
  /** ms, the highest p95 of a sample. */
  peak95: number | null;
  /** Why the phase was begun again after an emergency recovery. */
  retried: string | null;
  /** Cores that programs of neither the run nor the stack kept busy. */
  othersCores: number | null;
}

/** Requests/s over the phase's whole shape: a ramp asks for less in the mean than at its end. Null before the load has ended. */
export const meanAsked = ({ load, loadSeconds }: PhaseSummary): number | null =>
  load === null || loadSeconds === null ? null : load.planned / loadSeconds;

export const blankPhase = ({ phase, rate, seconds, instances }: EventOf<"run-started">["phases"][number]): PhaseSummary => ({
  name: phase,
  asked: { rate, seconds, instances: instances ?? null },
  begun: null,
  endedAt: null,
  reached: null,
  generatorCpu: null,
  loadBegan: null,
  loadSeconds: null,
  load: null,
  scaled: null,
  gate: null,
  integrity: null,
  drill: null,
  ok: 0,
  shed: 0,
  errors: 0,
  p95: null,
  peak95: null,
  retried: null,
  othersCores: null,
});

export function addPhaseEvent(phases: readonly PhaseSummary[], { at, event }: Pick<Entry, "at" | "event">): void {
  const phase = "phase" in event ? phases.find(({ name }) => name === event.phase) : undefined;
  if (phase === undefined) return;
  switch (event.type) {
    case "phase-started":
      phase.begun = { at, rate: event.rate, seconds: event.seconds };
      break;
    case "stack-scaled":
      phase.scaled = { instances: event.instances, decision: event.decision };
      break;
    case "load-sampled": {
      const { ok, shed, errors, p95 } = event.sample;
      phase.ok += ok;
      phase.shed += shed;
      phase.errors += errors;
      if (p95 !== null) phase.peak95 = Math.max(phase.peak95 ?? 0, p95);
      break;
    }
    case "load-started":
      phase.loadBegan = at;
      break;
    case "load-stopped":
      phase.load = event;
      phase.generatorCpu = event.generatorCpu;
      if (phase.begun === null) break;
      phase.loadSeconds = Math.max(1, Math.min(phase.begun.seconds, (at - (phase.loadBegan ?? phase.begun.at)) / 1_000));
      phase.reached = event.started / phase.loadSeconds;
      break;
    case "integrity-checked":
      phase.integrity = event;
      break;
    case "restore-drilled":
      phase.drill = event;
      break;
    case "gate-evaluated": {
      phase.gate = { passed: event.passed, at, results: event.results };
      phase.p95 = event.results.find(({ criterion }) => criterion === "latency")?.value ?? null;
      break;
    }
    case "machine-observed":
      phase.othersCores = event.others;
      break;
    case "emergency-recovery-started":
      Object.assign(phase, { retried: event.reason, ok: 0, shed: 0, errors: 0, peak95: null });
      break;
    case "phase-finished":
      phase.endedAt = at;
      break;
    default:
      break;
  }
}
