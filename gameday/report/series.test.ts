// Curves of a report: bounded however long the run, with every peak still in them.
import fc from "fast-check";
import { expect, test } from "vitest";
import { Series } from "./series.ts";

const seriesOf = (values: readonly number[]): Series => {
  const series = new Series();
  values.forEach((value, index) => series.add(index, value));
  return series;
};

test("a short curve is kept as it is", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { maxLength: 1_999 }), (values) => {
      expect(seriesOf(values).points()).toEqual(values.map((value, index) => [index, value]));
    }),
  );
});

test("a long one has at most 2,000 points, in the order of time, the highest among them where it was", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2_000, max: 100_000 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (length, place) => {
      const peak = Math.floor(place * length);
      const points = seriesOf(Array.from({ length }, (_, index) => (index === peak ? 1_000 : Math.sin(index)))).points();
      expect(points.length).toBeLessThanOrEqual(2_000);
      expect(points.length).toBeGreaterThanOrEqual(1_000);
      const times = points.map(([at]) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(points).toContainEqual([peak, 1_000]);
    }),
    { numRuns: 20 },
  );
});
