// What calibration finds of systems that serve so much and no more.
import fc from "fast-check";
import { expect, test } from "vitest";
import { plannedIterations, scheduleSeconds, type Schedule } from "../../../model/load-shapes.ts";
import { calibrate, type Trial } from "./calibration.ts";
import { windowOf } from "./series.ts";
import { simulateExports } from "./simulated-exports.ts";

const wanted = 100;
const firstExport = fc.integer({ min: 0, max: 999 });

/** A system's answer times in ms, by the moment (ms from a trial's beginning) at which an iteration starts. */
type System = (trial: number) => (start: number) => number;

interface Found {
  readonly rate: number;
  readonly seconds: number;
}

async function found(system: System, first: number): Promise<Found> {
  const tried: Schedule[] = [];
  const rate = await calibrate(wanted, (schedule): Promise<Trial> => {
    const began = 1_763_700_000_000 + tried.length * 60_000;
    const exports = Array.from({ length: 14 }, (_, index) => began + first + index * 1_000);
    const intervals = simulateExports({ schedule, began, exports, lag: (index) => (index * 29) % 100, answer: system(tried.length) });
    tried.push(schedule);
    const planned = (until: number): number => plannedIterations(schedule, (until - began) / 1_000);
    return Promise.resolve({ window: (from, to) => windowOf(intervals, from, to, planned), from: began - 500, to: began + 14_000 });
  });
  return { rate, seconds: tried.reduce((sum, schedule) => sum + scheduleSeconds(schedule), 0) };
}

/** Serves `capacity` a second, one after the other. */
const queueing =
  (capacity: number): System =>
  () => {
    let free = 0;
    return (start) => {
      free = Math.max(free, start) + 1_000 / capacity;
      return free - start;
    };
  };

test("a system that keeps up reaches all that is wanted, and no rate that was not tried is claimed", async () => {
  await fc.assert(
    fc.asyncProperty(firstExport, fc.integer({ min: 1, max: 400 }), async (first, milliseconds) => {
      const { rate, seconds } = await found(() => () => milliseconds, first);
      expect(rate).toBeGreaterThanOrEqual(wanted);
      expect(rate).toBeLessThanOrEqual(wanted * 1.05 + 1e-6);
      expect(seconds).toBeLessThanOrEqual(7);
    }),
    { numRuns: 50 },
  );
});

test("one that serves less is found at what it serves, not at the steps below, in eleven seconds", async () => {
  await fc.assert(
    fc.asyncProperty(firstExport, fc.integer({ min: 26, max: 90 }), async (first, capacity) => {
      const { rate, seconds } = await found(queueing(capacity), first);
      expect(rate, `of ${capacity}`).toBeGreaterThanOrEqual(capacity * 0.85);
      expect(rate, `of ${capacity}`).toBeLessThanOrEqual(capacity * 1.02);
      expect(seconds).toBeLessThanOrEqual(11);
    }),
    { numRuns: 50 },
  );
});

test("a hiccup of a second does not lower it", async () => {
  await fc.assert(
    fc.asyncProperty(firstExport, fc.integer({ min: 0, max: 6_500 }), async (first, hiccup) => {
      const system: System = (trial) => (start) => (trial === 0 && start > hiccup && start < hiccup + 1_000 ? 900 : 20);
      expect((await found(system, first)).rate).toBeGreaterThanOrEqual(wanted);
    }),
    { numRuns: 50 },
  );
});

test("one whose answers grow slow, without a limit to what it serves, is found at the rates where they were quick", async () => {
  const slower: System = (trial) => (start) => (trial > 0 || start > 2_500 ? 900 : 50);
  const { rate } = await found(slower, 300);
  expect(rate).toBeGreaterThan(30);
  expect(rate).toBeLessThan(90);
});

test("one that is too slow at any rate reaches nothing", async () => {
  expect((await found(() => () => 800, 300)).rate).toBe(0);
});
