// What the interpreter's actions share while a run is under way. Memory only: nothing here decides, the journal does.
import type { Event } from "../../model/events.ts";
import type { Outputs } from "../../model/outputs.ts";
import type { Plan } from "../../model/plan.ts";
import type { CriterionId } from "../../model/criteria.ts";
import type { Answers } from "../guards/error-window.ts";
import type { Clock } from "../ports/clock.ts";
import type { Expecting, FactsPort, Observer, StepPort } from "../ports/fault.ts";
import type { InterlockPort } from "../ports/interlock.ts";
import type { AcceptedWrite, LoadPort, RunningLoad } from "../ports/load.ts";
import type { GuardianPort, IntegrityPort, MachinePort, MetricSnapshot, MetricsPort, StackPort } from "../ports/stack.ts";
import type { ProbeSample } from "../gates/measurements.ts";
import type { Outage } from "./outage.ts";
import type { RunState } from "./state.ts";

export interface Ports {
  readonly clock: Clock;
  readonly load: LoadPort;
  readonly observer: Observer;
  readonly expecting: Expecting;
  readonly steps: StepPort;
  readonly facts: FactsPort;
  readonly metrics: MetricsPort;
  readonly integrity: IntegrityPort | null;
  readonly stack: StackPort;
  readonly machine: MachinePort;
  readonly guardian: GuardianPort;
  readonly interlock: InterlockPort;
}

export interface Moments {
  injectedAt?: number;
  effectAt?: number;
  detectedAt?: number;
  healingAt?: number;
  healedAt?: number;
  recoveredAt?: number;
  outage?: Outage;
  /** There is nothing to wait for any more: its engine has come to its end, or nobody works on it. */
  engineEnded?: boolean;
}

export interface RunContext {
  readonly run: string;
  readonly folder: string;
  readonly outputs: Outputs;
  readonly ports: Ports;
  readonly notMeasured: ReadonlySet<CriterionId>;
  /** Journals an event and carries out what follows from it. Resolves once it is journaled. */
  readonly dispatch: (event: Event) => Promise<void>;
  readonly state: () => RunState;
  readonly plan: () => Plan;
  /** Aborted when the run stops waiting for things to come; replaced by a fresh one then. */
  waits: AbortController;
  load: RunningLoad | null;
  loadWindow: { from: number; to: number } | null;
  /** Unix ms until which a write that is not accepted says something about the system: the load is on, and near its rate. Null: there is none. */
  observedUntil: number | null;
  /** What other programs had used when the phase began, and when that was. */
  othersAtStart: { at: number; coreSeconds: number };
  snapshots: MetricSnapshot[];
  probeSamples: ProbeSample[];
  /** Accepted in the phase that runs. */
  accepted: AcceptedWrite[];
  /** Unix ms at which a primary was taken away, by this controller or the one before it. */
  readonly losses: number[];
  integrity: { accepted: number; lost: number; lostBeyondRpo: number; doubled: number; unaccounted: number; rpo: number | null } | null;
  drill: { rows: number; unequal: number } | null;
  /** Answers of the run's load so far; null until the first are counted. */
  answers: { all: number; errors: number } | null;
  /** Outcomes of the last seconds of load, for the error guard. */
  recentAnswers: readonly Answers[];
  /** Unix ms at which answers were last told, or the load began; null: it has not. */
  answersToldAt: number | null;
  /** Unix ms at which a fault was let in, if that was after answers were last told. */
  armedAt: number | null;
  readonly moments: Map<string, Moments>;
  /** Resolved once the fault let in before this one has its undo in the journal, or was blocked. */
  letIn: Promise<void>;
  /** `settled`: no further step of the injection will be made. */
  readonly injecting: Map<string, { readonly settled: Promise<void>; readonly stop: AbortController }>;
  readonly healing: Map<string, Promise<void>>;
}
