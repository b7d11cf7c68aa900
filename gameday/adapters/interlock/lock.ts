// One controller a stack: a lock file with its owner. What a dead owner left is healed before its lock is taken.
import { createHash } from "node:crypto";
import { link, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { pidRecordSchema } from "../../../model/protocol/stack.ts";
import type { Outputs } from "../../../model/outputs.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { UserError } from "../../../model/user-error.ts";
import type { Holder } from "../../ports/interlock.ts";
import { isAlive, ownRecord } from "../machine/pid-record.ts";
import { interlockFolder } from "./place.ts";

const ownerSchema = z.object({ run: z.string(), folder: z.string(), process: pidRecordSchema });
const suffix = ".lock.json";

/** A stack is told apart by its name and by where load goes. */
const lockName = ({ stack, entry }: Outputs): string =>
  `${stack.replaceAll(/[^\w.-]/g, "_")}-${createHash("sha256").update(`${stack} ${entry}`).digest("hex").slice(0, 8)}${suffix}`;

/** Resolves with what releases it. Throws UserError (exit 5) while another controller has the stack, or its faults are not healed yet. */
export async function lockStack(outputs: Outputs, run: string, folder: string): Promise<() => Promise<void>> {
  const path = join(await interlockFolder(), lockName(outputs));
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, JSON.stringify({ run, folder, process: await ownRecord() }), { mode: 0o600 });
  try {
    await link(draft, path); // Fails where there is one, and is never seen half written.
    return () => rm(path, { force: true });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const holder = await readHolder(path);
  const message =
    holder?.alive === false
      ? `run ${holder.run} left it without an end, and its faults are not seen to be healed`
      : `run ${holder?.run ?? "unknown"} has it`;
  const remedy = holder?.alive === false ? "gameday heal" : `wait for it, or end it with: gameday abort ${holder?.run ?? ""}`;
  throw new UserError("the stack is in use", [{ path, message, remedy }], exitCodes.refused);
}

/** Every run that holds a stack of this machine, or held one when its controller died. */
export async function holders(): Promise<Holder[]> {
  const folder = await interlockFolder();
  const names = (await readdir(folder)).filter((name) => name.endsWith(suffix)).toSorted();
  const found = await Promise.all(names.map((name) => readHolder(join(folder, name))));
  return found.filter((holder) => holder !== null);
}

async function readHolder(path: string): Promise<Holder | null> {
  const owner = ownerSchema.safeParse(parsed(await readFile(path, "utf8").catch(() => "")));
  if (!owner.success) return null;
  const { run, folder, process } = owner.data;
  return { run, folder, alive: await isAlive(process), release: () => rm(path, { force: true }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
