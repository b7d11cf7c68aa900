// What is shown of a load while it runs: rates and answer times of the last seconds. Pure.
import type { LoadSample } from "../../../model/events.ts";
import { quantile } from "./exponential-histogram.ts";
import { durationsOf, total, type Interval } from "./series.ts";

export type LiveFigures = Pick<LoadSample, "planned" | "reached" | "p50" | "p95">;

/** Unix ms at which the schedule began and ends (or was stopped), and the iterations that it asks for until a moment. */
export interface Course {
  readonly began: number;
  readonly ends: number;
  readonly planned: (until: number) => number;
}

const windowMilliseconds = 3_000;
/** Exports come each second, give or take. */
const slackMilliseconds = 400;
/** A rate over less is mostly chance. */
const leastMilliseconds = 1_000;

/**
 * Null while there is too little to tell. After the schedule's end the rates stay what they were at it, while answers may still come.
 * `lag`: how old the newest samples of an export are, in ms.
 */
export function liveFigures(intervals: readonly Interval[], { began, ends, planned }: Course, lag: number): LiveFigures | null {
  const latest = intervals.at(-1);
  if (latest === undefined) return null;
  const loaded = intervals.filter(({ from }) => from - lag < ends);
  const to = Math.min((loaded.at(-1)?.at ?? began) - lag, ends);
  const measured = lastSeconds(loaded, to + lag);
  const from = Math.max((measured[0]?.from ?? began) - lag, began);
  if (to - from < Math.min(leastMilliseconds, ends - began)) return null;
  const seconds = (to - from) / 1_000;
  const duration = durationsOf(lastSeconds(intervals, latest.at));
  return {
    planned: (planned(to) - planned(from)) / seconds,
    reached: total(measured, ({ started }) => started) / seconds,
    p50: quantile(duration, 0.5),
    p95: quantile(duration, 0.95),
  };
}

/** The intervals of the window that ends at `to`; one at least. */
const lastSeconds = (intervals: readonly Interval[], to: number): readonly Interval[] =>
  intervals.filter(({ from }, index) => index === intervals.length - 1 || from >= to - windowMilliseconds - slackMilliseconds);
