// What Prometheus answers for a load's series: each runner's own samples, with the moments at which they were taken.
import { z } from "zod";
import { loadMetrics } from "../../../model/protocol/load.ts";
import { emptyHistogram, merge, rescale, type ExponentialHistogram } from "../k6/exponential-histogram.ts";

/** Cumulative since the runner's start, except `began`. */
export type SeriesName = "started" | "ok" | "shed" | "error" | "dropped" | "slept" | "late" | "busy" | "duration" | "began";

export interface Sample {
  readonly series: SeriesName;
  /** Unix ms, by the runner's clock. */
  readonly at: number;
  /** Of counters and of `began`; of `busy` seconds. */
  readonly value: number;
  /** Of `duration`, in seconds. */
  readonly histogram: ExponentialHistogram;
}

/** Of k6's names its Prometheus output makes these. */
const prefix = "k6_";
const counters: Readonly<Record<string, SeriesName>> = {
  [`${prefix}${loadMetrics.started}_total`]: "started",
  [`${prefix}dropped_iterations_total`]: "dropped",
  [`${prefix}${loadMetrics.slept}_total`]: "slept",
  [`${prefix}${loadMetrics.late}_total`]: "late",
  [`${prefix}${loadMetrics.began}`]: "began",
};
const answers = `${prefix}${loadMetrics.answers}_total`;
const busy = `${prefix}iteration_duration_seconds`;
const duration = `${prefix}${loadMetrics.duration}_seconds`;

/** All samples of a TestRun's runners in so many seconds, as they were written. */
export const samplesQuery = (testRun: string, seconds: number): string =>
  `{testrun_name="${testRun}",__name__=~"${[...Object.keys(counters), answers, busy, duration].join("|")}"}[${Math.ceil(seconds)}s]`;

const number = z.union([z.string(), z.number()]).transform(Number);
const seconds = z.number().transform((value) => Math.round(value * 1_000));
const bucket = z.tuple([z.number(), number, number, number]);
const histogramSchema = z.object({ count: number, sum: number, buckets: z.array(bucket).default([]) });
const answerSchema = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("matrix"),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([seconds, number])).default([]),
        histograms: z.array(z.tuple([seconds, histogramSchema])).default([]),
      }),
    ),
  }),
});

/** By the runner's number, as the operator tags it. Throws for what is no answer of Prometheus'. */
export function readSamples(answer: unknown): ReadonlyMap<number, readonly Sample[]> {
  const { result } = answerSchema.parse(answer).data;
  const rows = result.flatMap(({ metric, values, histograms }) => {
    const series = seriesOf(metric["__name__"] ?? "", metric["outcome"]);
    const runner = Number(metric["instance_id"]);
    if (series === null || !Number.isInteger(runner)) return [];
    return [
      ...values.map(([at, value]) => ({ runner, sample: { series, at, value, histogram: emptyHistogram } })),
      ...histograms.map(([at, { sum, buckets }]) => ({ runner, sample: { series, at, value: sum, histogram: histogramOf(buckets) } })),
    ];
  });
  return new Map([...Map.groupBy(rows, ({ runner }) => runner)].map(([runner, own]) => [runner, own.map(({ sample }) => sample)]));
}

function seriesOf(name: string, outcome: string | undefined): SeriesName | null {
  if (name === busy) return "busy";
  if (name === duration) return "duration";
  if (name !== answers) return counters[name] ?? null;
  return outcome === "ok" || outcome === "shed" || outcome === "error" ? outcome : null;
}

type Bucket = z.output<typeof bucket>;

/** The rule of a bucket that is closed on both sides: the one around zero. */
const zeroRule = 3;

/** Prometheus tells buckets by their bounds, and leaves out empty ones; they lie on the grid of an exponential histogram. */
export function histogramOf(buckets: readonly Bucket[]): ExponentialHistogram {
  return buckets
    .map(([rule, lower, upper, count]): ExponentialHistogram => {
      if (rule === zeroRule || lower <= 0) return { ...emptyHistogram, zeroCount: count };
      const scale = Math.round(-Math.log2(Math.log2(upper / lower)));
      return { scale, zeroCount: 0, offset: Math.round(Math.log2(lower) * 2 ** scale), counts: [count] };
    })
    .reduce(merge, emptyHistogram);
}

/** What came in between two readings of one cumulative histogram; all of the later, where it began anew. */
export function histogramSince(later: ExponentialHistogram, earlier: ExponentialHistogram): ExponentialHistogram {
  if (earlier.counts.length === 0) return { ...later, zeroCount: Math.max(0, later.zeroCount - earlier.zeroCount) };
  if (sizeOf(later) < sizeOf(earlier)) return later;
  const scale = Math.min(later.scale, earlier.scale);
  const [now, before] = [rescale(later, scale), rescale(earlier, scale)];
  return {
    scale,
    zeroCount: Math.max(0, now.zeroCount - before.zeroCount),
    offset: now.offset,
    counts: now.counts.map((count, index) => Math.max(0, count - (before.counts[now.offset + index - before.offset] ?? 0))),
  };
}

const sizeOf = ({ zeroCount, counts }: ExponentialHistogram): number => counts.reduce((sum, count) => sum + count, zeroCount);
