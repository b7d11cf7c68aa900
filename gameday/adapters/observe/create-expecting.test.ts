// What is seen against what was expected.
import { describe, expect, test } from "vitest";
import { expectationSchema } from "../../../model/fault/observation.ts";
import type { Observer, Seen } from "../../ports/fault.ts";
import { createExpecting, judge } from "./create-expecting.ts";

const expected = (limits: object) => expectationSchema.parse({ label: "an answer", observe: { kind: "memory-available" }, ...limits });
const seen = (value: number | null, held: boolean | null = true): Seen => ({ held, value, detail: "seen" });
const held = (limits: object, now: Seen, before?: Seen): boolean => judge(expected(limits), now, before).held;

describe("a look by itself", () => {
  test("must be true, or false where that is expected", () => {
    expect(held({}, seen(1))).toBe(true);
    expect(held({}, seen(1, false))).toBe(false);
    expect(held({ is: false }, seen(1, false))).toBe(true);
    expect(held({ is: false }, seen(1))).toBe(false);
  });

  test("that cannot be evaluated holds neither way", () => {
    expect(held({}, seen(1, null))).toBe(false);
    expect(judge(expected({ is: false }), seen(1, null), undefined)).toMatchObject({ held: false, detail: "cannot be evaluated: seen" });
  });

  test("has to keep its limits, and without a value keeps none", () => {
    expect(held({ atLeast: 10, atMost: 20 }, seen(15))).toBe(true);
    expect(held({ atLeast: 10 }, seen(9))).toBe(false);
    expect(judge(expected({ atMost: 20 }), seen(21), undefined)).toMatchObject({ held: false, detail: "seen; 21.0, limits none to 20" });
    expect(held({ atLeast: 10 }, seen(null))).toBe(false);
  });
});

describe("a change", () => {
  test("has a direction: an answer that got faster is not slower", () => {
    expect(held({ changed: true, atLeast: 100 }, seen(320), seen(200))).toBe(true);
    expect(held({ changed: true, atLeast: 100 }, seen(200), seen(320))).toBe(false);
    expect(held({ changed: true, atMost: -100 }, seen(200), seen(320))).toBe(true);
    expect(held({ changed: true, atMost: -100 }, seen(320), seen(200))).toBe(false);
  });

  test("without limits is any difference", () => {
    expect(held({ changed: true }, seen(4_712), seen(4_711))).toBe(true);
    expect(held({ changed: true }, seen(0), seen(4_711))).toBe(true);
    expect(held({ changed: true }, seen(4_711), seen(4_711))).toBe(false);
  });

  test("needs both values", () => {
    expect(held({ changed: true }, seen(null), seen(1))).toBe(false);
    expect(held({ changed: true }, seen(1), seen(null))).toBe(false);
    expect(held({ changed: true }, seen(1))).toBe(false);
  });
});

describe("three looks where a change is expected", () => {
  const answering = (...values: (number | null)[]): Observer => ({ look: async () => seen(values.shift() ?? null) });

  test("before and after: the lowest for a rise, so that a busy moment neither hides nor feigns it", async () => {
    const slower = expected({ changed: true, atLeast: 100 });
    const hidden = createExpecting(answering(900, 5, 700, 250, 120, 800));
    const [before] = await hidden.before([slower]);
    expect(before?.value).toBe(5);
    expect(await hidden.check([slower], [before])).toMatchObject([{ held: true, detail: "5.0 before, 120 now; seen" }]);
    expect(await createExpecting(answering(900, 6, 800)).check([slower], [before])).toMatchObject([{ held: false }]);
  });

  test("the middle one for anything else", async () => {
    const less = expected({ changed: true, atMost: -100 });
    const [before] = await createExpecting(answering(100, 500, 900)).before([less]);
    expect(before?.value).toBe(500);
    expect(await createExpecting(answering(900, 390, 10)).check([less], [before])).toMatchObject([{ held: true }]);
  });

  test("and one for everything else, with nothing to compare", async () => {
    const observer = createExpecting(answering(5));
    expect(await observer.before([expected({})])).toEqual([undefined]);
    expect(await observer.check([expected({ atMost: 10 })], [undefined])).toMatchObject([{ held: true }]);
  });
});
