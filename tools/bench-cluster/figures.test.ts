// When calls count as growing, and how the table reads.
import { expect, test } from "vitest";
import { describe, grown, summarize, type Measured } from "./figures.ts";

const measured = (calls: number, seconds = 1): Measured => ({
  "look before a run": { seconds, calls: 50 },
  "pick targets": { seconds, calls },
  "see a pod replaced": { seconds, calls },
  "verify clean": { seconds, calls: 7 },
});

test("calls that are as many among more pods do not grow; one more does, but for looks whether the server lives", () => {
  expect(
    grown([
      { pods: 160, steps: measured(9) },
      { pods: 5_000, steps: measured(9) },
    ]),
  ).toEqual([]);
  expect(
    grown([
      { pods: 160, steps: measured(9) },
      { pods: 5_000, steps: measured(10) },
    ]),
  ).toEqual(["pick targets"]);
});

test("of several rounds the median is told", () => {
  const steps = summarize([measured(9, 3), measured(8, 1), measured(20, 2)]);
  expect(steps["pick targets"]).toEqual({ seconds: 2, calls: 9 });
  expect(describe([{ pods: 5_000, steps }]).split("\n")).toEqual([
    "| s (API calls) | 5,000 pods |",
    "|---|---|",
    "| look before a run | 2.00 (50) |",
    "| pick targets | 2.00 (9) |",
    "| see a pod replaced | 2.00 (9) |",
    "| verify clean | 2.00 (7) |",
  ]);
});
