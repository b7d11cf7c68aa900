// How many runners a load needs: its highest rate by what one runner was seen to make. Pure.
import type { Schedule } from "../../../model/load-shapes.ts";
import { virtualUsersOf } from "../../../model/protocol/load-program.ts";

/** What one runner makes, requests/s, and how that is known. */
export interface RunnerRate {
  readonly requestsPerSecond: number;
  readonly source: string;
}

/** Before anything was measured: a guess on the safe side, the same that the quota of the namespace is made with (components/load-platform). */
export const assumedRate: RunnerRate = { requestsPerSecond: 500, source: "assumed: nothing was measured yet" };

/** What a load that has ended shows of its runners. */
export interface Experience {
  readonly load: string;
  /** Highest rate that was started a second, by the mean runner. */
  readonly requestsPerSecond: number;
  /** Share of its time that the worst runner's heartbeat lost. */
  readonly lost: number;
  readonly starved: boolean;
}

/** With less than this lost a runner measures the system and not itself. */
const lostAllowed = 0.05;
/** One that lost more makes so much of it without. */
const withoutLoss = 0.7;

/** More is believed only once it was seen; less at once. */
export function learnRate(known: RunnerRate, { load, requestsPerSecond, lost, starved }: Experience): RunnerRate {
  if (requestsPerSecond <= 0) return known;
  const seen = `measured in ${load}: ${requestsPerSecond.toFixed(0)} requests/s a runner, whose heartbeat lost ${(lost * 100).toFixed(0)} %`;
  if (starved || lost > lostAllowed) {
    const bearable = Math.max(1, requestsPerSecond * withoutLoss);
    return bearable < known.requestsPerSecond ? { requestsPerSecond: bearable, source: seen } : known;
  }
  return requestsPerSecond > known.requestsPerSecond ? { requestsPerSecond, source: seen } : known;
}

/** One at least; and never more than virtual users, or the operator's k6 has a runner with nothing to do. */
export function runnersNeeded(schedule: Schedule, longestIterationSeconds: number, { requestsPerSecond }: RunnerRate): number {
  const highest = Math.max(schedule.start, ...schedule.stages.map(({ target }) => target));
  return Math.min(Math.max(1, Math.ceil(highest / requestsPerSecond)), virtualUsersOf(schedule, longestIterationSeconds));
}
