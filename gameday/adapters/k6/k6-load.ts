// The load port over a real k6.
import { scheduleOf } from "../../../model/load-shapes.ts";
import type { LoadPort } from "../../ports/load.ts";
import { calibrationSchedule, reachableRate } from "./calibration.ts";
import { startLoad, type K6Options } from "./running-load.ts";

export function createK6Load(options: K6Options): LoadPort {
  const { clock, outputs } = options;
  return {
    start: ({ name, scenario, shape, rate, duration }, onSample) =>
      startLoad(options, { name, scenario, schedule: scheduleOf(shape, rate, duration) }, onSample),
    async calibrate(wanted) {
      const from = clock.now();
      const scenario = outputs.load.scenarios[0] ?? "get";
      const load = await startLoad(options, { name: "calibration", scenario, schedule: calibrationSchedule(wanted) }, () => undefined);
      await load.finished;
      return reachableRate((start, end) => load.window(start, end), from, clock.now());
    },
  };
}
