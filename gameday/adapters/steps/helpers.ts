// Helper processes that take CPU, memory or disk. They outlive the controller so that the guardian can end them, and end by themselves in any case.
import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isAlive, sendSignal } from "../machine/pid-record.ts";
import { liveProcess } from "../machine/process-handle.ts";

const startLimitMilliseconds = 5_000;
/** Beside the stack's processes, below k6, controller and guardian. */
const priority = 10;

export async function startHelper(helper: string, parameters: Readonly<Record<string, string | number>>, pidFile: string): Promise<void> {
  if ((await liveProcess(pidFile)) !== null) return;
  const program = fileURLToPath(new URL(`../../helpers/${helper}.ts`, import.meta.url));
  const child = spawn(process.execPath, ["--no-warnings", program, JSON.stringify({ ...parameters, pidFile })], {
    detached: true,
    stdio: "ignore",
    cwd: "/",
  });
  child.on("error", () => undefined);
  child.unref();
  if (child.pid !== undefined) setPriority(child.pid, priority);
  const deadline = Date.now() + startLimitMilliseconds;
  while ((await liveProcess(pidFile)) === null) {
    if (Date.now() > deadline) throw new Error(`the helper ${helper} did not start within ${startLimitMilliseconds / 1_000} s`);
    await sleep(25);
  }
}

export async function stopHelper(pidFile: string): Promise<void> {
  const record = await liveProcess(pidFile);
  if (record !== null) {
    await sendSignal(record, "SIGKILL");
    const deadline = Date.now() + 2_000;
    while (await isAlive(record)) {
      if (Date.now() > deadline) throw new Error(`the helper of ${pidFile} (process ${record.pid}) does not end`);
      await sleep(10);
    }
  }
  await rm(pidFile, { force: true });
}
