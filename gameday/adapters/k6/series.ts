// What k6 measured, export by export, and windows over it.
import { loadMetrics } from "../../../model/protocol/load.ts";
import type { LoadWindow } from "../../ports/load.ts";
import { emptyHistogram, merge, quantile, type ExponentialHistogram } from "./exponential-histogram.ts";
import type { OtlpMetric } from "./otlp.ts";

export interface Interval {
  /** Unix ms at which k6 made the export before, and this one; it holds what happened between them. */
  readonly from: number;
  readonly at: number;
  /** Unix ms at which this export was answered: until then k6 makes no other. */
  readonly answeredAt: number;
  /** Unix ms at which the schedule began, once k6 has said so. */
  readonly began: number | null;
  readonly started: number;
  readonly ok: number;
  readonly shed: number;
  readonly errors: number;
  readonly dropped: number;
  /** Seconds that the iterations which ended took, all together. */
  readonly busy: number;
  /** ms that the heartbeat meant to sleep, and that it woke later than that. */
  readonly slept: number;
  readonly late: number;
  /** ms, of answers with outcome ok. */
  readonly duration: ExponentialHistogram;
}

/** Of k6's own metrics. */
const [droppedIterations, iterationDuration] = ["dropped_iterations", "iteration_duration"];

export function intervalOf(metrics: readonly OtlpMetric[], from: number, answeredAt: number): Interval {
  const outcome = (name: string): number => counter(metrics, loadMetrics.answers, name);
  const times = metrics.flatMap(({ sum, gauge, exponentialHistogram }) =>
    [...(sum?.dataPoints ?? []), ...(gauge?.dataPoints ?? []), ...(exponentialHistogram?.dataPoints ?? [])].map(({ at }) => at),
  );
  return {
    from,
    at: times.length === 0 ? answeredAt : Math.max(...times),
    answeredAt,
    began: metrics.find(({ name }) => name === loadMetrics.began)?.gauge?.dataPoints[0]?.asDouble ?? null,
    started: counter(metrics, loadMetrics.started),
    ok: outcome("ok"),
    shed: outcome("shed"),
    errors: outcome("error"),
    dropped: counter(metrics, droppedIterations),
    busy: histograms(metrics, iterationDuration).reduce((total, { sum }) => total + sum, 0) / 1_000,
    slept: counter(metrics, loadMetrics.slept),
    late: counter(metrics, loadMetrics.late),
    duration: histograms(metrics, loadMetrics.duration)
      .map(({ scale, zeroCount, positive }) => ({ scale, zeroCount, offset: positive?.offset ?? 0, counts: positive?.bucketCounts ?? [] }))
      .reduce(merge, emptyHistogram),
  };
}

const named = (metrics: readonly OtlpMetric[], wanted: string | undefined): OtlpMetric[] => metrics.filter(({ name }) => name === wanted);

const histograms = (metrics: readonly OtlpMetric[], name: string | undefined) =>
  named(metrics, name).flatMap(({ exponentialHistogram }) => exponentialHistogram?.dataPoints ?? []);

function counter(metrics: readonly OtlpMetric[], name: string | undefined, outcome?: string): number {
  return named(metrics, name)
    .flatMap(({ sum }) => sum?.dataPoints ?? [])
    .filter(({ attributes }) => outcome === undefined || attributes.some(({ key, value }) => key === "outcome" && value?.stringValue === outcome))
    .reduce((total, { asDouble, asInt }) => total + (asDouble ?? asInt ?? 0), 0);
}

export const total = (intervals: readonly Interval[], pick: (interval: Interval) => number): number =>
  intervals.reduce((sum, interval) => sum + pick(interval), 0);

export const durationsOf = (intervals: readonly Interval[]): ExponentialHistogram =>
  intervals.map(({ duration }) => duration).reduce(merge, emptyHistogram);

/** Intervals that lie in (from, to] with more than their half. */
export const within = (intervals: readonly Interval[], from: number, to: number): Interval[] =>
  intervals.filter((interval) => (interval.from + interval.at) / 2 > from && (interval.from + interval.at) / 2 <= to);

/** `planned`: iterations asked for until a moment, unix ms. */
export function windowOf(intervals: readonly Interval[], from: number, to: number, planned: (until: number) => number): LoadWindow {
  const inside = within(intervals, from, to);
  const [start, end] = [inside[0]?.from ?? from, inside.at(-1)?.at ?? to];
  const duration = durationsOf(inside);
  return {
    from: start,
    to: end,
    planned: planned(end) - planned(start),
    p50: quantile(duration, 0.5),
    p95: quantile(duration, 0.95),
    ok: total(inside, ({ ok }) => ok),
    shed: total(inside, ({ shed }) => shed),
    errors: total(inside, ({ errors }) => errors),
    started: total(inside, ({ started }) => started),
  };
}
