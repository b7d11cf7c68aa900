// Removes everything of a stack: its processes, the mount, the folder. Also for a stack whose supervisor is dead.
import { execFile } from "node:child_process";
import { readFile, readdir, readlink, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { PidRecord } from "../../../model/protocol/stack.ts";
import type { Layout } from "../layout.ts";
import { gone, readAlive, recordOf, signalProcess } from "./pid-file.ts";

/** Agents stop their Postgres themselves when asked politely; what is left after this is killed. */
const politeMilliseconds = 4_000;

export async function clearStack(at: Layout): Promise<void> {
  const alive = await processesOf(at);
  // Postgres is asked for a fast shutdown too, in case its agent is gone.
  for (const record of alive) {
    signalProcess(record, "SIGTERM");
    signalProcess(record, "SIGCONT");
  }
  await gone(alive, politeMilliseconds);
  // Looked for again: one that was asked to end may have started another before.
  const left = await processesOf(at);
  for (const record of left) signalProcess(record, "SIGKILL");
  await gone(left, 2_000);
  await unmount(at.scratch);
  await rm(at.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/**
 * Those that have a record, and those that write into the stack's logs: a supervisor that is killed between the start of a process and its record leaves
 * one that no record names. Each once.
 */
async function processesOf(at: Layout): Promise<PidRecord[]> {
  const files = (await readdir(at.processes).catch(() => [])).filter((name) => name.endsWith(".json"));
  const recorded = await Promise.all(files.map((name) => readAlive(join(at.processes, name))));
  const logs = await realpath(at.logs).catch(() => at.logs);
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const writing = await Promise.all(
    pids.map(async (pid) => ((await readlink(`/proc/${pid}/fd/1`).catch(() => "")).startsWith(`${logs}/`) ? recordOf(Number(pid)) : null)),
  );
  const all = [...recorded, ...writing].filter((record) => record !== null);
  return [...new Map(all.map((record) => [record.pid, record])).values()];
}

async function unmount(path: string): Promise<void> {
  const mounts = await readFile("/proc/mounts", "utf8");
  if (!mounts.split("\n").some((line) => line.split(" ")[1] === path)) return;
  await promisify(execFile)("umount", ["-l", path]);
}
