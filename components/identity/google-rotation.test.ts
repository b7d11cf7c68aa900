// When a secret is due for the first time.
import fc from "fast-check";
import { expect, test } from "vitest";
import { firstDue } from "./google-rotation.ts";

const day = 24 * 3_600_000;

test("a secret is due for the first time within 90 days, and not before a month is over", () => {
  fc.assert(
    fc.property(fc.date({ min: new Date("2026-01-01"), max: new Date("2036-01-01"), noInvalidDate: true }), (now) => {
      const days = (Date.parse(firstDue(now)) - now.getTime()) / day;
      return days >= 28 && days <= 62;
    }),
  );
});

test("at the end of a year too, written as Google writes times", () => {
  expect(firstDue(new Date("2026-11-28T16:00:00Z"))).toBe("2027-01-01T00:00:00Z");
});
