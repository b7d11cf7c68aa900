// The folder that holds everything a node writes, and what an earlier run that was killed could not take away.
import { mkdir, mkdtemp, readdir, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const prefix = "proving-ground-node-";
const hierarchies = "/sys/fs/cgroup";
/** Every group of processes that the node makes is below this one, in each of the kernel's hierarchies. */
export const cgroupRoot = "proving-ground-node";

export const stateFolders = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith(prefix)).map((name) => join(tmpdir(), name));

export async function makeState(): Promise<string> {
  for (const name of await readdir(hierarchies)) await mkdir(join(hierarchies, name, cgroupRoot), { recursive: true });
  return mkdtemp(join(tmpdir(), prefix));
}

/** Once no process of a node is left: of this run, and of earlier ones. */
export async function removeState(): Promise<void> {
  for (const name of await readdir(hierarchies)) await removeGroup(join(hierarchies, name, cgroupRoot));
  for (const folder of await stateFolders()) await rm(folder, { recursive: true, force: true });
}

/** A group is an empty folder to rmdir, whatever files the kernel shows in it; the ones below it go first. */
async function removeGroup(folder: string): Promise<void> {
  const below = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of below) if (entry.isDirectory()) await removeGroup(join(folder, entry.name));
  await rmdir(folder).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  });
}
