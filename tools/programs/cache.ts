// The user's cache folder for programs. As root it is one that every user can reach: Postgres refuses to run as root and runs as `nobody`.
import { homedir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import type { Program } from "./table.ts";

export function cacheFolder(): string {
  const given = process.env["PROVING_GROUND_CACHE"];
  if (given !== undefined) return resolve(given);
  if (userInfo().uid === 0) return "/var/cache/proving-ground";
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "proving-ground");
}

export const cachedPath = (program: Program): string => join(cacheFolder(), program.cached, program.executable);

/** What a program needs in its environment to find its libraries. */
export function environmentOf(program: Program, path: string): Record<string, string> {
  if (program.source.from !== "debian" || path !== cachedPath(program)) return {};
  const root = join(cacheFolder(), program.cached);
  return { LD_LIBRARY_PATH: [join(root, "usr/lib/x86_64-linux-gnu"), join(root, "lib/x86_64-linux-gnu")].join(":") };
}
