// How the reachable rate is measured: a ramp, a hold a little above what is wanted, and the best seconds of both.
import type { Schedule } from "../../../model/load-shapes.ts";
import type { LoadWindow } from "../../ports/load.ts";

/** Ten seconds: quickly to rates that leave a plan what it is, slowly to the wanted one, and held there. */
export const calibrationSchedule = (wanted: number): Schedule => ({
  start: wanted * 0.2,
  stages: [
    { seconds: 1.5, target: wanted * 0.6 },
    { seconds: 4.5, target: wanted * heldAbove },
    { seconds: 4, target: wanted * heldAbove },
  ],
});

/** Figures are exact to a few percent only: a machine that reaches what is wanted must not be told that it just fails to. */
const heldAbove = 1.05;
const sustainedMilliseconds = 2_000;
/** Exports come each second: of the windows so long, some hold two whole ones and more. */
const windowMilliseconds = 2_600;
const stepMilliseconds = 250;

/** The highest rate (requests/s) of any two to three seconds in which the system kept up; 0 where there were none. */
export function reachableRate(window: (from: number, to: number) => LoadWindow, from: number, to: number): number {
  const steps = Math.max(1, Math.ceil((to - from) / stepMilliseconds));
  const rates = Array.from({ length: steps }, (_, step) =>
    window(from + step * stepMilliseconds, from + step * stepMilliseconds + windowMilliseconds),
  )
    .filter((one) => one.to - one.from >= sustainedMilliseconds && keptUp(one))
    // What was owed from before is no rate that was asked for.
    .map((one) => Math.min(one.started, one.planned) / ((one.to - one.from) / 1_000));
  return Math.max(0, ...rates);
}

/** All that was asked for was started, nearly all of it was answered within the window, under 1 % of it wrongly, and p95 stayed under 500 ms. */
function keptUp({ planned, started, ok, shed, errors, p95 }: LoadWindow): boolean {
  const answers = ok + shed + errors;
  return started >= planned * 0.93 && answers >= started * 0.85 && (shed + errors) / Math.max(1, answers) < 0.01 && p95 !== null && p95 < 500;
}
