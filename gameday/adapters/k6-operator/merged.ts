// The figures of all runners together: counts are sums, times are quantiles of the merged histograms. Pure.
import { quantile } from "../k6/exponential-histogram.ts";
import { liveFigures, type Course, type LiveFigures } from "../k6/live-figures.ts";
import { durationsOf, windowOf, within, type Interval } from "../k6/series.ts";
import type { LoadWindow } from "../../ports/load.ts";

export interface Runner {
  readonly intervals: readonly Interval[];
  /** Of this runner's share of the schedule. */
  readonly course: Course;
}

/** So old the newest samples of a push are, in the mean: k6 hands them over in batches of 50 ms. */
const lagMilliseconds = 25;
const liveMilliseconds = 3_400;
/** A runner that said nothing for so long has no rate any more. */
const silentMilliseconds = 5_000;

const sum = <T>(items: readonly T[], pick: (item: T) => number): number => items.reduce((total, item) => total + pick(item), 0);
const mean = <T>(items: readonly T[], pick: (item: T) => number): number => sum(items, pick) / Math.max(1, items.length);
const inMilliseconds = (seconds: number | null): number | null => (seconds === null ? null : seconds * 1_000);

/** `from` and `to` are the mean of the runners' own nearest moments: each pushes at moments of its own. */
export function mergedWindow(runners: readonly Runner[], from: number, to: number): LoadWindow {
  const windows = runners.map(({ intervals, course }) => windowOf(intervals, from, to, course.planned));
  const duration = durationsOf(runners.flatMap(({ intervals }) => within(intervals, from, to)));
  const told = windows.filter(({ started, ok, shed, errors }) => started + ok + shed + errors > 0);
  return {
    from: told.length === 0 ? from : mean(told, (one) => one.from),
    to: told.length === 0 ? to : mean(told, (one) => one.to),
    p50: inMilliseconds(quantile(duration, 0.5)),
    p95: inMilliseconds(quantile(duration, 0.95)),
    ok: sum(windows, ({ ok }) => ok),
    shed: sum(windows, ({ shed }) => shed),
    errors: sum(windows, ({ errors }) => errors),
    started: sum(windows, ({ started }) => started),
    planned: sum(windows, ({ planned }) => planned),
  };
}

/** Null while there is too little to tell of any runner. */
export function mergedLive(runners: readonly Runner[]): LiveFigures | null {
  const newest = Math.max(...runners.map(({ intervals }) => intervals.at(-1)?.at ?? -Infinity));
  const figures = runners.flatMap(({ intervals, course }) => {
    const at = intervals.at(-1)?.at ?? -Infinity;
    if (newest - at > silentMilliseconds) return [{ planned: course.planned(newest) - course.planned(newest - 1_000), reached: 0 }];
    return liveFigures(intervals, course, lagMilliseconds) ?? [];
  });
  if (!Number.isFinite(newest) || figures.length === 0) return null;
  const duration = durationsOf(runners.flatMap(({ intervals }) => intervals.filter(({ from }) => from >= newest - liveMilliseconds)));
  return {
    planned: sum(figures, ({ planned }) => planned),
    reached: sum(figures, ({ reached }) => reached),
    p50: inMilliseconds(quantile(duration, 0.5)),
    p95: inMilliseconds(quantile(duration, 0.95)),
  };
}
