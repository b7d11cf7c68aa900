// Both sides of a review: this checkout, and the base in a worktree of its own.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../../model/user-error.ts";
import { environmentsIn, recordAll, type RecordedEnvironment } from "./record-side.ts";
import { readGameDays, type ReadGameDays } from "./read-game-days.ts";
import { gitIn, inWorktree } from "./worktree.ts";

export interface ReadSide {
  readonly commit: string;
  /** Of the commit, in UTC: "2026-11-28". */
  readonly day: string;
  readonly environments: ReadonlyMap<string, RecordedEnvironment>;
  readonly gameDays: ReadGameDays | null;
  readonly matrix: string | null;
}

export interface Sides {
  readonly base: ReadSide | { readonly problem: string };
  readonly head: ReadSide;
  /** Paths that differ; empty where there is no base. */
  readonly files: readonly string[];
}

/** Rooms and files that a recording reads. A change of anything else leaves every environment as it is. */
const recordedFrom = ["components", "estate", "model", "chaos", "stacks", "tools/recording-flags.ts", "package.json", "package-lock.json"];
const matrixPage = "docs/resiliency-matrix.md";
const shortCommit = "--short=12";

/** Throws UserError where this folder is no checkout. */
export async function readSides(repository: string, ref: string): Promise<Sides> {
  const git = gitIn(repository);
  const own = await git.ask("rev-parse", shortCommit, "HEAD").catch((cause: unknown) => {
    throw new UserError("there is nothing to compare with", [
      { path: repository, message: cause instanceof Error ? cause.message : String(cause), remedy: "call it in a Git checkout" },
    ]);
  });
  const changed = (await git.ask("status", "--porcelain")) !== "";
  const head = await readSide(repository, { name: changed ? `${own} with changes` : own, day: await dayOf(repository, "HEAD") });
  try {
    const { commit, name, day } = await commitOf(repository, ref);
    const files = await differing(repository, commit);
    const base = files.some((file) => recordedFrom.some((place) => file === place || file.startsWith(`${place}/`)))
      ? await inWorktree(repository, commit, (folder) => readSide(folder, { name, day }))
      : { ...head, ...(await readPages(repository, commit)), commit: name, day };
    return { base, head, files };
  } catch (error) {
    return { base: { problem: error instanceof Error ? error.message : String(error) }, head, files: [] };
  }
}

async function readSide(folder: string, { name, day }: { readonly name: string; readonly day: string }): Promise<ReadSide> {
  const environments = await recordAll(folder, await environmentsIn(folder));
  return {
    commit: name,
    day,
    environments,
    gameDays: await readGameDays(folder),
    matrix: await readFile(join(folder, matrixPage), "utf8").catch(() => null),
  };
}

/** What a recording does not read, and a base without a worktree may still have otherwise. */
async function readPages(repository: string, commit: string): Promise<Pick<ReadSide, "matrix">> {
  return {
    matrix: await gitIn(repository)
      .ask("show", `${commit}:${matrixPage}`)
      .then(
        (page) => `${page}\n`,
        () => null,
      ),
  };
}

async function commitOf(repository: string, ref: string): Promise<{ readonly commit: string; readonly name: string; readonly day: string }> {
  const git = gitIn(repository);
  // A ref that begins with a dash would be an option.
  const commit = await git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`).catch(() => {
    throw new UserError(`there is no commit ${ref} here`);
  });
  return { commit, name: await git.ask("rev-parse", shortCommit, commit), day: await dayOf(repository, commit) };
}

/** Committed or not, known to Git or new. */
async function differing(repository: string, commit: string): Promise<readonly string[]> {
  const git = gitIn(repository);
  const names = [await git.ask("diff", "--name-only", "-z", commit), await git.ask("ls-files", "--others", "--exclude-standard", "-z")];
  return [...new Set(names.flatMap((list) => list.split("\0")).filter((name) => name !== ""))].toSorted();
}

const dayOf = async (repository: string, commit: string): Promise<string> =>
  new Date(Number(await gitIn(repository).ask("show", "--no-patch", "--format=%ct", commit)) * 1_000).toISOString().slice(0, 10);
