// What the live view knows of a run: a fold of the journal's entries.
import { EndStages } from "../../model/folds/end-stages.ts";
import type { Entry, LoadSample } from "../../model/events.ts";
import { ProbeTallies } from "../../model/folds/probe-tallies.ts";

export interface ViewState {
  title: string;
  startedAt: number;
  readonly phases: { readonly name: string; state: "waiting" | "running" | "passed" | "failed" }[];
  phaseSeconds: number;
  phaseEnds: number;
  /** Null while there is no load. */
  sample: LoadSample | null;
  readonly rates: number[];
  readonly latencies: number[];
  readonly faults: Map<string, { since: number; state: "in" | "healing" | "recovering" }>;
  guardian: string;
  /** How far a run that is being ended early has come. */
  readonly end: EndStages;
  readonly probes: ProbeTallies;
}

/** As much as the widest curve shows. */
const longestHistory = 200;

export const beginView = (): ViewState => ({
  title: "",
  startedAt: 0,
  phases: [],
  phaseSeconds: 0,
  phaseEnds: 0,
  sample: null,
  rates: [],
  latencies: [],
  faults: new Map(),
  guardian: "not yet there",
  end: new EndStages(),
  probes: new ProbeTallies(),
});

export function absorb(state: ViewState, entry: Entry): void {
  state.end.add(entry);
  state.probes.add(entry);
  const { at, event } = entry;
  switch (event.type) {
    case "run-started":
      state.title = `${event.plan} on ${event.stack}`;
      state.startedAt = at;
      state.phases.push(...event.phases.map(({ phase }) => ({ name: phase, state: "waiting" as const })));
      break;
    case "guardian-started":
      state.guardian = "watches";
      break;
    case "phase-started":
      mark(state, event.phase, "running");
      state.phaseSeconds = event.seconds;
      state.phaseEnds = at + event.seconds * 1_000;
      break;
    case "load-started":
      state.phaseEnds = at + state.phaseSeconds * 1_000;
      break;
    case "gate-evaluated":
      mark(state, event.phase, event.passed ? "passed" : "failed");
      break;
    case "load-sampled":
      state.sample = event.sample;
      keep(state.rates, event.sample.reached);
      keep(state.latencies, event.sample.p95 ?? 0);
      break;
    case "load-stopped":
      state.sample = null;
      break;
    case "fault-injected":
      state.faults.set(event.fault, { since: at, state: "in" });
      break;
    case "fault-healing":
      state.faults.set(event.fault, { since: at, state: "healing" });
      break;
    case "fault-healed":
      state.faults.set(event.fault, { since: at, state: "recovering" });
      break;
    case "fault-recovered":
    case "fault-not-recovered":
    case "fault-heal-unverified":
      state.faults.delete(event.fault);
      break;
    default:
      break;
  }
}

function mark(state: ViewState, name: string, to: "running" | "passed" | "failed"): void {
  const phase = state.phases.find((one) => one.name === name);
  if (phase !== undefined) phase.state = to;
}

function keep(history: number[], value: number): void {
  history.push(value);
  if (history.length > longestHistory) history.shift();
}
