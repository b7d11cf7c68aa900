// Where the embedded stack of a checkout lives. Under the system's temporary folder: as root its Postgres runs as another user, who must reach it.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { stackRecordSchema, type StackRecord } from "../../../model/protocol/stack.ts";
import { isAlive } from "../machine/pid-record.ts";

/** One stack for each home (`home` is the folder that holds .gameday), so that two checkouts do not meet. */
export function stackFolder(home: string, name = "local"): string {
  const place = createHash("sha256").update(home).digest("hex").slice(0, 8);
  return join(tmpdir(), `proving-ground-${userInfo().uid}`, `${name}-${place}`);
}

/** Null where no stack was started, or it did not come up. */
export async function readStackRecord(folder: string): Promise<StackRecord | null> {
  try {
    return stackRecordSchema.parse(JSON.parse(await readFile(join(folder, "stack.json"), "utf8")));
  } catch {
    return null;
  }
}

/** Its supervisor lives. */
export async function isUp(folder: string): Promise<boolean> {
  const record = await readStackRecord(folder);
  return record !== null && (await isAlive(record.supervisor));
}
