// From a pid file to the process that it means, read at the moment of use.
import { readFile, readdir } from "node:fs/promises";
import { pidRecordSchema, type PidRecord } from "../../../model/protocol/stack.ts";
import { isAlive, recordOf } from "./pid-record.ts";

/** Null when the file is missing, or names a process that is gone. A file with a bare pid (nginx writes such) means whoever has that pid now. */
export async function liveProcess(pidFile: string): Promise<PidRecord | null> {
  const text = (await readFile(pidFile, "utf8").catch(() => "")).trim();
  if (/^\d+$/.test(text)) return recordOf(Number(text));
  const record = parsedRecord(text);
  return record !== null && (await isAlive(record)) ? record : null;
}

/** The process that a file of ours names, alive or not; null where there is no file, or it is being written at this moment. */
export const namedProcess = async (file: string): Promise<PidRecord | null> => parsedRecord(await readFile(file, "utf8").catch(() => ""));

/** One letter of /proc/<pid>/stat: R, S, D, T, …; null when it is gone. */
export async function processState(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return stat === null ? null : (stat.slice(stat.lastIndexOf(")") + 2)[0] ?? null);
}

/** Children, their children and so on, of this moment. */
export async function processesBelow(pid: number): Promise<number[]> {
  const stats = await Promise.all(
    (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map((name) => readFile(`/proc/${name}/stat`, "utf8").catch(() => "")),
  );
  const processes = stats.flatMap((stat) => {
    const [, own, parent] = /^(\d+) .*\) \S (\d+) /s.exec(stat) ?? [];
    return own === undefined ? [] : [{ own: Number(own), parent: Number(parent) }];
  });
  const childrenOf = (one: number): number[] => processes.filter(({ parent }) => parent === one).flatMap(({ own }) => [own, ...childrenOf(own)]);
  return childrenOf(pid);
}

/** CPU seconds that the process has used, all its threads together; 0 when it is gone. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / clockTicksPerSecond;
}

/** USER_HZ is 100 on every Linux that Node runs on. */
const clockTicksPerSecond = 100;

function parsedRecord(text: string): PidRecord | null {
  try {
    return pidRecordSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
