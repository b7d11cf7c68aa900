// Utilisation: the mean over the last five seconds, not since the start.
import { expect, test } from "vitest";
import { Utilisation } from "./utilisation.ts";

test("is the mean share of slots over the last 5 s", () => {
  let now = 0;
  const utilisation = new Utilisation(4, () => now);
  expect(utilisation.share()).toBe(0);
  utilisation.enter();
  utilisation.enter();
  now = 2_000;
  expect(utilisation.share()).toBeCloseTo(0.5);
  utilisation.leave();
  utilisation.leave();
  now = 4_000;
  expect(utilisation.share()).toBeCloseTo(0.25);
  for (; now <= 20_000; now += 100) utilisation.share();
  expect(utilisation.share()).toBe(0);
});
