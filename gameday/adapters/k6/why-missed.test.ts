// Who is blamed: the target only where its answers filled the virtual users, the generator for everything else.
import { expect, test } from "vitest";
import { plannedIterations, scheduleOf } from "../../../model/load-shapes.ts";
import { simulateExports } from "./simulated-exports.ts";
import { total } from "./series.ts";
import { whyMissed, type Evidence } from "./why-missed.ts";

const schedule = scheduleOf({ kind: "constant" }, 20, 12);
const planned = plannedIterations(schedule);
const began = 1_763_700_000_000;
const everySecond = Array.from({ length: 18 }, (_, index) => began + (index + 1) * 1_000);

function evidence(change: Partial<Evidence> = {}, exports = everySecond, answer = (_start: number) => 20): Evidence {
  const intervals = simulateExports({ schedule, began, exports, lag: () => 50, answer });
  return { planned, started: total(intervals, ({ started }) => started), intervals, virtualUsers: 120, ...change };
}

test("nobody, where all or nearly all was started", () => {
  expect(whyMissed(evidence())).toEqual({ starved: false, detail: "" });
  expect(whyMissed(evidence({ started: planned - 2 })).starved).toBe(false);
});

test("the generator, where the target answered quickly", () => {
  const { starved, detail } = whyMissed(evidence({ started: planned - 30 }));
  expect(starved).toBe(true);
  expect(detail).toMatch(/^30 iterations were not started.*heartbeat lost 0 %/);
});

test("the target, where answers kept the virtual users busy, be it for a part of the phase", () => {
  const slow = evidence({ started: planned - 30, virtualUsers: 90 }, everySecond, () => 5_000);
  expect(whyMissed(slow)).toMatchObject({ starved: false, detail: expect.stringMatching(/of 90 virtual users were waiting for answers/) });
  const partly = evidence({ started: planned - 30, virtualUsers: 90 }, everySecond, (start) => (start > 3_000 && start < 9_000 ? 5_000 : 10));
  expect(whyMissed(partly).starved).toBe(false);
});

test("not the target, where the virtual users had time left", () => {
  expect(whyMissed(evidence({ started: planned - 30 }, everySecond, () => 1_000)).starved).toBe(true);
});

test("the generator, where it stalled and then did all at once, so that none is missing", () => {
  const stalled = everySecond.filter((at) => at <= began + 4_000 || at > began + 7_000);
  const { starved, detail } = whyMissed(evidence({}, stalled));
  expect(starved).toBe(true);
  expect(detail).toMatch(/late and all at once.*at most 4\.0 s/);
});

test("the generator, where it ran a tenth of each second and then did all of it at once", () => {
  const { intervals, ...rest } = evidence();
  const burst = intervals.map((interval) => ({ ...interval, slept: 100, late: 850 }));
  const { starved, detail } = whyMissed({ ...rest, intervals: burst });
  expect(starved).toBe(true);
  expect(detail).toMatch(/late and all at once.*heartbeat lost 89 %/);
});

test("nobody, where an export waited for the receiver: k6 went on meanwhile", () => {
  const late = everySecond.filter((at) => at <= began + 4_000 || at > began + 7_000);
  const { intervals, ...rest } = evidence({}, late);
  const waited = intervals.map((interval) => (interval.at === began + 4_000 ? { ...interval, answeredAt: began + 7_900 } : interval));
  expect(whyMissed({ ...rest, intervals: waited }).starved).toBe(false);
});
