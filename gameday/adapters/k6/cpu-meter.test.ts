// The CPU of a real process, compared with what it says itself, while it runs and once it is gone.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test, vi } from "vitest";
import { createCpuMeter } from "./cpu-meter.ts";

/** Burns half a second of CPU in two threads, says so, and ends when its input does. */
const busy = `
const { Worker } = require("node:worker_threads");
const burn = "const end = Date.now() + 500; while (Date.now() < end);";
const worker = new Worker(burn, { eval: true });
eval(burn);
worker.on("exit", () => {
  const { user, system } = process.cpuUsage();
  console.log((user + system) / 1e6);
  process.stdin.resume().on("end", () => process.exit());
});
`;

test("it is all that its threads used, also those that have ended, and stays once the process is gone", async () => {
  const child = spawn(process.execPath, ["-e", busy], { stdio: ["pipe", "pipe", "inherit"] });
  const startedAt = performance.now();
  const meter = createCpuMeter(child.pid ?? 0);
  const [said]: unknown[] = await once(child.stdout, "data");
  const used = Number(String(said));
  expect(meter.read()).toBeGreaterThan(0);
  const measured = (meter.mean() * (performance.now() - startedAt)) / 1_000;
  expect(measured).toBeGreaterThan(used * 0.8);
  expect(measured).toBeLessThan(used * 1.5 + 0.5);
  const mean = meter.mean();
  child.stdin.end();
  await once(child, "close");
  await vi.waitFor(() => expect(() => process.kill(child.pid ?? 0, 0)).toThrow(/ESRCH/));
  expect(meter.read()).toBe(0);
  expect(meter.mean()).toBe(mean);
});

test("a process that never was used nothing", () => {
  const meter = createCpuMeter(0);
  expect([meter.read(), meter.mean()]).toEqual([0, 0]);
});
