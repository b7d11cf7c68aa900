// The load generator as the controller sees it.
import type { LoadSample } from "../../model/events.ts";
import type { PlannedPhase } from "../../model/plan.ts";

export interface LoadWindow {
  /** Unix ms. */
  readonly from: number;
  readonly to: number;
  /** ms, of answers with outcome ok; null without samples. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly ok: number;
  readonly shed: number;
  readonly errors: number;
  readonly started: number;
  readonly planned: number;
}

export interface LoadSummary {
  /** Iterations that the shape asks for over the time the load ran. */
  readonly planned: number;
  readonly started: number;
  readonly dropped: number;
  /** Mean cores used by the generator process. */
  readonly generatorCpu: number;
  /** Share of its time by which the generator's heartbeat woke late: what it measured in that time is partly itself. */
  readonly generatorLost: number;
  /** True when the generator, not the target, missed the rate (it got less CPU than it asked for, or died). */
  readonly starved: boolean;
  readonly exitCode: number | null;
  readonly detail: string;
}

export interface AcceptedWrite {
  readonly id: string;
  /** Unix ms at which the client had the answer. */
  readonly at: number;
}

export interface RunningLoad {
  /** Resolves with the unix ms at which the schedule began, once the generator has told so; null: it ended before it began. */
  readonly begun: Promise<number | null>;
  /**
   * The figures between two moments (unix ms), from the differences of the generator's histograms. They come about each second: `from` and `to`
   * of the answer are the nearest moments between which they are whole.
   */
  window(from: number, to: number): LoadWindow;
  /** Writes that the system has accepted so far in this phase. */
  accepted(): Promise<readonly AcceptedWrite[]>;
  /** Resolves once the generator has ended by itself at the end of the phase, or was stopped. */
  readonly finished: Promise<LoadSummary>;
  /** Ends it early: SIGINT, then SIGKILL after `graceMilliseconds`. */
  stop(graceMilliseconds: number): Promise<LoadSummary>;
}

export interface LoadPort {
  /** Starts the load of a phase; `onSample` is called each second. Rejects with UserError if the program cannot start. */
  start(phase: PlannedPhase, onSample: (sample: LoadSample) => void): Promise<RunningLoad>;
  /** Loads the system for about ten seconds and says which rate (requests/s) it keeps up with, errors under 1 % and p95 under 500 ms. */
  calibrate(wanted: number): Promise<number>;
  /** Writes accepted in these phases of the run, whichever controller ran them. */
  accepted(phases: readonly string[]): Promise<readonly AcceptedWrite[]>;
  /** Ends whatever load there still is, also one that is just being started or calibrates. No other can be started afterwards. */
  close(): Promise<void>;
}
