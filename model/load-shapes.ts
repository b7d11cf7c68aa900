// How the arrival rate moves inside a phase. Pure: the same numbers plan the load in k6 and judge it afterwards.
import { assertNever } from "./assert-never.ts";
import type { Shape } from "./plan.ts";

export interface Stage {
  readonly seconds: number;
  /** Rate at the end of the stage, requests/s; it moves there in a straight line. */
  readonly target: number;
}

export interface Schedule {
  /** Rate at the beginning, requests/s. */
  readonly start: number;
  readonly stages: readonly Stage[];
}

/** A jump between two rates is a stage of no length, so that the stages of a phase add up to its duration. */
const jumpTo = (target: number): Stage => ({ seconds: 0, target });

export function scheduleOf(shape: Shape, rate: number, seconds: number): Schedule {
  switch (shape.kind) {
    case "constant":
      return { start: rate, stages: [{ seconds, target: rate }] };
    case "ramp":
      return { start: rate * shape.from, stages: [{ seconds, target: rate }] };
    case "spike": {
      const high = seconds * shape.share;
      const side = (seconds - high) / 2;
      return {
        start: rate,
        stages: [
          { seconds: side, target: rate },
          jumpTo(rate * shape.height),
          { seconds: high, target: rate * shape.height },
          jumpTo(rate),
          { seconds: side, target: rate },
        ],
      };
    }
    case "step":
      return {
        start: rate / shape.steps,
        stages: Array.from({ length: shape.steps }, (_, index) => {
          const target = (rate * (index + 1)) / shape.steps;
          const hold = { seconds: seconds / shape.steps, target };
          return index === 0 ? [hold] : [jumpTo(target), hold];
        }).flat(),
      };
    case "soak": {
      const ramp = seconds * shape.rampShare;
      return {
        start: 0,
        stages: [
          { seconds: ramp, target: rate },
          { seconds: seconds - 2 * ramp, target: rate },
          { seconds: ramp, target: 0 },
        ],
      };
    }
    case "breakpoint":
      return { start: 0, stages: [{ seconds, target: rate * shape.until }] };
    default:
      return assertNever(shape);
  }
}

export const scheduleSeconds = ({ stages }: Schedule): number => stages.reduce((total, { seconds }) => total + seconds, 0);

/** Rate asked for at a moment of the schedule, requests/s: 0 before and after it. */
export function plannedRate({ start, stages }: Schedule, at: number): number {
  if (at < 0) return 0;
  let [from, passed] = [start, 0];
  for (const { seconds, target } of stages) {
    if (at < passed + seconds) return from + ((target - from) * (at - passed)) / seconds;
    [from, passed] = [target, passed + seconds];
  }
  return 0;
}

/** Iterations asked for until a moment of the schedule (default: all of it): the area under the rate. */
export function plannedIterations({ start, stages }: Schedule, until = Number.POSITIVE_INFINITY): number {
  let [from, passed, total] = [start, 0, 0];
  for (const { seconds, target } of stages) {
    const part = Math.min(seconds, Math.max(0, until - passed));
    const end = from + (target - from) * (seconds === 0 ? 1 : part / seconds);
    total += ((from + end) / 2) * part;
    [from, passed] = [target, passed + seconds];
  }
  return total;
}
