// How long the system was away after a fault, measured on writes that clients saw accepted.
import type { AcceptedWrite } from "../ports/load.ts";

export interface Outage {
  /** Seconds from the injection to the end of the longest gap between accepted writes; 0 where no gap stands out. */
  readonly recoveryTime: number;
  /** Seconds of the gap itself. */
  readonly longestGap: number;
  /** False: the observation ended before a write was accepted again. Both figures are then what they had reached, the least that they can be. */
  readonly ended: boolean;
}

/** A gap counts from here on: shorter ones come from the arrival process itself. */
const noticeableGapSeconds = 1;
/** The last gap, which no write ends, counts from so many times the usual one on: at a low rate a second without a write is nothing. */
const usualGaps = 10;

/** `from` and `to` are unix ms: the injection, and the end of the observation, up to which a missing write counts. */
export function outageAfter(accepted: readonly AcceptedWrite[], from: number, to: number): Outage {
  const known = accepted.map(({ at }) => at).toSorted((a, b) => a - b);
  let [previous, longest, end] = [from, 0, from];
  for (const at of known.filter((time) => time >= from)) {
    if (at - previous > longest) [longest, end] = [at - previous, at];
    previous = at;
  }
  const open = Math.max(0, to - previous);
  if (open >= Math.max(noticeableGapSeconds * 1_000, usualGaps * usualGap(known)))
    return { longestGap: Math.max(longest, open) / 1_000, recoveryTime: Math.max(0, to - from) / 1_000, ended: false };
  const longestGap = longest / 1_000;
  return { longestGap, recoveryTime: longestGap >= noticeableGapSeconds ? (end - from) / 1_000 : 0, ended: true };
}

/** The median, ms; 0 where there is none. */
function usualGap(times: readonly number[]): number {
  const gaps = times
    .slice(1)
    .map((at, index) => at - (times[index] ?? at))
    .toSorted((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? 0;
}
