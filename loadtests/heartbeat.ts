// The generator's own clock: a generator that gets no CPU wakes its sleepers late, and what it measures then is itself.
import { sleep } from "k6";
import { Counter } from "k6/metrics";
import { loadMetrics } from "../model/protocol/load.ts";

const slept = new Counter(loadMetrics.slept);
const late = new Counter(loadMetrics.late);

const beatMilliseconds = 50;

/** One iteration without an end, which the end of its scenario interrupts: k6 counts no iteration, and so no duration of it among the load's. */
export function heartbeat(): never {
  for (;;) {
    const from = Date.now();
    sleep(beatMilliseconds / 1_000);
    slept.add(beatMilliseconds);
    late.add(Math.max(0, Date.now() - from - beatMilliseconds));
  }
}
