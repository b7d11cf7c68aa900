// Whose fault it is when fewer iterations started than planned: the generator's or the target's. Pure.
import type { Interval } from "./series.ts";
import { emptyHistogram, merge, quantile } from "./exponential-histogram.ts";
import type { CpuUse } from "./process.ts";

export interface Missed {
  readonly starved: boolean;
  readonly detail: string;
}

export interface Evidence {
  readonly planned: number;
  readonly started: number;
  readonly intervals: readonly Interval[];
  readonly virtualUsers: number;
  readonly cpu: CpuUse;
}

/** A request that failed may have waited for its whole timeout. */
const timeoutSeconds = 5;
/** k6 exports each second: a longer silence is a generator that did not run. */
const silenceMilliseconds = 1_700;

/**
 * The target is to blame only where slow answers can account for it: by Little's law, the mean answer time times the rate must come near the
 * virtual users that were allotted. Everything else is the generator.
 */
export function whyMissed({ planned, started, intervals, virtualUsers, cpu }: Evidence): Missed {
  const missing = planned - started;
  if (missing <= Math.max(planned * 0.01, 2)) return { starved: false, detail: "" };
  const seconds = intervals.length === 0 ? 0 : ((intervals.at(-1)?.at ?? 0) - (intervals[0]?.at ?? 0)) / 1_000 + 1;
  const silent = intervals.slice(1).filter(({ at }, index) => at - (intervals[index]?.at ?? at) > silenceMilliseconds).length;
  const ok = intervals.reduce((sum, interval) => sum + interval.ok, 0);
  const others = intervals.reduce((sum, interval) => sum + interval.errors + interval.shed, 0);
  const median = (quantile(intervals.map(({ duration }) => duration).reduce(merge, emptyHistogram), 0.5) ?? 0) / 1_000;
  const underWay = seconds === 0 ? 0 : (ok * median + others * timeoutSeconds) / seconds;
  const short = `${Math.round(missing)} iterations were not started.`;
  if (silent === 0 && underWay >= virtualUsers * 0.7)
    return { starved: false, detail: `${short} About ${Math.round(underWay)} of ${virtualUsers} virtual users were waiting for answers.` };
  const waited = cpu.used + cpu.waited === 0 ? 0 : (cpu.waited / (cpu.used + cpu.waited)) * 100;
  return {
    starved: true,
    detail: `${short} The generator was silent ${silent} times for more than ${silenceMilliseconds / 1_000} s and waited for a CPU ${waited.toFixed(0)} % of the time it could have run.`,
  };
}
