// A run as a reader wants it: one pass over the journal's entries.
import type { CriterionResult, Entry, EventOf, LoadSample } from "../../model/events.ts";
import type { PhaseName } from "../../model/phases.ts";
import type { Finding, Verdict } from "../../model/verdict.ts";
import { addFaultEvent, type FaultSummary } from "./fault-summary.ts";
import { Series, type Point } from "./series.ts";

export interface PhaseSummary {
  readonly name: PhaseName;
  /** As the plan asks, before calibration. */
  readonly asked: { readonly rate: number; readonly seconds: number; readonly instances: number | null };
  /** After calibration; null when the phase did not begin. */
  begun: { at: number; rate: number; seconds: number } | null;
  endedAt: number | null;
  reached: number | null;
  generatorCpu: number | null;
  load: EventOf<"load-stopped"> | null;
  scaled: { instances: number; decision: string } | null;
  gate: { passed: boolean; at: number; results: readonly CriterionResult[] } | null;
  integrity: EventOf<"integrity-checked"> | null;
  drill: EventOf<"restore-drilled"> | null;
  ok: number;
  shed: number;
  errors: number;
  p95: number | null;
}

export interface ProbeSummary {
  readonly probe: string;
  samples: number;
  up: number;
  /** Changes from up to down. */
  outages: number;
}

export interface RunSummary {
  readonly run: string;
  readonly plan: string;
  readonly stack: string;
  readonly startedAt: number;
  endedAt: number;
  /** Null: the journal ends before the run did. */
  verdict: Verdict | null;
  findings: readonly Finding[];
  readonly provenance: Readonly<Record<string, string | number>>;
  readonly notMeasured: readonly string[];
  readonly unsupported: readonly { readonly fault: string; readonly reason: string }[];
  calibration: { reachable: number; factor: number } | null;
  readonly phases: readonly PhaseSummary[];
  readonly faults: readonly FaultSummary[];
  readonly probes: readonly ProbeSummary[];
  readonly abort: string | null;
  /** Seconds since the start → value; decimated. */
  readonly series: {
    readonly planned: readonly Point[];
    readonly reached: readonly Point[];
    readonly p50: readonly Point[];
    readonly p95: readonly Point[];
    readonly errors: readonly Point[];
    readonly shed: readonly Point[];
  };
}

/** Throws for a journal without a beginning. */
export function summarise(entries: Iterable<Entry>): RunSummary {
  let summary: RunSummary | null = null;
  let abort: string | null = null;
  const faults = new Map<string, FaultSummary>();
  const probes = new Map<string, ProbeSummary & { last: boolean }>();
  const series = { planned: new Series(), reached: new Series(), p50: new Series(), p95: new Series(), errors: new Series(), shed: new Series() };
  for (const { at, event } of entries) {
    if (event.type === "run-started") {
      summary = begin(event, at);
      continue;
    }
    if (summary === null) continue;
    summary.endedAt = Math.max(summary.endedAt, at);
    if (event.type === "abort-requested") abort ??= event.reason;
    else if (event.type === "load-sampled") addSample(series, event.sample, (at - summary.startedAt) / 1_000);
    else if (event.type === "probe-sampled") addProbe(probes, event);
    else if ("fault" in event) addFaultEvent(faults, event, at);
    addPhaseEvent(summary, { at, event });
  }
  if (summary === null) throw new Error("the journal has no beginning: there is no run-started in it");
  const { planned, reached, p50, p95, errors, shed } = series;
  return {
    ...summary,
    abort,
    faults: [...faults.values()],
    probes: [...probes.values()].map(({ probe, samples, up, outages }) => ({ probe, samples, up, outages })),
    series: {
      planned: planned.points(),
      reached: reached.points(),
      p50: p50.points(),
      p95: p95.points(),
      errors: errors.points(),
      shed: shed.points(),
    },
  };
}

function begin(event: EventOf<"run-started">, at: number): RunSummary {
  return {
    run: event.run,
    plan: event.plan,
    stack: event.stack,
    startedAt: at,
    endedAt: at,
    verdict: null,
    findings: [],
    provenance: event.provenance,
    notMeasured: event.notMeasured,
    unsupported: event.unsupported,
    calibration: null,
    faults: [],
    probes: [],
    abort: null,
    series: { planned: [], reached: [], p50: [], p95: [], errors: [], shed: [] },
    phases: event.phases.map(({ phase, rate, seconds, instances }) => ({
      name: phase,
      asked: { rate, seconds, instances: instances ?? null },
      begun: null,
      endedAt: null,
      reached: null,
      generatorCpu: null,
      load: null,
      scaled: null,
      gate: null,
      integrity: null,
      drill: null,
      ok: 0,
      shed: 0,
      errors: 0,
      p95: null,
    })),
  };
}

function addSample(series: Record<"planned" | "reached" | "p50" | "p95" | "errors" | "shed", Series>, sample: LoadSample, at: number): void {
  series.planned.add(at, sample.planned);
  series.reached.add(at, sample.reached);
  if (sample.p50 !== null) series.p50.add(at, sample.p50);
  if (sample.p95 !== null) series.p95.add(at, sample.p95);
  series.errors.add(at, sample.errors);
  series.shed.add(at, sample.shed);
}

function addProbe(probes: Map<string, ProbeSummary & { last: boolean }>, { probe, up }: EventOf<"probe-sampled">): void {
  const known = probes.get(probe) ?? { probe, samples: 0, up: 0, outages: 0, last: true };
  known.samples += 1;
  if (up) known.up += 1;
  else if (known.last) known.outages += 1;
  known.last = up;
  probes.set(probe, known);
}

function addPhaseEvent(summary: RunSummary, { at, event }: Pick<Entry, "at" | "event">): void {
  if (event.type === "run-finished") {
    summary.verdict = event.verdict;
    summary.findings = event.findings;
  }
  if (event.type === "calibration-finished") summary.calibration = { reachable: event.reachable, factor: event.factor };
  const phase = "phase" in event ? summary.phases.find(({ name }) => name === event.phase) : undefined;
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
      if (p95 !== null) phase.p95 = Math.max(phase.p95 ?? 0, p95);
      break;
    }
    case "load-stopped":
      phase.load = event;
      phase.generatorCpu = event.generatorCpu;
      phase.reached = phase.begun === null ? null : event.started / phase.begun.seconds;
      break;
    case "integrity-checked":
      phase.integrity = event;
      break;
    case "restore-drilled":
      phase.drill = event;
      break;
    case "gate-evaluated": {
      phase.gate = { passed: event.passed, at, results: event.results };
      phase.p95 = event.results.find(({ criterion }) => criterion === "latency")?.value ?? phase.p95;
      break;
    }
    case "phase-finished":
      phase.endedAt = at;
      break;
    default:
      break;
  }
}
