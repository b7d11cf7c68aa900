// Removes everything of a stack: processes by their records, the mount, the folder. Also for a stack whose supervisor is dead.
import { execFile } from "node:child_process";
import { readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { PidRecord } from "../../../model/protocol/stack.ts";
import type { Layout } from "../layout.ts";
import { isAlive, readAlive, signalProcess } from "./pid-file.ts";

/** Agents stop their Postgres themselves when asked politely; what is left after this is killed. */
const politeMilliseconds = 4_000;

export async function clearStack(at: Layout): Promise<void> {
  const files = await readdir(at.processes).catch(() => []);
  const alive = (await Promise.all(files.filter((name) => name.endsWith(".json")).map((name) => readAlive(join(at.processes, name))))).filter(
    (record) => record !== null,
  );
  // Postgres is asked for a fast shutdown too, in case its agent is gone.
  for (const record of alive) {
    signalProcess(record, "SIGTERM");
    signalProcess(record, "SIGCONT");
  }
  await gone(alive, politeMilliseconds);
  for (const record of alive) signalProcess(record, "SIGKILL");
  await gone(alive, 2_000);
  await unmount(at.scratch);
  await rm(at.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

async function gone(records: readonly PidRecord[], limitMilliseconds: number): Promise<void> {
  const deadline = Date.now() + limitMilliseconds;
  while (Date.now() < deadline && records.some(isAlive)) await sleep(50);
}

async function unmount(path: string): Promise<void> {
  const mounts = await readFile("/proc/mounts", "utf8");
  if (!mounts.split("\n").some((line) => line.split(" ")[1] === path)) return;
  await promisify(execFile)("umount", ["-l", path]);
}
