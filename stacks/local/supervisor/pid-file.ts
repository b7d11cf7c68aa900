// Pid records of the stack's processes, by which they are found again when their parent is gone.
import { readFileSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { pidRecordSchema, type PidRecord } from "../../../model/protocol/stack.ts";

/** Null when there is no such process, or only what is left of it. */
export function recordOf(pid: number): PidRecord | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    return { pid, startTime: fields[19] ?? "", bootId: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim() };
  } catch {
    return null;
  }
}

export function isAlive(record: PidRecord): boolean {
  const now = recordOf(record.pid);
  return now !== null && now.startTime === record.startTime && now.bootId === record.bootId;
}

export async function writeRecord(path: string, pid: number): Promise<PidRecord | null> {
  const record = recordOf(pid);
  if (record === null) return null;
  await writeFile(`${path}.draft`, JSON.stringify(record));
  await rename(`${path}.draft`, path);
  return record;
}

/** The process that the file names, if it lives. */
export async function readAlive(path: string): Promise<PidRecord | null> {
  const text = await readFile(path, "utf8").catch(() => "");
  if (text === "") return null;
  const parsed = pidRecordSchema.safeParse(JSON.parse(text));
  return parsed.success && isAlive(parsed.data) ? parsed.data : null;
}

/** Sends a signal to the very process of the record; false if it is gone. */
export function signalProcess(record: PidRecord, signal: NodeJS.Signals): boolean {
  if (!isAlive(record)) return false;
  try {
    process.kill(record.pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Resolves when all of them have ended, or the time is over. */
export async function gone(records: readonly PidRecord[], limitMilliseconds: number): Promise<void> {
  const deadline = Date.now() + limitMilliseconds;
  while (Date.now() < deadline && records.some(isAlive)) await sleep(25);
}
