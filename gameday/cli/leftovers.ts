// What dead controllers of this machine left: found by their locks, healed before anything else is done.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { outputsSchema } from "../../model/outputs.ts";
import { holders } from "../adapters/interlock/lock.ts";
import { liveProcess } from "../adapters/machine/process-handle.ts";
import { guardianOf } from "../adapters/run-folder/guardian-process.ts";
import { readUndoRecord } from "../adapters/run-folder/undo-record.ts";
import { absorbGuardian, endOnClusters, healLeft } from "../guardian/heal-left.ts";
import type { Holder } from "../ports/interlock.ts";

const guardianLimitMilliseconds = 90_000;
const healLimitMilliseconds = 30_000;

/** True when nothing is left. `say` gets a line for each run that had left something. */
export async function healLeftovers(say: (text: string) => void): Promise<boolean> {
  const dead = (await holders()).filter(({ alive }) => !alive);
  const clean = await Promise.all(dead.map((holder) => settle(holder, say)));
  return clean.every(Boolean);
}

async function settle(holder: Holder, say: (text: string) => void): Promise<boolean> {
  const { run, folder } = holder;
  const deadline = Date.now() + guardianLimitMilliseconds;
  if ((await guardianOf(folder)) !== null) say(`${run} lost its controller; its guardian is at work.`);
  while ((await guardianOf(folder)) !== null && Date.now() < deadline) await sleep(100);
  const { left } = await readUndoRecord(folder);
  if (left.length > 0 && !(await stackIsGone(folder))) {
    say(`${run} lost its controller and left ${left.map(({ fault }) => fault).join(", ")} in. Healing …`);
    const results = await healLeft(folder, healLimitMilliseconds);
    for (const { fault, ok, detail } of results) say(`  ${fault} ${ok ? "is healed" : "IS NOT SEEN TO BE HEALED"}: ${detail}`);
    if (results.some(({ ok }) => !ok)) return false;
  }
  const inClusters = await endOnClusters(folder);
  for (const detail of inClusters) say(`  NOT SEEN TO BE HEALED: ${detail}`);
  if (inClusters.length > 0) return false;
  const readable = await absorbGuardian(folder).then(
    () => true,
    () => false,
  );
  await holder.release();
  const further = readable ? `Go on with: gameday resume ${run}` : "This gameday cannot read the rest of its journal, so it cannot be taken up.";
  say(`${run} ended without its controller; nothing of it is left in the system. ${further}`);
  return true;
}

/** Faults went with the stack, if every process of it is gone. */
async function stackIsGone(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, "outputs.json"), "utf8").catch(() => "null");
  const outputs = outputsSchema.safeParse(parsed(text));
  if (!outputs.success) return false;
  const files = [...outputs.data.own, ...outputs.data.processes.map(({ pidFile }) => pidFile)];
  return files.length > 0 && (await Promise.all(files.map(liveProcess))).every((record) => record === null);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
