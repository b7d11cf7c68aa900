// Files of this machine, and folders of them, as entries of an image; programs with the libraries that they load.
import { execFile } from "node:child_process";
import { lstat, readdir, readlink, realpath } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { promisify } from "node:util";
import type { TarEntry } from "./tar.ts";

export const folder = (path: string, mode = 0o755): TarEntry => ({ path, mode, kind: "folder" });
export const text = (path: string, content: string, mode = 0o644): TarEntry => ({ path, mode, kind: "text", text: content });
export const link = (path: string, target: string): TarEntry => ({ path, mode: 0o777, kind: "link", target });
/** A program or any other file of this machine; links are followed. */
export const file = async (path: string, from: string, mode = 0o755): Promise<TarEntry> => ({ path, mode, kind: "file", from: await realpath(from) });

/** Everything below a folder, links as they are. */
export async function tree(path: string, from: string): Promise<TarEntry[]> {
  const found = await readdir(from, { withFileTypes: true, recursive: true });
  const entries = await Promise.all(
    found.map(async (one): Promise<TarEntry | undefined> => {
      const source = join(one.parentPath, one.name);
      const place = join(path, relative(from, source));
      if (one.isSymbolicLink()) return link(place, await readlink(source));
      const { mode } = await lstat(source);
      if (one.isDirectory()) return folder(place, mode & 0o777);
      return one.isFile() ? { path: place, mode: mode & 0o777, kind: "file", from: source } : undefined;
    }),
  );
  return entries.filter((entry) => entry !== undefined).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** The libraries that programs load, from where this machine's loader finds them: `folders` first. Throws when one is missing. */
export async function libraries(programs: readonly string[], folders: readonly string[] = []): Promise<TarEntry[]> {
  const found = new Map<string, string>();
  for (const program of programs) {
    const environment = { ...process.env, LD_LIBRARY_PATH: folders.join(":") };
    const { stdout } = await promisify(execFile)("ldd", [program], { env: environment });
    const missing = [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name);
    if (missing.length > 0) throw new Error(`${program} loads ${missing.join(", ")}, which this machine does not have`);
    for (const [, path = ""] of stdout.matchAll(/(?:=> |^\s*)(\/\S+) \(/gm))
      found.set(path.startsWith("/lib64/") ? path.slice(1) : `lib/x86_64-linux-gnu/${basename(path)}`, path);
  }
  return Promise.all([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([path, from]) => file(path, from)));
}
