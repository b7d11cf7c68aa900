// A busy program counts as another's until its pid file is named.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { createOthersMeter } from "./others-cpu.ts";

test("a busy orphan is another's, and ours once its pid file is named", { timeout: 70_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "others-"));
  const pidFile = join(folder, "busy.pid");
  // The shell ends at once, so that what it started is nobody's child here.
  const busy = `"${process.execPath}" -e 'for (const end = Date.now() + 60000; Date.now() < end; );' & echo $! > "${pidFile}.draft"; mv "${pidFile}.draft" "${pidFile}"`;
  spawn("sh", ["-c", busy], { detached: true, stdio: "ignore" });
  const pid = await vi.waitFor(async () => Number(await readFile(pidFile, "utf8")), { timeout: 10_000 });
  try {
    const [foreign, own] = [createOthersMeter([]), createOthersMeter([pidFile])];
    const difference = async (): Promise<number> => (await foreign()) - (await own());
    const before = await difference();
    await vi.waitFor(async () => expect((await difference()) - before).toBeGreaterThan(1), { timeout: 50_000, interval: 100 });
    const used = await difference();
    process.kill(pid, "SIGKILL");
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(/ESRCH/), 10_000);
    // That it ended does not make what it used another's.
    expect((await difference()) - before).toBeGreaterThan((used - before) / 2);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("a busy program that has ended in between is counted", { timeout: 60_000 }, async () => {
  const others = createOthersMeter([]);
  const before = await others();
  const busy = `"${process.execPath}" -e 'for (const end = process.cpuUsage().user + 1e6; process.cpuUsage().user < end; );' & echo $!`;
  const shell = spawn("sh", ["-c", busy], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  const [said]: unknown[] = await once(shell.stdout, "data");
  await vi.waitFor(() => expect(() => process.kill(Number(said), 0)).toThrow(/ESRCH/), { timeout: 50_000, interval: 50 });
  expect((await others()) - before).toBeGreaterThan(0.5);
});
