// Keeps cores busy for a share of each tenth of a second.
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { begin } from "./begin.ts";

const cycleMilliseconds = 100;

if (isMainThread) {
  const parameters = begin();
  const [cores, load] = [Number(parameters["cores"]), Number(parameters["load"])];
  // A part of a core is one more thread that is busy for a shorter time.
  for (let rest = cores; rest > 0; rest -= 1) new Worker(new URL(import.meta.url), { workerData: Math.min(rest, 1) * load });
} else {
  const busyMilliseconds = Number(workerData) * cycleMilliseconds;
  const idle = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    const started = performance.now();
    while (performance.now() - started < busyMilliseconds);
    Atomics.wait(idle, 0, 0, Math.max(0, cycleMilliseconds - (performance.now() - started)));
  }
}
