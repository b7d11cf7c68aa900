// The error guard's window: what is in it, and when its share is too much.
import fc from "fast-check";
import { expect, test } from "vitest";
import { breachOf, sinceArmed, slide, smallestSample, windowSeconds, type Answers } from "./error-window.ts";

const second = (at: number, answers: number, errors: number): Answers => ({ at: at * 1_000, answers, errors });
const after = (seconds: readonly Answers[]): readonly Answers[] => seconds.reduce<readonly Answers[]>(slide, []);

test("a breach is a share above the limit, of enough answers", () => {
  expect(breachOf([second(1, 40, 20)], 0.5)).toBeNull();
  expect(breachOf([second(1, 40, 21)], 0.5)).toEqual({ share: 0.525, answers: 40 });
  expect(breachOf([second(1, smallestSample - 1, smallestSample - 1)], 0.5)).toBeNull();
  expect(breachOf([], 0)).toBeNull();
});

test("what is older than the window counts no more", () => {
  const failing = Array.from({ length: 20 }, (_, at) => second(at, 45, at < 10 ? 45 : 0));
  expect(after(failing.slice(0, 10))).toHaveLength(windowSeconds);
  expect(breachOf(after(failing.slice(0, 14)), 0.5)?.share).toBeCloseTo(0.6);
  expect(breachOf(after(failing.slice(0, 15)), 0.5)).toBeNull();
  expect(after(failing).every(({ errors }) => errors === 0)).toBe(true);
});

test("of the second in which the guard is armed counts what is left of it, so that good answers from before hide no breach", () => {
  const told = second(3, 90, 9); // Two seconds' worth: the first of a load.
  expect(sinceArmed(told, 1_000, 2_800)).toEqual(second(3, 9, 1));
  expect(sinceArmed(told, 1_000, 3_000)).toEqual(second(3, 0, 0));
  for (const armedAt of [null, 500, 1_000]) expect(sinceArmed(told, 1_000, armedAt)).toEqual(told);
  expect(breachOf(after([sinceArmed(told, 1_000, 2_800), second(4, 45, 31)]), 0.5)).not.toBeNull();
  expect(breachOf(after([told, second(4, 45, 31)]), 0.5)).toBeNull();
});

test("whatever came before, 1.2 times the limit for the length of the window is a breach, and none of it is not", () => {
  const seconds = fc.array(fc.record({ answers: fc.integer({ min: 0, max: 60 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(seconds, fc.constantFrom(0.05, 0.1, 0.5), (before, limit) => {
      const history = before.map(({ answers, share }, at) => second(at, answers, Math.floor(answers * share)));
      const filled = (errors: number) =>
        after([...history, ...Array.from({ length: windowSeconds }, (_, index) => second(before.length + index, 50, errors))]);
      expect(breachOf(filled(50 * limit * 1.2), limit)).not.toBeNull();
      expect(breachOf(filled(0), limit)).toBeNull();
    }),
  );
});
