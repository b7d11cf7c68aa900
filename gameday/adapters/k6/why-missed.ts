// Whose fault it is when a load was not what the plan asked for: the generator's or the target's. Pure.
import { total, type Interval } from "./series.ts";

export interface Missed {
  readonly starved: boolean;
  readonly detail: string;
}

export interface Evidence {
  readonly planned: number;
  readonly started: number;
  readonly intervals: readonly Interval[];
  readonly virtualUsers: number;
}

/** k6 exports each second: a longer silence is a generator that did not run. */
const silenceMilliseconds = 1_700;
/** After one of this length k6 starts what it owes all at once: no iteration is missing, and yet the load was not the one that was asked for. */
const stallMilliseconds = 2_500;
/**
 * So much of its time the heartbeat may lose: with a busy stack beside it a generator on two cores loses up to a tenth, and one that gets a core for
 * a tenth of the time loses four fifths.
 */
const lostShareAllowed = 0.25;
/** A request that times out takes 5 s: in so long a window its virtual user is seen as busy. */
const busyWindowMilliseconds = 6_000;

/**
 * The target is to blame only where slow answers can account for it: by Little's law, the time that iterations took in a second must come near
 * the virtual users that were allotted. Everything else is the generator.
 */
export function whyMissed({ planned, started, intervals, virtualUsers }: Evidence): Missed {
  const silences = silencesOf(intervals);
  const longest = Math.max(0, ...silences);
  const missing = planned - started;
  const short = missing > Math.max(planned * 0.01, 2);
  const lost = lostShare(intervals);
  const ran = longest <= stallMilliseconds && lost <= lostShareAllowed;
  if (!short && ran) return { starved: false, detail: "" };
  const what = short ? `${Math.round(missing)} iterations were not started.` : "Iterations were started late and all at once.";
  const silent = silences.filter((silence) => silence > silenceMilliseconds).length;
  const underWay = mostUnderWay(intervals);
  if (silent === 0 && ran && underWay >= virtualUsers * 0.7)
    return { starved: false, detail: `${what} About ${Math.round(underWay)} of ${virtualUsers} virtual users were waiting for answers.` };
  return {
    starved: true,
    detail: `${what} The generator was silent ${silent} times for more than ${silenceMilliseconds / 1_000} s, at most ${(longest / 1_000).toFixed(1)} s, and its heartbeat lost ${(lost * 100).toFixed(0)} % of the time.`,
  };
}

/** Of the time in which the heartbeat meant to sleep or woke late. */
export function lostShare(intervals: readonly Interval[]): number {
  const [slept, late] = [total(intervals, (one) => one.slept), total(intervals, (one) => one.late)];
  return late / Math.max(1, slept + late);
}

/** From the answer to an export until the next export; the time that the receiver took to answer is not k6's. */
const silencesOf = (intervals: readonly Interval[]): number[] =>
  intervals.slice(1).map(({ at }, index) => at - Math.max(intervals[index]?.at ?? at, intervals[index]?.answeredAt ?? at));

/** Virtual users under way in the busiest seconds. */
function mostUnderWay(intervals: readonly Interval[]): number {
  const shares = intervals.map(({ at }) => {
    const window = intervals.filter((interval) => interval.at <= at && interval.from >= at - busyWindowMilliseconds - silenceMilliseconds / 2);
    const seconds = (at - (window[0]?.from ?? at)) / 1_000;
    return total(window, ({ busy }) => busy) / Math.max(seconds, 1);
  });
  return Math.max(0, ...shares);
}
