// A busy program counts as another's until its pid file is named.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { othersCpuSeconds } from "./others-cpu.ts";

test("a busy orphan is another's, and ours once its pid file is named", async () => {
  const folder = await mkdtemp(join(tmpdir(), "others-"));
  const pidFile = join(folder, "busy.pid");
  // The shell ends at once, so that what it started is nobody's child here.
  const busy = `"${process.execPath}" -e 'for (const end = Date.now() + 60000; Date.now() < end; );' & echo $! > "${pidFile}.draft"; mv "${pidFile}.draft" "${pidFile}"`;
  spawn("sh", ["-c", busy], { detached: true, stdio: "ignore" });
  const pid = await vi.waitFor(async () => Number(await readFile(pidFile, "utf8")), { timeout: 10_000 });
  try {
    const [foreignBefore, ownBefore] = [await othersCpuSeconds([]), await othersCpuSeconds([pidFile])];
    await vi.waitFor(async () => expect((await othersCpuSeconds([])) - foreignBefore).toBeGreaterThan(1), { timeout: 25_000, interval: 100 });
    const [foreign, own] = [(await othersCpuSeconds([])) - foreignBefore, (await othersCpuSeconds([pidFile])) - ownBefore];
    expect(foreign - own).toBeGreaterThan(0.2);
  } finally {
    process.kill(pid, "SIGKILL");
    await rm(folder, { recursive: true, force: true });
  }
});
