// Stops the embedded stack: asks its supervisor, and cleans up by pid records where that is dead or does not answer.
import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { isAlive, sendSignal } from "../machine/pid-record.ts";
import { readStackRecord } from "./folder.ts";

const cleaner = fileURLToPath(new URL("../../../stacks/local/down.ts", import.meta.url));
const politeMilliseconds = 15_000;

/** True if there was something to stop. */
export async function stackDown(folder: string): Promise<boolean> {
  const record = await readStackRecord(folder);
  if (record !== null && (await isAlive(record.supervisor))) {
    await sendSignal(record.supervisor, "SIGTERM");
    const deadline = Date.now() + politeMilliseconds;
    while (Date.now() < deadline && (await isAlive(record.supervisor))) await sleep(100);
  }
  const left = await stat(folder).catch(() => null);
  if (left === null) return record !== null;
  await promisify(execFile)(process.execPath, [cleaner, "--folder", folder], { timeout: 30_000 });
  return true;
}
