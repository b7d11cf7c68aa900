// What other programs on this machine take of its processors: a stack that failed for want of CPU has proved nothing.
import { readdir, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { liveProcess } from "./process-handle.ts";

/** USER_HZ is 100 on every Linux that Node runs on. */
const clockTicksPerSecond = 100;

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Core-seconds of the process and of those of its children that have ended. */
  readonly used: number;
}

/**
 * Reads the core-seconds that all programs but this process, those of `pidFiles` and whatever is below them have used since some moment of the
 * past; with what a hypervisor took. Only the difference of two readings means something. It is the machine's own count less that of ours, so that
 * programs which have ended in between are in it.
 */
export function createOthersMeter(pidFiles: readonly string[]): () => Promise<number> {
  let tops = new Map<number, number>();
  let departed = 0;
  return async () => {
    const [processes, machine, named] = await Promise.all([allProcesses(), machineSeconds(), Promise.all(pidFiles.map(liveProcess))]);
    const roots = new Set([process.pid, ...named.flatMap((record) => (record === null ? [] : [record.pid]))]);
    const ours = below(roots, processes);
    // What a process of ours used goes to its parent when it ends; where the parent is not ours, it is kept here.
    for (const [pid, used] of tops) if (!ours.has(pid)) departed += used;
    tops = new Map([...ours.values()].filter(({ parent }) => !ours.has(parent)).map(({ pid, used }) => [pid, used]));
    return machine - departed - [...ours.values()].reduce((sum, { used }) => sum + used, 0);
  };
}

function below(roots: ReadonlySet<number>, processes: readonly Process[]): Map<number, Process> {
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const isOurs = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) if (roots.has(at)) return true;
    return false;
  };
  return new Map(processes.filter(({ pid }) => isOurs(pid)).map((one) => [one.pid, one]));
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
  return { pid, parent, used: (user + system + endedUser + endedSystem) / clockTicksPerSecond };
}

/** Interrupts are left out: those of the loopback network are mostly ours. Cores that this process may not use may be busy as they like. */
async function machineSeconds(): Promise<number> {
  const lines = (await readFile("/proc/stat", "utf8")).split("\n");
  const [, user = 0, nice = 0, system = 0, , , , , stolen = 0] = (lines[0] ?? "").split(/\s+/).map(Number);
  const cores = lines.filter((line) => /^cpu\d/.test(line)).length;
  const barred = Math.max(0, cores - availableParallelism()) * (performance.now() / 1_000);
  return (user + nice + system + stolen) / clockTicksPerSecond - barred;
}
