// The Postgres programs, and the user that they run as: Postgres refuses to run as root.
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { userInfo } from "node:os";
import { promisify } from "node:util";

/** nobody:nogroup on Debian. */
const unprivileged = { uid: 65_534, gid: 65_534 };

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

export const programsBeside = (postgres: string): PostgresPrograms => ({ postgres, initdb: join(dirname(postgres), "initdb") });

/** What spawn is given so that Postgres runs as another user when this one is root. */
export const identity = (): { uid?: number; gid?: number } => (userInfo().uid === 0 ? unprivileged : {});

/** Gives files to the user that Postgres runs as. */
export async function hand(path: string): Promise<void> {
  if (userInfo().uid === 0) await promisify(execFile)("chown", ["-R", `${unprivileged.uid}:${unprivileged.gid}`, path]);
}
