// Quantiles and counts from the difference of two snapshots of cumulative histograms and counters.
import type { MetricSeries, MetricSnapshot } from "../ports/stack.ts";

export type Labels = Readonly<Record<string, string>>;

export interface Increase {
  readonly labels: Labels;
  readonly count: number;
  readonly buckets: readonly (readonly [number, number])[];
}

/** What each series of a metric grew by. A series that restarted (its count fell, or is new) counts from zero. */
export function increases(metric: string, start: MetricSnapshot, end: MetricSnapshot): Increase[] {
  const before = new Map(start.series.filter((series) => series.metric === metric).map((series) => [seriesKey(series), series]));
  return end.series
    .filter((series) => series.metric === metric)
    .map((series) => {
      const earlier = before.get(seriesKey(series));
      const base = earlier !== undefined && earlier.value <= series.value ? earlier : undefined;
      const old = new Map(base?.buckets ?? []);
      return {
        labels: series.labels,
        count: series.value - (base?.value ?? 0),
        buckets: (series.buckets ?? []).map(([bound, count]) => [bound, count - (old.get(bound) ?? 0)] as const),
      };
    });
}

const seriesKey = ({ source, metric, labels }: MetricSeries): string =>
  JSON.stringify([source, metric, Object.entries(labels).toSorted(([a], [b]) => a.localeCompare(b))]);

/**
 * The quantile (0–1) over several histograms with the same bounds, by linear interpolation inside the bucket, as Prometheus' histogram_quantile does:
 * the error is at most the width of the bucket. Null without samples; the highest finite bound for what lies beyond it.
 */
export function quantileOf(parts: readonly Increase[], quantile: number): number | null {
  const merged = new Map<number, number>();
  for (const { buckets } of parts) for (const [bound, count] of buckets) merged.set(bound, (merged.get(bound) ?? 0) + count);
  const ascending = [...merged].toSorted(([a], [b]) => a - b);
  const total = ascending.at(-1)?.[1] ?? 0;
  if (total <= 0) return null;
  const rank = quantile * total;
  let [lower, below] = [0, 0];
  for (const [bound, count] of ascending) {
    if (count >= rank && count > below) {
      if (!Number.isFinite(bound)) return lower;
      return lower + (bound - lower) * ((rank - below) / (count - below));
    }
    [lower, below] = [bound, count];
  }
  return lower;
}
