// Expectations against what is seen.
import type { Expectation } from "../../../model/fault/observation.ts";
import type { Expecting, Observer, Seen, SeenExpectation } from "../../ports/fault.ts";

export function createExpecting(observer: Observer): Expecting {
  return {
    before: (expectations) =>
      Promise.all(expectations.map(async (expectation) => (expectation.changed ? observer.look(expectation.observe) : undefined))),
    check: (expectations, before) =>
      Promise.all(expectations.map(async (expectation, index) => judge(expectation, await observer.look(expectation.observe), before[index]))),
  };
}

/** What could not be evaluated has not held, whatever was expected. */
export function judge({ label, is, atLeast, atMost, changed }: Expectation, seen: Seen, before: Seen | undefined): SeenExpectation {
  if (seen.held === null) return { label, held: false, detail: `cannot be evaluated: ${seen.detail}` };
  if (changed) {
    if (before?.value === null || before?.value === undefined || seen.value === null)
      return { label, held: false, detail: `no values to compare: ${seen.detail}` };
    const difference = Math.abs(seen.value - before.value);
    return { label, held: difference >= (atLeast ?? 0), detail: `${round(before.value)} before, ${round(seen.value)} now; ${seen.detail}` };
  }
  const inLimits =
    (atLeast === undefined || (seen.value !== null && seen.value >= atLeast)) &&
    (atMost === undefined || (seen.value !== null && seen.value <= atMost));
  return {
    label,
    held: seen.held === is && inLimits,
    detail: inLimits
      ? seen.detail
      : `${seen.detail}; ${seen.value === null ? "no value" : round(seen.value)}, limits ${atLeast ?? "none"} to ${atMost ?? "none"}`,
  };
}

const round = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(1));
