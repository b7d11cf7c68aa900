// Starts the guardian, which outlives this process, and keeps the lease that tells it all is well.
import { spawn } from "node:child_process";
import { openSync, closeSync } from "node:fs";
import { readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { pidRecordSchema } from "../../../model/protocol/stack.ts";
import type { GuardianPort } from "../../ports/stack.ts";
import { ownRecord } from "../machine/pid-record.ts";

const program = fileURLToPath(new URL("../../guardian/main.ts", import.meta.url));
const leaseMilliseconds = 1_000;
const startLimitMilliseconds = 15_000;

export interface GuardianProcess extends GuardianPort {
  /** Stops renewing the lease. Only after run-finished is journaled. */
  release(): void;
}

export function createGuardian(folder: string): GuardianProcess {
  const lease = join(folder, "lease");
  let timer: NodeJS.Timeout | undefined;
  return {
    async start() {
      await writeFile(lease, JSON.stringify(await ownRecord()));
      timer = setInterval(() => void utimes(lease, new Date(), new Date()).catch(() => undefined), leaseMilliseconds);
      const log = openSync(join(folder, "logs", "guardian.log"), "a");
      const child = spawn(process.execPath, [program, folder], { detached: true, stdio: ["ignore", log, log], cwd: "/" });
      child.unref();
      closeSync(log);
      const deadline = Date.now() + startLimitMilliseconds;
      for (;;) {
        const record = pidRecordSchema.safeParse(JSON.parse((await readFile(join(folder, "guardian.json"), "utf8").catch(() => "")) || "null"));
        if (record.success) return record.data.pid;
        if (Date.now() > deadline || child.exitCode !== null)
          throw new Error(`the guardian did not start: see ${join(folder, "logs", "guardian.log")}; no fault was injected`);
        await sleep(50);
      }
    },
    release: () => clearInterval(timer),
  };
}
