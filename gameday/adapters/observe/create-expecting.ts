// Expectations against what is seen.
import type { Expectation } from "../../../model/fault/observation.ts";
import type { Expecting, Observer, Seen, SeenExpectation } from "../../ports/fault.ts";

export function createExpecting(observer: Observer): Expecting {
  const look = (expectation: Expectation): Promise<Seen> =>
    expectation.changed ? lookThrice(observer, expectation) : observer.look(expectation.observe);
  return {
    before: (expectations) => Promise.all(expectations.map(async (expectation) => (expectation.changed ? look(expectation) : undefined))),
    check: (expectations, before) =>
      Promise.all(expectations.map(async (expectation, index) => judge(expectation, await look(expectation), before[index]))),
  };
}

/**
 * A busy machine makes single answers slower, never faster: the lowest of three is what a rise is measured on, so that a slow look neither passes for
 * the usual one nor for the effect. Everything else is measured on the middle one.
 */
async function lookThrice(observer: Observer, { observe, atLeast = 0 }: Expectation): Promise<Seen> {
  const looks = await Promise.all([observer.look(observe), observer.look(observe), observer.look(observe)]);
  const [lowest, middle] = looks.toSorted((a, b) => (a.value ?? Infinity) - (b.value ?? Infinity));
  return (atLeast > 0 ? lowest : middle) ?? looks[0];
}

/** What could not be evaluated has not held, whatever was expected. */
export function judge({ label, is, atLeast, atMost, changed }: Expectation, seen: Seen, before: Seen | undefined): SeenExpectation {
  if (seen.held === null) return { label, held: false, detail: `cannot be evaluated: ${seen.detail}` };
  if (changed) {
    if (before?.value === null || before?.value === undefined || seen.value === null)
      return { label, held: false, detail: `no values to compare: ${seen.detail}` };
    const difference = seen.value - before.value;
    const anyWay = atLeast === undefined && atMost === undefined;
    const held = anyWay ? difference !== 0 : within(difference, atLeast, atMost);
    return { label, held, detail: `${round(before.value)} before, ${round(seen.value)} now; ${seen.detail}` };
  }
  const inLimits = within(seen.value, atLeast, atMost);
  return {
    label,
    held: seen.held === is && inLimits,
    detail: inLimits
      ? seen.detail
      : `${seen.detail}; ${seen.value === null ? "no value" : round(seen.value)}, limits ${atLeast ?? "none"} to ${atMost ?? "none"}`,
  };
}

const within = (value: number | null, atLeast: number | undefined, atMost: number | undefined): boolean =>
  (atLeast === undefined || (value !== null && value >= atLeast)) && (atMost === undefined || (value !== null && value <= atMost));

const round = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(1));
