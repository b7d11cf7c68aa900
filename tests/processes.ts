// Processes as /proc shows them.
import { readdir, readFile, readlink } from "node:fs/promises";

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

/** The command of every process. */
export async function commands(): Promise<string[]> {
  return Promise.all((await processes()).map(({ pid }) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
}

/** Every process that names the folder: in its command, its environment, its working folder or a file that it has open. */
export async function processesOf(folder: string): Promise<ProcessInfo[]> {
  const all = await processes();
  const named = await Promise.all(all.map(async ({ pid }) => (await placesOf(pid)).some((text) => text.includes(folder))));
  return all.filter((_, index) => named[index]);
}

async function placesOf(pid: number): Promise<string[]> {
  const at = `/proc/${pid}`;
  const descriptors = await readdir(`${at}/fd`).catch((): string[] => []);
  return Promise.all([
    readFile(`${at}/cmdline`, "utf8").catch(() => ""),
    readFile(`${at}/environ`, "utf8").catch(() => ""),
    ...["cwd", ...descriptors.map((name) => `fd/${name}`)].map((name) => readlink(`${at}/${name}`).catch(() => "")),
  ]);
}
