// How long the system was away after a fault, measured on writes that clients saw accepted.
import type { AcceptedWrite } from "../ports/load.ts";

export interface Outage {
  /** Seconds from the injection to the end of the longest gap between accepted writes; 0 where no gap stands out. */
  readonly recoveryTime: number;
  /** Seconds of the gap itself. */
  readonly longestGap: number;
}

/** A gap counts from here on: shorter ones come from the arrival process itself. */
const noticeableGapSeconds = 1;

/** `from` and `to` are unix ms: the injection, and when the system was whole again. */
export function outageAfter(accepted: readonly AcceptedWrite[], from: number, to: number): Outage {
  const times = accepted
    .map(({ at }) => at)
    .filter((at) => at >= from && at <= to)
    .toSorted((a, b) => a - b);
  let [previous, longest, end] = [from, 0, from];
  for (const at of times) {
    if (at - previous > longest) [longest, end] = [at - previous, at];
    previous = at;
  }
  const longestGap = longest / 1_000;
  return { longestGap, recoveryTime: longestGap >= noticeableGapSeconds ? (end - from) / 1_000 : 0 };
}
