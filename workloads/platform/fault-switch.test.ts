// The fault switch: a share of calls, for a time, and not a moment longer.
import { expect, test } from "vitest";
import { FaultSwitch } from "./fault-switch.ts";
import { seededRandom } from "./random.ts";

test("strikes about its share until its time is up", () => {
  let now = 0;
  const faults = new FaultSwitch(seededRandom(1), () => now);
  const struck = () => Array.from({ length: 1_000 }, () => faults.strikes()).filter(Boolean).length;
  expect(struck()).toBe(0);
  faults.set(0.3, 5);
  expect(struck()).toBeGreaterThan(250);
  expect(struck()).toBeLessThan(350);
  now = 5_000;
  expect(struck()).toBe(0);
});

test("ends when it is cleared", () => {
  const faults = new FaultSwitch(seededRandom(1), () => 0);
  faults.set(1, 60);
  expect(faults.strikes()).toBe(true);
  faults.clear();
  expect(faults.strikes()).toBe(false);
});
