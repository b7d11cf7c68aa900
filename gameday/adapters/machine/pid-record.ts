// Processes told apart by pid, start time and boot, so that a pid used again is never taken for the old process.
import { readFile } from "node:fs/promises";
import type { PidRecord } from "../../../model/protocol/stack.ts";

/** Null when there is no such process. */
export async function recordOf(pid: number): Promise<PidRecord | null> {
  try {
    const [stat, bootId] = await Promise.all([readFile(`/proc/${pid}/stat`, "utf8"), readFile("/proc/sys/kernel/random/boot_id", "utf8")]);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    return { pid, startTime: fields[19] ?? "", bootId: bootId.trim() };
  } catch {
    return null;
  }
}

export async function ownRecord(): Promise<PidRecord> {
  const record = await recordOf(process.pid);
  if (record === null) throw new Error("/proc does not show this process");
  return record;
}

/** To the very process of the record; one that is gone, or goes at this moment, needs none. */
export async function sendSignal(record: PidRecord, signal: NodeJS.Signals): Promise<void> {
  if (!(await isAlive(record))) return;
  try {
    process.kill(record.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

export async function isAlive(record: PidRecord): Promise<boolean> {
  const now = await recordOf(record.pid);
  return now !== null && now.startTime === record.startTime && now.bootId === record.bootId;
}
