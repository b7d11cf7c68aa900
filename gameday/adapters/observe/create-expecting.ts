// Expectations against what is seen.
import type { Expectation, Observation } from "../../../model/fault/observation.ts";
import type { Expecting, Observer, Seen, SeenExpectation } from "../../ports/fault.ts";

export function createExpecting(observer: Observer): Expecting {
  return {
    before: (expectations) =>
      Promise.all(expectations.map(async (expectation) => (expectation.changed ? usual(observer, expectation.observe) : undefined))),
    check: (expectations, before) =>
      Promise.all(expectations.map(async (expectation, index) => judge(expectation, await observer.look(expectation.observe), before[index]))),
  };
}

/** The middle one of three looks: a single slow answer must neither pass for the usual one nor hide the effect. */
async function usual(observer: Observer, observe: Observation): Promise<Seen | undefined> {
  const looks = await Promise.all([observer.look(observe), observer.look(observe), observer.look(observe)]);
  const valued = looks.filter(({ value }) => value !== null).toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0));
  return valued[Math.floor(valued.length / 2)] ?? looks[0];
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
