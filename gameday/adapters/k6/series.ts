// What k6 measured, export by export, and windows over it.
import { loadMetrics } from "../../../model/protocol/load.ts";
import type { LoadWindow } from "../../ports/load.ts";
import { emptyHistogram, merge, quantile, type ExponentialHistogram } from "./exponential-histogram.ts";
import type { OtlpMetric } from "./otlp.ts";

export interface Interval {
  /** Unix ms at which it arrived; it holds what happened since the one before. */
  readonly at: number;
  readonly started: number;
  readonly ok: number;
  readonly shed: number;
  readonly errors: number;
  readonly dropped: number;
  /** ms, of answers with outcome ok. */
  readonly duration: ExponentialHistogram;
}

export function intervalOf(metrics: readonly OtlpMetric[], at: number): Interval {
  const outcome = (name: string): number => counter(metrics, loadMetrics.answers, name);
  return {
    at,
    started: counter(metrics, loadMetrics.started),
    ok: outcome("ok"),
    shed: outcome("shed"),
    errors: outcome("error"),
    dropped: counter(metrics, "dropped_iterations"),
    duration: metrics
      .filter(({ name }) => name === loadMetrics.duration)
      .flatMap(({ exponentialHistogram }) => exponentialHistogram?.dataPoints ?? [])
      .map(({ scale, zeroCount, positive }) => ({ scale, zeroCount, offset: positive?.offset ?? 0, counts: positive?.bucketCounts ?? [] }))
      .reduce(merge, emptyHistogram),
  };
}

function counter(metrics: readonly OtlpMetric[], name: string, outcome?: string): number {
  return metrics
    .filter((metric) => metric.name === name)
    .flatMap(({ sum }) => sum?.dataPoints ?? [])
    .filter(({ attributes }) => outcome === undefined || attributes.some(({ key, value }) => key === "outcome" && value?.stringValue === outcome))
    .reduce((total, { asDouble, asInt }) => total + (asDouble ?? asInt ?? 0), 0);
}

/** Figures of the intervals that arrived in (from, to]. `planned` is the caller's. */
export function windowOf(intervals: readonly Interval[], from: number, to: number, planned: number): LoadWindow {
  const inside = intervals.filter(({ at }) => at > from && at <= to);
  const total = (pick: (interval: Interval) => number): number => inside.reduce((sum, interval) => sum + pick(interval), 0);
  const duration = inside.map((interval) => interval.duration).reduce(merge, emptyHistogram);
  return {
    from,
    to,
    planned,
    p50: quantile(duration, 0.5),
    p95: quantile(duration, 0.95),
    ok: total(({ ok }) => ok),
    shed: total(({ shed }) => shed),
    errors: total(({ errors }) => errors),
    started: total(({ started }) => started),
  };
}
