// Health from looks: one lost connection is forgiven, two are not, a "no" counts at once, silence counts after 1.3 s.
import { expect, test } from "vitest";
import { Health } from "./health-watch.ts";

test("nothing is well before the first good answer", () => {
  const health = new Health();
  expect(health.well(0)).toBe(false);
  health.saw("yes", 10);
  expect(health.well(10)).toBe(true);
});

test("one lost connection is forgiven, two in a row are not", () => {
  const health = new Health();
  health.saw("yes", 0);
  health.saw("unreachable", 500);
  expect(health.well(500)).toBe(true);
  health.saw("unreachable", 1_000);
  expect(health.well(1_000)).toBe(false);
});

test("a no counts at once and a yes ends it", () => {
  const health = new Health();
  health.saw("yes", 0);
  health.saw("no", 500);
  expect(health.well(500)).toBe(false);
  health.saw("yes", 1_000);
  expect(health.well(1_000)).toBe(true);
});

test("silence counts after 1.3 s", () => {
  const health = new Health();
  health.saw("yes", 0);
  expect(health.well(1_300)).toBe(true);
  expect(health.well(1_301)).toBe(false);
});
