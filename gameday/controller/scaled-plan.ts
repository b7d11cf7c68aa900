// A plan at the rate this machine can do: rates come down together, and phases that get too few samples to be judged get longer.
import { criteria } from "../../model/criteria.ts";
import type { Plan } from "../../model/plan.ts";
import { requestsPerSecond, seconds } from "../../model/units.ts";

/** Requests at the start of a phase that no gate looks at: connections open, caches fill. */
export const warmUpSeconds = 3;

/** Shares of the wanted rate below this are refused: what is left would not be the plan that was asked for. */
export const smallestFactor = 0.25;

/** `factor` is 0–1. Rates are rounded to 0.1 requests/s; faults keep their times. */
export function scalePlan(plan: Plan, factor: number): Plan {
  if (factor >= 1) return plan;
  return {
    ...plan,
    phases: plan.phases.map((phase) => {
      const rate = requestsPerSecond(Math.round(phase.rate * factor * 10) / 10);
      return {
        ...phase,
        rate,
        duration: seconds(Math.max(phase.duration, rate === 0 ? 0 : Math.ceil(samplesNeeded(phase.name) / rate) + warmUpSeconds + 1)),
      };
    }),
  };
}

function samplesNeeded(phase: string): number {
  return (
    Math.max(
      0,
      ...criteria
        .filter(({ phases, measure }) => phases.some((name) => name === phase) && measure.from === "load")
        .map(({ minimumSamples }) => minimumSamples),
    ) * 1.1
  );
}

/** The share of the plan's highest rate that `reachable` (requests/s) allows, in steps of 0.05; 1 at most. */
export function rateFactor(plan: Plan, reachable: number): number {
  const highest = Math.max(...plan.phases.map(({ rate }) => rate));
  if (highest === 0) return 1;
  return Math.min(1, Math.floor((reachable / highest) * 20) / 20);
}
