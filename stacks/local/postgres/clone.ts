// A fresh standby from a running primary: backup mode on, copy, backup mode off. The copy goes over the machine's own disk, not through the
// proxies; what is streamed afterwards does go through them.
import { execFile } from "node:child_process";
import { chmod, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Client } from "pg";
import { z } from "zod";
import { hand } from "./binaries.ts";

const run = promisify(execFile);
const leftOut = [
  "postmaster.pid",
  "postmaster.opts",
  "pg_wal",
  "pg_replslot",
  "pg_stat_tmp",
  "standby.signal",
  "recovery.signal",
  "postgresql.auto.conf",
  "backup_label",
  "tablespace_map",
];
const stopRow = z.tuple([z.object({ labelfile: z.string(), spcmapfile: z.string().nullable() })]);

/** `client`: a superuser's session on the primary whose data folder is `source`. `target` is emptied first. */
export async function copyRunning(client: Client, source: string, target: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true, mode: 0o700 });
  await client.query("select pg_backup_start('clone', true)");
  const entries = (await readdir(source)).filter((name) => !leftOut.includes(name));
  for (const name of entries) await run("cp", ["-a", join(source, name), target]).catch(ignoreVanished);
  const { rows } = await client.query("select labelfile, spcmapfile from pg_backup_stop(false)");
  const [{ labelfile }] = stopRow.parse(rows);
  await writeFile(join(target, "backup_label"), labelfile);
  for (const name of ["pg_wal", "pg_replslot", "pg_stat_tmp"]) await mkdir(join(target, name), { recursive: true, mode: 0o700 });
  await chmod(target, 0o700);
  await hand(target);
}

/** A file that the server removed while it was being copied is not needed: recovery replays its removal. */
function ignoreVanished(error: unknown): void {
  const text = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  const serious = text.split("\n").filter((line) => line !== "" && !/No such file or directory/.test(line));
  if (serious.length > 0) throw new Error(`the data folder cannot be copied: ${serious.join("; ")}`);
}
