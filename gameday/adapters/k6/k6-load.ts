// The load port over a real k6.
import { scheduleOf } from "../../../model/load-shapes.ts";
import type { LoadPort } from "../../ports/load.ts";
import { calibrate, calibrationPatienceSeconds } from "./calibration.ts";
import { readAccepted } from "./accepted.ts";
import { acceptedFile } from "./process.ts";
import { startLoad, type K6Options } from "./running-load.ts";

export function createK6Load(options: K6Options): LoadPort {
  const { clock, outputs } = options;
  const scenario = outputs.load.scenarios[0] ?? "get";
  const closing = new AbortController();
  const under = new Set<Promise<unknown>>();
  const begin: typeof startLoad = async (...given) => {
    const starting = startLoad(...given);
    const whole = starting.then(({ finished }) => finished).catch(() => undefined);
    under.add(whole);
    void whole.then(() => under.delete(whole));
    return starting;
  };
  return {
    start: ({ name, scenario: program, shape, rate, duration }, onSample) =>
      begin({ ...options, closing: closing.signal }, { name, scenario: program, schedule: scheduleOf(shape, rate, duration) }, onSample),
    calibrate: (wanted) =>
      calibrate(wanted, async (schedule) => {
        const from = clock.now();
        const load = { name: "calibration", scenario, schedule, longestIterationSeconds: calibrationPatienceSeconds };
        const running = await begin({ ...options, closing: closing.signal }, load, () => undefined);
        await running.finished;
        return { window: (start, end) => running.window(start, end), from, to: clock.now() };
      }),
    accepted: async (phases) => (await Promise.all(phases.map((phase) => readAccepted(acceptedFile(options.folder, phase))))).flat(),
    async close() {
      closing.abort(new Error("the run has ended"));
      await Promise.all(under);
    },
  };
}
