// How the reachable rate is measured: up to a little above what is wanted, held there, and tried once more where that was too much.
import type { Schedule } from "../../../model/load-shapes.ts";
import type { LoadWindow } from "../../ports/load.ts";

/** A load that has ended: its windows (unix ms), and between which moments to look for them. */
export interface Trial {
  readonly window: (from: number, to: number) => LoadWindow;
  readonly from: number;
  readonly to: number;
}

/** Figures are exact to a few percent only: a machine that reaches what is wanted must not be told that it just fails to. */
const heldAbove = 1.05;
const holdSeconds = 3.5;
/** Of what a system serves when it is asked for too much, this share is served without a queue that grows. */
const withoutQueue = 0.9;
/** With half a second as the limit of an answer no more virtual users are busy; and a system that is asked for too much gets no long queue. */
export const calibrationPatienceSeconds = 0.75;

/**
 * The rate (requests/s) that is reached for about two seconds with errors under 1 % and p95 under 500 ms: 0 where there is none, 1.05 times
 * what is wanted at most. One trial of 6.5 s where the wanted rate is reached, else a second of 4 s.
 */
export async function calibrate(wanted: number, trial: (schedule: Schedule) => Promise<Trial>): Promise<number> {
  const top = wanted * heldAbove;
  const first = await trial(rampAndHold(wanted * 0.2, top, 3));
  const reached = reachedIn(first);
  if (reached >= wanted) return reached;
  const served = Math.max(0, ...windowsOf(first).map(({ ok, from, to }) => ok / ((to - from) / 1_000)));
  // One that served as much as was asked for had a bad moment, not a limit. Past a limit, a short queue hides it for a while.
  const limit = served >= top * 0.9 ? Infinity : served * withoutQueue;
  const next = Math.min(top, limit);
  return reached >= next ? next : Math.max(reached, reachedIn(await trial(rampAndHold(next / 2, next, 0.5))));
}

const rampAndHold = (start: number, target: number, seconds: number): Schedule => ({
  start,
  stages: [
    { seconds, target },
    { seconds: holdSeconds, target },
  ],
});

/** The highest rate that was asked for in any window in which the system kept up. */
const reachedIn = (trial: Trial): number =>
  Math.max(
    0,
    ...windowsOf(trial)
      .filter(keptUp)
      .map(({ planned, from, to }) => planned / ((to - from) / 1_000)),
  );

/** Exports come each second, give or take: a window of the longer length holds two whole ones or more. */
const [sustainedMilliseconds, windowMilliseconds] = [1_800, 2_600];
const stepMilliseconds = 250;

function windowsOf({ window, from, to }: Trial): LoadWindow[] {
  const steps = Math.max(1, Math.ceil((to - from) / stepMilliseconds));
  return Array.from({ length: steps }, (_, step) => from + step * stepMilliseconds)
    .map((start) => window(start, start + windowMilliseconds))
    .filter((one) => one.to - one.from >= sustainedMilliseconds);
}

/** What was asked for was started, nearly all of it was answered within the window, under 1 % of it wrongly, and quickly. */
function keptUp({ planned, started, ok, shed, errors, p95 }: LoadWindow): boolean {
  const answers = ok + shed + errors;
  return (
    planned - started <= Math.max(2, planned * 0.05) &&
    started - answers <= Math.max(2, started * 0.05) &&
    (shed + errors) / Math.max(1, answers) < 0.01 &&
    p95 !== null &&
    p95 < 500
  );
}
