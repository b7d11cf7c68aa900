// The growth of a preview with its regions: 3 where each costs the same, 9 where each pair does.
import { expect, test } from "vitest";
import { growth, median, type Measured } from "./figures.ts";

const measured = (cost: (regions: number) => number): readonly Measured[] =>
  [1, 3, 9].map((regions) => ({ regions, cpuSeconds: cost(regions), seconds: 0, megabytes: 0, resources: 0 }));

test.for([
  ["every region costs the same", (regions: number) => 2 + regions, 3],
  ["every pair of regions costs the same", (regions: number) => regions ** 2, 9],
] as const)("%s: %i", ([, cost, expected]) => {
  expect(growth(measured(cost))).toBe(expected);
});

test("the median, and what has none", () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2]);
  expect(() => median([])).toThrow(RangeError);
  expect(() => growth([])).toThrow(RangeError);
});
