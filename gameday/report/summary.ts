// A run as a reader wants it: one pass over the journal's entries.
import { EndStages, type EndStage } from "../../model/folds/end-stages.ts";
import type { Entry, Event, EventOf, LoadSample } from "../../model/events.ts";
import { UserError } from "../../model/user-error.ts";
import { ProbeTallies, type ProbeSummary } from "../../model/folds/probe-tallies.ts";
import type { Finding, Verdict } from "../../model/verdict.ts";
import { addFaultEvent, type FaultSummary } from "./fault-summary.ts";
import { addPhaseEvent, blankPhase, type PhaseSummary } from "./phase-summary.ts";
import { Series, type Point } from "./series.ts";

export interface RunSummary {
  readonly run: string;
  readonly plan: string;
  readonly stack: string;
  readonly startedAt: number;
  endedAt: number;
  /** Null: the journal ends before the run did, or the run goes on. */
  verdict: Verdict | null;
  /** The run goes on: what is not there yet may still come. */
  readonly live: boolean;
  findings: readonly Finding[];
  readonly provenance: Readonly<Record<string, string | number>>;
  readonly notMeasured: readonly string[];
  readonly unsupported: readonly { readonly fault: string; readonly reason: string }[];
  /** How many faults the plan asks for. */
  readonly plannedFaults: number;
  calibration: { reachable: number; factor: number } | null;
  readonly phases: readonly PhaseSummary[];
  readonly faults: readonly FaultSummary[];
  readonly probes: readonly ProbeSummary[];
  readonly abort: string | null;
  /** Empty: the run was not ended early. */
  readonly end: readonly EndStage[];
  /** Seconds since the start → value; decimated. */
  readonly series: {
    readonly planned: readonly Point[];
    readonly reached: readonly Point[];
    readonly p50: readonly Point[];
    readonly p95: readonly Point[];
    readonly errors: readonly Point[];
    readonly shed: readonly Point[];
    /** Seconds at which the load of a phase began. */
    readonly breaks: readonly number[];
  };
}

/** Two samples nearer than this: the second is a rest, and its rate would be a guess from a handful of requests. */
const shortestSampleSeconds = 0.5;

/** The journal folded into what a report shows: fed entry by entry, read at any time. Its size does not grow with the length of the run. */
export class RunSummariser {
  #summary: RunSummary | null = null;
  #abort: string | null = null;
  readonly #end = new EndStages();
  #sampledAt = -Infinity;
  readonly #faults = new Map<string, FaultSummary>();
  readonly #probes = new ProbeTallies();
  readonly #breaks: number[] = [];
  readonly #series = {
    planned: new Series(),
    reached: new Series(),
    p50: new Series(),
    p95: new Series(),
    errors: new Series(),
    shed: new Series(),
  };

  add(entry: Entry): void {
    const { at, event } = entry;
    this.#end.add(entry);
    this.#probes.add(entry);
    if (event.type === "run-started") {
      this.#summary = begin(event, at);
      return;
    }
    const summary = this.#summary;
    if (summary === null) return;
    summary.endedAt = Math.max(summary.endedAt, at);
    const seconds = (at - summary.startedAt) / 1_000;
    if (event.type === "abort-requested") this.#abort ??= event.reason;
    else if (event.type === "load-sampled") {
      if (at - this.#sampledAt >= shortestSampleSeconds * 1_000) addSample(this.#series, event.sample, seconds);
      this.#sampledAt = at;
    } else if ("fault" in event) addFaultEvent(this.#faults, event, at);
    else if (event.type === "load-started") this.#breaks.push(seconds);
    addRunEvent(summary, event);
    addPhaseEvent(summary.phases, { at, event });
  }

  /** `live`: more is to come. Throws UserError for a journal without a beginning. */
  read(live = false): RunSummary {
    if (this.#summary === null)
      throw new UserError("the run cannot be reported", [
        {
          path: "journal.jsonl",
          message: "it has no beginning: there is no run-started in it",
          remedy: "the run ended before it began; run it again",
        },
      ]);
    const { planned, reached, p50, p95, errors, shed } = this.#series;
    return {
      ...this.#summary,
      live,
      abort: this.#abort,
      end: this.#end.read(),
      faults: [...this.#faults.values()],
      probes: this.#probes.read(this.#summary.endedAt),
      series: {
        planned: planned.points(),
        reached: reached.points(),
        p50: p50.points(),
        p95: p95.points(),
        errors: errors.points(),
        shed: shed.points(),
        breaks: this.#breaks,
      },
    };
  }
}

/** Throws UserError for a journal without a beginning. */
export function summarise(entries: Iterable<Entry>): RunSummary {
  const summariser = new RunSummariser();
  for (const entry of entries) summariser.add(entry);
  return summariser.read();
}

function begin(event: EventOf<"run-started">, at: number): RunSummary {
  return {
    run: event.run,
    plan: event.plan,
    stack: event.stack,
    startedAt: at,
    endedAt: at,
    verdict: null,
    live: false,
    findings: [],
    provenance: event.provenance,
    notMeasured: event.notMeasured,
    unsupported: event.unsupported,
    plannedFaults: event.phases.reduce((sum, { faults }) => sum + faults.length, 0),
    calibration: null,
    faults: [],
    probes: [],
    abort: null,
    end: [],
    series: { planned: [], reached: [], p50: [], p95: [], errors: [], shed: [], breaks: [] },
    phases: event.phases.map(blankPhase),
  };
}

function addSample(series: Record<"planned" | "reached" | "p50" | "p95" | "errors" | "shed", Series>, sample: LoadSample, at: number): void {
  // The last second of a load is measured when nothing is asked for any more.
  if (sample.planned > 0 || sample.reached === 0) series.planned.add(at, sample.planned);
  series.reached.add(at, sample.reached);
  if (sample.p50 !== null) series.p50.add(at, sample.p50);
  if (sample.p95 !== null) series.p95.add(at, sample.p95);
  series.errors.add(at, sample.errors);
  series.shed.add(at, sample.shed);
}

function addRunEvent(summary: RunSummary, event: Event): void {
  if (event.type === "run-finished") {
    summary.verdict = event.verdict;
    summary.findings = event.findings;
  }
  // Until the end is reached these are the findings there are.
  if (event.type === "finding-made") summary.findings = [...summary.findings, event.finding];
  if (event.type === "calibration-finished") summary.calibration = { reachable: event.reachable, factor: event.factor };
}
