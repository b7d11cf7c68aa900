// A person's word as a file: the kill switch (`gameday stop --all`) and the hold (`gameday hold`).
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { userInfo } from "node:os";
import { z } from "zod";
import type { Refusal } from "../../ports/interlock.ts";
import { interlockFolder } from "./place.ts";

const refusalSchema = z.strictObject({ reason: z.string(), by: z.string(), at: z.number() });
export type RefusalKind = "stopped" | "held";

export const refusalPath = async (kind: RefusalKind): Promise<string> => join(await interlockFolder(), `${kind}.json`);

/** Null when it is not set. Rejects when the file is there and cannot be understood: then it counts as set. */
export async function readRefusal(kind: RefusalKind): Promise<Refusal | null> {
  const path = await refusalPath(kind);
  try {
    return refusalSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new Error(`${path} cannot be read, so nothing may be injected: gameday allow removes it`, { cause: error });
  }
}

export async function writeRefusal(kind: RefusalKind, reason: string): Promise<Refusal> {
  const path = await refusalPath(kind);
  const refusal = { reason, by: userInfo().username, at: Date.now() };
  await writeFile(`${path}.draft`, JSON.stringify(refusal), { mode: 0o600 });
  await rename(`${path}.draft`, path);
  return refusal;
}

/** False when it was not set. */
export async function clearRefusal(kind: RefusalKind): Promise<boolean> {
  const path = await refusalPath(kind);
  const wasSet = (await readFile(path, "utf8").catch(() => null)) !== null;
  await rm(path, { force: true });
  return wasSet;
}
