// Exponential histograms: merged at the coarser scale, asked for quantiles. Pure.

/** Bucket `offset + i` holds values in (base^(offset+i), base^(offset+i+1)], base = 2^(2^-scale). */
export interface ExponentialHistogram {
  readonly scale: number;
  readonly zeroCount: number;
  readonly offset: number;
  readonly counts: readonly number[];
}

export const emptyHistogram: ExponentialHistogram = { scale: 20, zeroCount: 0, offset: 0, counts: [] };

export function merge(one: ExponentialHistogram, other: ExponentialHistogram): ExponentialHistogram {
  if (one.counts.length === 0) return { ...other, zeroCount: one.zeroCount + other.zeroCount };
  if (other.counts.length === 0) return { ...one, zeroCount: one.zeroCount + other.zeroCount };
  const scale = Math.min(one.scale, other.scale);
  const [a, b] = [rescale(one, scale), rescale(other, scale)];
  const offset = Math.min(a.offset, b.offset);
  const counts = Array.from(
    { length: Math.max(a.offset + a.counts.length, b.offset + b.counts.length) - offset },
    (_, index) => (a.counts[index + offset - a.offset] ?? 0) + (b.counts[index + offset - b.offset] ?? 0),
  );
  return { scale, zeroCount: a.zeroCount + b.zeroCount, offset, counts };
}

/** To a coarser scale: each step down joins two neighbours. */
export function rescale(histogram: ExponentialHistogram, scale: number): ExponentialHistogram {
  const shift = histogram.scale - scale;
  if (shift <= 0) return histogram;
  const first = histogram.offset >> shift;
  const last = (histogram.offset + histogram.counts.length - 1) >> shift;
  const counts = Array.from({ length: last - first + 1 }, () => 0);
  histogram.counts.forEach((count, index) => {
    const place = ((histogram.offset + index) >> shift) - first;
    counts[place] = (counts[place] ?? 0) + count;
  });
  return { ...histogram, scale, offset: first, counts };
}

/** The quantile (0–1), by interpolation inside its bucket: off by at most the bucket's width, a factor of base. Null without samples. */
export function quantile({ scale, zeroCount, offset, counts }: ExponentialHistogram, share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, zeroCount);
  if (total === 0) return null;
  const rank = share * total;
  if (rank <= zeroCount) return 0;
  const base = 2 ** (2 ** -scale);
  let below = zeroCount;
  for (const [index, count] of counts.entries()) {
    if (count > 0 && below + count >= rank) {
      const lower = base ** (offset + index);
      return lower + (lower * base - lower) * ((rank - below) / count);
    }
    below += count;
  }
  return base ** (offset + counts.length);
}
