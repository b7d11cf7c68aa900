// What other programs on this machine take of its processors: a stack that failed for want of CPU has proved nothing.
import { readdir, readFile } from "node:fs/promises";
import { liveProcess } from "./process-handle.ts";

/** USER_HZ is 100 on every Linux that Node runs on. */
const clockTicksPerSecond = 100;

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Core-seconds of the process and of those of its children that have ended. */
  readonly used: number;
}

/** Core-seconds since each process' start, of all that are neither this process, nor one of `pidFiles`, nor below one of them; with what a hypervisor took. */
export async function othersCpuSeconds(pidFiles: readonly string[]): Promise<number> {
  const [processes, stolen, named] = await Promise.all([allProcesses(), stolenSeconds(), Promise.all(pidFiles.map(liveProcess))]);
  const roots = new Set([process.pid, ...named.flatMap((record) => (record === null ? [] : [record.pid]))]);
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const isOurs = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) if (roots.has(at)) return true;
    return false;
  };
  return processes.filter(({ pid }) => !isOurs(pid)).reduce((sum, { used }) => sum + used, stolen);
}

async function allProcesses(): Promise<Process[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const rows = await Promise.all(pids.map(async (pid) => parse(Number(pid), await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""))));
  return rows.filter((row) => row !== null);
}

function parse(pid: number, stat: string): Process | null {
  if (stat === "") return null;
  const fields = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [fields[1], fields[11], fields[12], fields[13], fields[14]];
  // The first process inherits what any orphan used, ours among them.
  const ended = pid === 1 ? 0 : endedUser + endedSystem;
  return { pid, parent, used: (user + system + ended) / clockTicksPerSecond };
}

async function stolenSeconds(): Promise<number> {
  const [first = ""] = (await readFile("/proc/stat", "utf8").catch(() => "")).split("\n");
  return Number(first.split(/\s+/)[8] ?? 0) / clockTicksPerSecond;
}
