// Random values in random histograms: nothing is lost in a merge, and a quantile is off by a bucket at most.
import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyHistogram, merge, quantile, rescale, type ExponentialHistogram } from "./exponential-histogram.ts";

const zeros = fc.nat({ max: 3 });
const durations = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { maxLength: 60 });
const scales = fc.integer({ min: -2, max: 12 });

/** As the specification says: bucket i holds (base^i, base^(i+1)], base = 2^(2^-scale). */
const bucketOf = (value: number, scale: number): number => Math.ceil(Math.log2(value) * 2 ** scale) - 1;

function histogramOf(values: readonly number[], scale: number): ExponentialHistogram {
  const positive = values.filter((value) => value > 0);
  const places = positive.map((value) => bucketOf(value, scale));
  const offset = places.length === 0 ? 0 : Math.min(...places);
  const counts = places.length === 0 ? [] : Array.from({ length: Math.max(...places) - offset + 1 }, () => 0);
  for (const place of places) counts[place - offset] = (counts[place - offset] ?? 0) + 1;
  return { scale, zeroCount: values.length - positive.length, offset, counts };
}

const count = ({ zeroCount, counts }: ExponentialHistogram): number => counts.reduce((sum, one) => sum + one, zeroCount);
const withZeros = fc.tuple(durations, zeros).map(([values, none]) => [...values, ...Array.from({ length: none }, () => 0)]);

test("a quantile is in the bucket of the exact one: off by a factor of its base at most", () => {
  fc.assert(
    fc.property(withZeros, scales, fc.double({ min: 0.01, max: 1, noNaN: true }), (values, scale, share) => {
      const found = quantile(histogramOf(values, scale), share);
      expect(found === null).toBe(values.length === 0);
      const exact = values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0;
      if (exact === 0) {
        expect(found ?? 0).toBe(0);
        return;
      }
      const base = 2 ** (2 ** -scale);
      expect((found ?? 0) / exact).toBeLessThanOrEqual(base * (1 + 1e-9));
      expect((found ?? 0) / exact).toBeGreaterThanOrEqual((1 - 1e-9) / base);
    }),
    { numRuns: 500 },
  );
});

test("a merge is the histogram of all values at the coarser scale", () => {
  fc.assert(
    fc.property(withZeros, withZeros, scales, scales, (some, others, one, other) => {
      const merged = merge(histogramOf(some, one), histogramOf(others, other));
      expect(count(merged)).toBe(some.length + others.length);
      const all = [...some, ...others];
      // Without positive values one side keeps the other's scale.
      if (some.some((value) => value > 0) && others.some((value) => value > 0)) expect(merged).toEqual(histogramOf(all, Math.min(one, other)));
      expect(merge(histogramOf(others, other), histogramOf(some, one)).counts).toEqual(merged.counts);
    }),
  );
});

test("many small ones merge into one whose quantile is as good as its scale", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(withZeros, fc.integer({ min: 0, max: 8 })), { minLength: 1, maxLength: 12 }), (parts) => {
      const merged = parts.map(([values, scale]) => histogramOf(values, scale)).reduce(merge, emptyHistogram);
      const all = parts.flatMap(([values]) => values).toSorted((a, b) => a - b);
      expect(count(merged)).toBe(all.length);
      const p95 = quantile(merged, 0.95);
      expect(p95 === null).toBe(all.length === 0);
      const exact = all[Math.max(0, Math.ceil(0.95 * all.length) - 1)] ?? 0;
      const base = 2 ** (2 ** -merged.scale);
      expect(p95 ?? 0).toBeLessThanOrEqual(exact * base * (1 + 1e-9));
      expect((p95 ?? 0) * base * (1 + 1e-9)).toBeGreaterThanOrEqual(exact);
    }),
  );
});

test("a coarser scale keeps the count and every value's bucket", () => {
  fc.assert(
    fc.property(withZeros, scales, fc.integer({ min: 0, max: 6 }), (values, scale, down) => {
      const coarser = rescale(histogramOf(values, scale), scale - down);
      if (values.some((value) => value > 0)) expect(coarser).toEqual(histogramOf(values, scale - down));
      expect(count(coarser)).toBe(values.length);
    }),
  );
});

test("a higher share never gives a lower quantile", () => {
  fc.assert(
    fc.property(withZeros, scales, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (values, scale, a, b) => {
      fc.pre(values.length > 0);
      const histogram = histogramOf(values, scale);
      expect(quantile(histogram, Math.max(a, b)) ?? -1).toBeGreaterThanOrEqual((quantile(histogram, Math.min(a, b)) ?? -1) * (1 - 1e-12));
    }),
  );
});
