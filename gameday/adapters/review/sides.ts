// Both sides of a review: this checkout, and the base in a worktree of its own.
import { UserError } from "../../../model/user-error.ts";
import { environmentsIn, recordAll, type RecordedEnvironment } from "./record-side.ts";
import { gitIn, inWorktree } from "./worktree.ts";

export interface ReadSide {
  readonly commit: string;
  readonly environments: ReadonlyMap<string, RecordedEnvironment>;
}

export interface Sides {
  readonly base: ReadSide | { readonly problem: string };
  readonly head: ReadSide;
}

/** Rooms and files that a recording reads. A change of anything else leaves every environment as it is. */
const recordedFrom = ["components", "estate", "model", "chaos", "stacks", "tools/recording-flags.ts", "package.json", "package-lock.json"];
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
  const head: ReadSide = {
    commit: changed ? `${own} with changes` : own,
    environments: await recordAll(repository, await environmentsIn(repository)),
  };
  const base = await readBase(repository, ref, head).catch((error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }));
  return { base, head };
}

async function readBase(repository: string, ref: string, head: ReadSide): Promise<ReadSide> {
  const git = gitIn(repository);
  // A ref that begins with a dash would be an option.
  const commit = await git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`).catch(() => {
    throw new UserError(`there is no commit ${ref} here`);
  });
  const name = await git.ask("rev-parse", shortCommit, commit);
  const differing = await git.ask("status", "--porcelain", "--", ...recordedFrom);
  const moved = await git.ask("diff", "--name-only", commit, "--", ...recordedFrom);
  if (differing === "" && moved === "") return { commit: name, environments: head.environments };
  return inWorktree(repository, commit, async (folder) => ({ commit: name, environments: await recordAll(folder, await environmentsIn(folder)) }));
}
