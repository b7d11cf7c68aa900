// What the bench says of many readings: median, 95th percentile, highest; and how far a share may be from what was counted.

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** Readings. */
  readonly n: number;
}

/** By nearest rank: each figure is a reading. NaN without any. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return { p50: rank(0.5), p95: rank(0.95), max: rank(1), n: sorted.length };
}

/**
 * The share (0–1) that is not exceeded with 95 % confidence when `events` of `n` were counted: the upper, one-sided limit of Clopper and Pearson,
 * the share at which so few events or fewer come with a chance of 5 %. Without events it is 1 − 0.05^(1/n), near 3 ÷ n.
 */
export function upperBound95(events: number, n: number): number {
  if (events >= n) return 1;
  let [low, high] = [events / n, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (chanceOfAtMost(events, n, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

/** The binomial distribution's, summed from below. `share` is neither 0 nor 1. */
function chanceOfAtMost(events: number, n: number, share: number): number {
  let logarithm = n * Math.log1p(-share);
  let total = Math.exp(logarithm);
  for (let event = 1; event <= events; event += 1) {
    logarithm += Math.log((n - event + 1) / event) + Math.log(share) - Math.log1p(-share);
    total += Math.exp(logarithm);
  }
  return total;
}
