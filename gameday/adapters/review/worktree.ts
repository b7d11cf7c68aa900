// Another state of the repository in a folder of its own, with packages of its own lockfile; it goes when it is done with, and when this process is killed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../../model/user-error.ts";
import { runCommand } from "../machine/run-command.ts";

const janitor = fileURLToPath(new URL("janitor.ts", import.meta.url));
const installMilliseconds = 10 * 60_000;
const gitMilliseconds = 60_000;

export interface Git {
  /** Standard output without its last line end; throws Error with what Git said. */
  readonly ask: (...words: readonly string[]) => Promise<string>;
}

export const gitIn = (folder: string): Git => ({
  ask: async (...words) => {
    const { code, stdout, stderr } = await runCommand(["git", "-C", folder, ...words], { limitMilliseconds: gitMilliseconds });
    if (code !== 0) throw new Error(`git ${words[0] ?? ""}: ${stderr.trim() || `ended with ${code}`}`);
    return stdout.replace(/\n$/, "");
  },
});

/** Calls `use` with the folder; resolves when the folder is gone. Rejects with UserError where the packages cannot be had. */
export async function inWorktree<T>(repository: string, commit: string, use: (folder: string) => Promise<T>): Promise<T> {
  // Git knows it by its real path.
  const folder = await realpath(await mkdtemp(join(tmpdir(), "gameday-review-")));
  // There before the worktree is: from here on, whatever ends this process, somebody takes the folder away.
  const keeper = spawn(process.execPath, [janitor, repository, folder], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  const gone = new Promise<number | null>((resolve) => keeper.on("close", resolve).on("error", () => resolve(null)));
  try {
    await gitIn(repository).ask("worktree", "add", "--quiet", "--force", "--detach", folder, commit);
    await installPackages(repository, folder);
    return await use(folder);
  } finally {
    keeper.stdin.end();
    if ((await gone) !== 0) await rm(folder, { recursive: true, force: true });
  }
}

/** The packages that lie here serve another lockfile only where it is the same. */
async function installPackages(repository: string, folder: string): Promise<void> {
  const [here, there] = [await hashOf(join(repository, "package-lock.json")), await hashOf(join(folder, "package-lock.json"))];
  if (there === null) throw new UserError("it has no package-lock.json");
  const packages = join(repository, "node_modules");
  if (here === there) return symlink(await realpath(packages), join(folder, "node_modules"));
  const { code, stderr } = await runCommand(["npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"], {
    limitMilliseconds: installMilliseconds,
    folder,
  });
  if (code !== 0) throw new UserError(`the packages of its lockfile cannot be installed: ${stderr.trim().split("\n").slice(0, 3).join(" ")}`);
}

const hashOf = async (file: string): Promise<string | null> =>
  readFile(file).then(
    (bytes) => createHash("sha256").update(bytes).digest("hex"),
    () => null,
  );
