// Answers of several runners as Prometheus tells them: cumulative histograms, pushed when each runner pushes. The figures of all of them are those of the answers.
import fc from "fast-check";
import { expect, test } from "vitest";
import { mergedLive, mergedWindow, type Runner } from "./merged.ts";
import { RunnerSeries } from "./runner-series.ts";
import { readSamples, type Sample } from "./samples.ts";

/** k6's own histograms grow by this factor a bucket at most (client_golang, NativeHistogramBucketFactor 1.1 → schema 3: 2^(2^-3)). */
const scale = 3;
const base = 2 ** (2 ** -scale);
const begun = 1_700_000_000_000;

interface Push {
  /** ms after the beginning. */
  readonly at: number;
  /** Seconds, of the answers since the push before. */
  readonly took: readonly number[];
}

/** What Prometheus answers for a runner's pushes: `<lower, upper, count>` of buckets that hold anything, as strings. */
function answerOf(runners: readonly (readonly Push[])[]): unknown {
  const bucketsOf = (values: readonly number[]): unknown[] =>
    [...Map.groupBy(values, (value) => Math.ceil(Math.log2(value) * 2 ** scale) - 1)]
      .toSorted(([one], [other]) => one - other)
      .map(([index, inside]) => [0, String(base ** index), String(base ** (index + 1)), String(inside.length)]);
  const result = runners.flatMap((pushes, index) => {
    const instance = { instance_id: String(index + 1), testrun_name: "baseline" };
    const until = pushes.map((_, place) => pushes.slice(0, place + 1).flatMap(({ took }) => took));
    const moment = (place: number): number => (begun + (pushes[place]?.at ?? 0)) / 1_000;
    const counted = (value: (place: number) => number) => pushes.map((_, place) => [moment(place), String(value(place))]);
    const answers = (place: number): number => until[place]?.length ?? 0;
    return [
      { metric: { __name__: "k6_gameday_started_total", ...instance }, values: counted(answers) },
      { metric: { __name__: "k6_gameday_answers_total", outcome: "ok", ...instance }, values: counted(answers) },
      { metric: { __name__: "k6_gameday_heartbeat_slept_total", ...instance }, values: counted((place) => pushes[place]?.at ?? 0) },
      { metric: { __name__: "k6_gameday_began", ...instance }, values: counted(() => begun) },
      {
        metric: { __name__: "k6_gameday_duration_seconds", ...instance },
        histograms: until.map((took, place) => [
          moment(place),
          { count: String(took.length), sum: String(took.reduce((sum, value) => sum + value, 0)), buckets: bucketsOf(took) },
        ]),
      },
    ];
  });
  return { status: "success", data: { resultType: "matrix", result } };
}

const durations = fc.array(fc.double({ min: 1e-4, max: 60, noNaN: true }), { maxLength: 30 });
const pushes = fc
  .array(fc.tuple(fc.integer({ min: 800, max: 1_300 }), durations), { minLength: 2, maxLength: 8 })
  .map((rows) => rows.reduce<Push[]>((before, [gap, took]) => [...before, { at: (before.at(-1)?.at ?? 0) + gap, took }], []));
const loads = fc.array(pushes, { minLength: 1, maxLength: 5 });

/** As the adapter looks: again and again, each time from a little before the last look. */
function seriesOf(samples: readonly Sample[], looks: readonly number[]): RunnerSeries {
  const series = new RunnerSeries();
  let seen = -Infinity;
  for (const look of [...looks.toSorted((one, other) => one - other), Infinity]) {
    series.take(
      samples.filter(({ at }) => at <= begun + look && at >= seen - 8_000),
      look === Infinity,
    );
    seen = begun + look;
  }
  return series;
}

const runnersOf = (load: readonly (readonly Push[])[], looks: readonly number[] = []): readonly Runner[] => {
  const samples = readSamples(answerOf(load));
  return load.map((_, index) => {
    const { intervals } = seriesOf(samples.get(index + 1) ?? [], looks);
    return {
      intervals,
      course: { began: begun, ends: begun + 20_000, planned: (until: number) => Math.max(0, Math.min(until - begun, 20_000)) / 1_000 },
    };
  });
};

test("quantiles of all runners together are those of all their answers, to a bucket", () => {
  fc.assert(
    fc.property(loads, fc.array(fc.nat(11_000), { maxLength: 4 }), (load, looks) => {
      const all = load
        .flat()
        .flatMap(({ took }) => took)
        .toSorted((one, other) => one - other);
      const window = mergedWindow(runnersOf(load, looks), 0, Infinity);
      expect(window).toMatchObject({ ok: all.length, started: all.length, shed: 0, errors: 0 });
      for (const [share, found] of [
        [0.5, window.p50],
        [0.95, window.p95],
      ] as const) {
        if (all.length === 0) {
          expect(found).toBeNull();
          continue;
        }
        const exact = (all[Math.max(0, Math.ceil(share * all.length) - 1)] ?? 0) * 1_000;
        expect((found ?? 0) / exact).toBeLessThanOrEqual(base * (1 + 1e-9));
        expect((found ?? 0) / exact).toBeGreaterThanOrEqual((1 - 1e-9) / base);
      }
    }),
    { numRuns: 200 },
  );
});

test("however often and whenever Prometheus is asked, the sums are the same, and each interval begins where the one before ended", () => {
  fc.assert(
    fc.property(pushes, fc.array(fc.nat(11_000), { maxLength: 8 }), (own, looks) => {
      const [runner] = runnersOf([own], looks);
      const intervals = runner?.intervals ?? [];
      expect(intervals.map(({ started }) => started).filter((started) => started > 0)).toEqual(
        own.map(({ took }) => took.length).filter((count) => count > 0),
      );
      intervals.slice(1).forEach(({ from }, index) => expect(from).toBe(intervals[index]?.at));
    }),
  );
});

test("counters that begin anew never count below nothing, and what comes after counts again", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { minLength: 1, maxLength: 6 }), fc.array(fc.nat(500), { minLength: 2, maxLength: 6 }), (before, after) => {
      const series = new RunnerSeries();
      const counts = [before, after].flatMap((increments) =>
        increments.map((_, index) => increments.slice(0, index + 1).reduce((sum, one) => sum + one, 0)),
      );
      counts.forEach((value, index) => {
        const histogram = { scale, zeroCount: 0, offset: 2, counts: [value] };
        const at = begun + (index + 1) * 1_000;
        series.take([
          { series: "started", at, value, histogram },
          { series: "duration", at, value, histogram },
          { series: "slept", at, value: (index + 1) * 1_000, histogram },
        ]);
      });
      const told = series.intervals.map(({ started }) => started);
      expect(told).toHaveLength(counts.length);
      expect(Math.min(...told)).toBeGreaterThanOrEqual(0);
      expect(told.slice(0, before.length)).toEqual(before);
      const [last, first] = [counts[before.length - 1] ?? 0, after[0] ?? 0];
      // Nobody can see one that has come further again than it was.
      expect(told[before.length]).toBe(first < last ? first : first - last);
      expect(told.slice(before.length + 1)).toEqual(after.slice(1));
      for (const { duration, started } of series.intervals) expect(duration.counts.reduce((sum, count) => sum + count, 0)).toBe(started);
    }),
  );
});

test("a runner that tells nothing adds nothing to what was reached, and its share is still asked for", () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 8 }), fc.integer({ min: 1, max: 20 }), (seconds, each) => {
      const own = Array.from({ length: seconds }, (_, index): Push => ({ at: (index + 1) * 1_000, took: Array.from({ length: each }, () => 0.05) }));
      const [one, two] = runnersOf([own, own]);
      const silent = { intervals: [], course: one?.course ?? { began: begun, ends: begun, planned: () => 0 } };
      const runners = [one, two].flatMap((runner) => runner ?? []);
      const [whole, missing] = [mergedWindow(runners, 0, Infinity), mergedWindow([...runners, silent], 0, Infinity)];
      expect(missing).toMatchObject({ started: whole.started, ok: whole.ok, p50: whole.p50, p95: whole.p95, from: whole.from, to: whole.to });
      const [live, without] = [mergedLive(runners), mergedLive([...runners, silent])];
      expect(without?.reached).toBeCloseTo(live?.reached ?? NaN, 9);
      expect(without?.planned ?? 0).toBeGreaterThan(live?.planned ?? Infinity);
    }),
  );
});
