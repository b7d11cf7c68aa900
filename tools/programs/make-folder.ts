// A folder and those above it. Node's own recursive mkdir says ENOENT of a read-only file system, and never returns for a place below /proc.
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/** A folder that is there stays as it is. Rejects with the system's own reason. */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, mode);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    await makeFolder(dirname(path), mode);
    await mkdir(path, mode).catch((again: unknown) => {
      // Another process may have been quicker.
      if (!(again instanceof Error && "code" in again && again.code === "EEXIST")) throw again;
    });
  }
}
