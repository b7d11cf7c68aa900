// For tests: the exports of a k6 that keeps its schedule, against a target whose answers take as long as is said.
import { plannedIterations, scheduleSeconds, type Schedule } from "../../../model/load-shapes.ts";
import { emptyHistogram, merge, type ExponentialHistogram } from "./exponential-histogram.ts";
import type { Interval } from "./series.ts";

export interface Simulation {
  readonly schedule: Schedule;
  /** Unix ms. */
  readonly began: number;
  /** Moments of the exports, unix ms, rising; k6 has begun its process a while before the first. */
  readonly exports: readonly number[];
  /** ms until the sample of iteration n is in what is exported. */
  readonly lag: (iteration: number) => number;
  /** ms that the answer takes to an iteration that starts so many ms after the beginning. */
  readonly answer?: (start: number) => number;
}

export function simulateExports({ schedule, began, exports, lag, answer = () => 5 }: Simulation): Interval[] {
  const iterations = arrivals(schedule).map((seconds, index) => ({ start: began + seconds * 1_000, lag: lag(index), took: answer(seconds * 1_000) }));
  return exports.map((at, index) => {
    const from = exports[index - 1] ?? began - 500;
    const inside = (moment: number): boolean => moment > from && moment <= at;
    const ended = iterations.filter(({ start, took, lag: late }) => inside(start + took + late));
    return {
      from,
      at,
      answeredAt: at + 2,
      began,
      started: iterations.filter(({ start, lag: late }) => inside(start + late)).length,
      ok: ended.length,
      shed: 0,
      errors: 0,
      dropped: 0,
      busy: ended.reduce((sum, { took }) => sum + took, 0) / 1_000,
      slept: at - from,
      late: 0,
      duration: ended.map(({ took }) => single(took)).reduce(merge, emptyHistogram),
    };
  });
}

/** Seconds at which the whole iterations are due. */
function arrivals(schedule: Schedule): number[] {
  return Array.from({ length: Math.floor(plannedIterations(schedule)) }, (_, index) => {
    let [early, late] = [0, scheduleSeconds(schedule)];
    for (let halving = 0; halving < 40; halving += 1) {
      const middle = (early + late) / 2;
      if (plannedIterations(schedule, middle) < index + 1) early = middle;
      else late = middle;
    }
    return late;
  });
}

const scale = 5;
const single = (value: number): ExponentialHistogram => ({ scale, zeroCount: 0, offset: Math.ceil(Math.log2(value) * 2 ** scale) - 1, counts: [1] });
