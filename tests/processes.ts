// Processes as /proc shows them.
import { readdir, readFile } from "node:fs/promises";

export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
}

/** Direct children of a process. */
export async function childrenOf(parent: number): Promise<ProcessInfo[]> {
  return (await processes()).filter((process) => process.parent === parent);
}

export async function processes(): Promise<ProcessInfo[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")));
  return all.flatMap((stat) => {
    const match = /^(\d+) \((.*)\) (\S) (\d+)/s.exec(stat);
    return match === null || match[3] === "Z" ? [] : [{ pid: Number(match[1]), parent: Number(match[4]), name: match[2] ?? "" }];
  });
}

/** Processes whose command line names a path. */
export async function processesNaming(path: string): Promise<{ readonly pid: number; readonly command: string }[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(
    pids.map(async (pid) => ({ pid: Number(pid), command: (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ") })),
  );
  return all.filter(({ command }) => command.includes(path));
}
