// `janitor.ts <repository> <folder>`: takes a worktree away when whoever started it closes its end of the pipe, or dies. No signal ends it.
import { execFile } from "node:child_process";
import { readdir, readlink, rm } from "node:fs/promises";
import { promisify } from "node:util";

const [repository = "", folder = ""] = process.argv.slice(2);
const tries = 40;
const betweenTriesMilliseconds = 250;

for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) process.on(signal, () => undefined);
process.stdin.resume();
await new Promise((resolve) => process.stdin.on("close", resolve).on("error", resolve));

let gone = false;
for (let tried = 0; tried < tries && !gone; tried += 1) {
  await endThoseIn(folder);
  // Force twice: it may be locked, because it was being made.
  gone = await git("worktree", "remove", "--force", "--force", folder).then(
    () => true,
    () => false,
  );
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  gone = gone || !(await git("worktree", "list", "--porcelain")).includes(`worktree ${folder}\n`);
  if (!gone) await new Promise((resolve) => setTimeout(resolve, betweenTriesMilliseconds));
}
process.exitCode = gone ? 0 : 1;

/** The folder is this review's alone: whatever works in it is, too. */
async function endThoseIn(place: string): Promise<void> {
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const where = await readlink(`/proc/${pid}/cwd`).catch(() => "");
    if (Number(pid) === process.pid || !(where === place || where.startsWith(`${place}/`))) continue;
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It has ended.
    }
  }
}

async function git(...words: readonly string[]): Promise<string> {
  return (await promisify(execFile)("git", ["-C", repository, ...words])).stdout;
}
