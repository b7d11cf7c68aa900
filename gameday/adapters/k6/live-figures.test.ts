// The live rate of any load whose exports come a little early or late: near what was asked, to its end and after it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { plannedIterations, scheduleOf, type Schedule } from "../../../model/load-shapes.ts";
import { liveFigures, type Course, type LiveFigures } from "./live-figures.ts";
import { simulateExports } from "./simulated-exports.ts";

const began = 1_763_700_000_000;
const seconds = 12;
const lag = 50;

const courseOf = (schedule: Schedule, ends = began + seconds * 1_000): Course => ({
  began,
  ends,
  planned: (until) => plannedIterations(schedule, (Math.min(until, ends) - began) / 1_000),
});

/** What is shown at each export, from the first figures on. */
function shown(intervals: ReturnType<typeof simulateExports>, course: Course): LiveFigures[] {
  return intervals.map((_, index) => liveFigures(intervals.slice(0, index + 1), course, lag)).filter((figures) => figures !== null);
}

/** Exports each second, up to 80 ms off, from somewhere in the first second until after the end. */
const exportTimes = fc
  .tuple(fc.integer({ min: -400, max: 600 }), fc.array(fc.integer({ min: -80, max: 80 }), { minLength: 15, maxLength: 15 }))
  .map(([first, jitter]) => jitter.map((off, index) => began + first + index * 1_000 + off));
const lags = fc.array(fc.integer({ min: 0, max: 2 * lag }), { minLength: 7, maxLength: 7 });

test("a constant rate is shown as asked, and what was reached within a tenth and an iteration or two of it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 60 }), exportTimes, lags, (rate, exports, late) => {
      const schedule = scheduleOf({ kind: "constant" }, rate, seconds);
      const figures = shown(simulateExports({ schedule, began, exports, lag: (index) => late[index % 7] ?? 0 }), courseOf(schedule));
      expect(figures.length).toBeGreaterThanOrEqual(exports.length - 3);
      for (const { planned, reached } of figures) {
        expect(planned).toBeCloseTo(rate, 6);
        expect(Math.abs(reached - rate), `${reached} of ${rate}`).toBeLessThanOrEqual(rate * 0.1 + 1.5);
      }
      for (const { reached } of figures.slice(2)) expect(Math.abs(reached - rate), `${reached} of ${rate}`).toBeLessThanOrEqual(rate * 0.05 + 0.8);
    }),
    { numRuns: 60 },
  );
});

test("at 20/s each figure is between 18 and 22", () => {
  const schedule = scheduleOf({ kind: "constant" }, 20, seconds);
  const exports = Array.from({ length: 14 }, (_, index) => began + 700 + index * 1_000 + (index % 2) * 40);
  const figures = shown(simulateExports({ schedule, began, exports, lag: (index) => (index * 37) % (2 * lag) }), courseOf(schedule));
  expect(figures.length).toBeGreaterThanOrEqual(12);
  for (const { reached } of figures) {
    expect(reached).toBeGreaterThan(18);
    expect(reached).toBeLessThan(22);
  }
});

test("what an export does not hold yet is not taken for missing", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 60 }), exportTimes, (rate, exports) => {
      const schedule = scheduleOf({ kind: "constant" }, rate, seconds);
      for (const { reached } of shown(simulateExports({ schedule, began, exports, lag: () => lag }), courseOf(schedule)))
        expect(Math.abs(reached - rate), `${reached} of ${rate}`).toBeLessThanOrEqual(1.05);
    }),
    { numRuns: 60 },
  );
});

test("an export that comes late, over the end of the load, leaves figures to show after it", () => {
  const schedule = scheduleOf({ kind: "constant" }, 20, seconds);
  const exports = [1, 2, 3, 4, 5, 6, 7, 13, 14, 15].map((second) => began + second * 1_000);
  const figures = shown(simulateExports({ schedule, began, exports, lag: () => lag }), courseOf(schedule));
  expect(figures).toHaveLength(exports.length - 1);
  for (const { planned, reached } of figures) {
    expect(planned).toBeCloseTo(20, 6);
    expect(Math.abs(reached - 20)).toBeLessThanOrEqual(2);
  }
});

test("what was reached follows what was asked up and down a soak and over a breakpoint", () => {
  const shape = fc.constantFrom(
    { kind: "soak", rampShare: 0.3 } as const,
    { kind: "breakpoint", until: 2 } as const,
    { kind: "step", steps: 4 } as const,
  );
  fc.assert(
    fc.property(shape, fc.integer({ min: 10, max: 40 }), exportTimes, (one, rate, exports) => {
      const schedule = scheduleOf(one, rate, seconds);
      for (const { planned, reached } of shown(simulateExports({ schedule, began, exports, lag: () => lag }), courseOf(schedule)))
        expect(Math.abs(reached - planned), `${reached} of ${planned}`).toBeLessThanOrEqual(planned * 0.1 + 1.5);
    }),
    { numRuns: 40 },
  );
});

test("after a load was stopped its rate stays what it was at that moment", () => {
  const schedule = scheduleOf({ kind: "constant" }, 20, seconds);
  const exports = [1, 2, 3, 4, 5, 6, 7, 8].map((second) => began + second * 1_000);
  const stoppedAt = began + 4_500;
  const intervals = simulateExports({ schedule: scheduleOf({ kind: "constant" }, 20, 4.5), began, exports, lag: () => lag });
  for (const { planned, reached } of shown(intervals, courseOf(schedule, stoppedAt))) {
    expect(planned).toBeCloseTo(20, 6);
    expect(Math.abs(reached - 20)).toBeLessThanOrEqual(2);
  }
});

test("the answer times are those of the last three seconds", () => {
  const schedule = scheduleOf({ kind: "constant" }, 20, seconds);
  const exports = Array.from({ length: 12 }, (_, index) => began + (index + 1) * 1_000);
  const answer = (start: number): number => (start > 4_000 && start < 6_000 ? 900 : 10);
  const figures = shown(simulateExports({ schedule, began, exports, lag: () => lag, answer }), courseOf(schedule));
  const p95 = figures.map((one) => Math.round((one.p95 ?? 0) / 100) * 100);
  expect(p95).toContain(900);
  expect(p95.slice(0, 2)).toEqual([0, 0]);
  expect(p95.slice(-2)).toEqual([0, 0]);
});
