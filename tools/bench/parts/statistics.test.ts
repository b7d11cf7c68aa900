// The bench's figures against values from tables.
import { expect, test } from "vitest";
import { spread, upperBound95 } from "./statistics.ts";

test("median, 95th percentile and highest are readings", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(spread(hundred)).toEqual({ p50: 50, p95: 95, max: 100, n: 100 });
  expect(spread([7])).toEqual({ p50: 7, p95: 7, max: 7, n: 1 });
});

test.for([
  // Without events: 1 − 0.05^(1/n). With them: Clopper and Pearson's one-sided limit, the 95 % point of the beta distribution (k + 1, n − k).
  [0, 1_000, 0.0029912],
  [0, 10, 0.2588656],
  [1, 10, 0.3941633],
  [5, 100, 0.1022534],
  [10, 10, 1],
] as const)("%i of %i: at most %f, with 95 %% confidence", ([events, n, bound]) => {
  expect(upperBound95(events, n)).toBeCloseTo(bound, 5);
});
