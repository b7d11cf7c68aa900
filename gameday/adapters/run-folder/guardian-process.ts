// Starts the guardian, which outlives this process, starts another if it dies, and keeps the lease that tells it all is well.
import { spawn } from "node:child_process";
import { openSync, closeSync } from "node:fs";
import { rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { PidRecord } from "../../../model/protocol/stack.ts";
import type { GuardianPort } from "../../ports/stack.ts";
import { isAlive, ownRecord, sendSignal } from "../machine/pid-record.ts";
import { liveProcess } from "../machine/process-handle.ts";

const program = fileURLToPath(new URL("../../guardian/main.ts", import.meta.url));
const renewMilliseconds = 1_000;
/** As the guardian counts it. */
const leaseMilliseconds = 5_000;
const endLimitMilliseconds = 3_000;
const startLimitMilliseconds = 15_000;

export interface GuardianProcess extends GuardianPort {
  /** Takes the lease away and waits until the guardian is gone. Only after run-finished is journaled. */
  release(): Promise<void>;
}

/** `onLapse`: this process stood still for longer than the lease, so the guardian has healed everything behind its back. */
export function createGuardian(folder: string, onLapse: (reason: string) => void): GuardianProcess {
  const lease = join(folder, "lease");
  let timer: NodeJS.Timeout | undefined;
  let renewedAt = Date.now();
  let guardian: Promise<PidRecord> | null = null;

  async function renew(): Promise<void> {
    const stoodStill = Date.now() - renewedAt;
    renewedAt = Date.now();
    await utimes(lease, new Date(), new Date());
    if (stoodStill > leaseMilliseconds) onLapse(`the controller stood still for ${(stoodStill / 1_000).toFixed(0)} s and its guardian took over`);
    if (guardian !== null && !(await isAlive(await guardian))) guardian = launch(folder);
  }

  return {
    async start() {
      await writeFile(lease, JSON.stringify(await ownRecord()));
      renewedAt = Date.now();
      timer = setInterval(() => void renew().catch(() => undefined), renewMilliseconds);
      guardian = launch(folder);
      return (await guardian).pid;
    },
    async release() {
      clearInterval(timer);
      await rm(lease, { force: true });
      const deadline = Date.now() + endLimitMilliseconds;
      const living = await guardian?.catch(() => null);
      while (living && (await isAlive(living)) && Date.now() < deadline) {
        await sendSignal(living, "SIGTERM");
        await sleep(25);
      }
    },
  };
}

async function launch(folder: string): Promise<PidRecord> {
  const logFile = join(folder, "logs", "guardian.log");
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, [program, folder], { detached: true, stdio: ["ignore", log, log], cwd: "/" });
  child.on("error", () => undefined);
  child.unref();
  closeSync(log);
  const deadline = Date.now() + startLimitMilliseconds;
  for (;;) {
    const record = await guardianOf(folder);
    if (record !== null && record.pid === child.pid) return record;
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`the guardian did not start: see ${logFile}; no fault was injected`);
    await sleep(50);
  }
}

/** The guardian of a run's folder, if it has one that lives. */
export const guardianOf = (folder: string): Promise<PidRecord | null> => liveProcess(join(folder, "guardian.json"));
