// Ends the load of a dead controller and heals what it left in a system, from the run's folder alone; and writes what it did beside the journal.
import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Entry, Event } from "../../model/events.ts";
import type { Step } from "../../model/fault/fault-script.ts";
import { outputsSchema } from "../../model/outputs.ts";
import { endRunOnClusters } from "../adapters/cluster/heal/end-run.ts";
import { createExpecting } from "../adapters/observe/create-expecting.ts";
import { createObserver } from "../adapters/observe/create-observer.ts";
import { createSteps } from "../adapters/steps/create-steps.ts";
import { realClock } from "../adapters/machine/clock.ts";
import { endLoad } from "../adapters/run-folder/load-record.ts";
import { openJournal, readJournal } from "../adapters/run-folder/journal-file.ts";
import { readUndoRecord } from "../adapters/run-folder/undo-record.ts";
import { healFault, undoSteps } from "../controller/heal.ts";

/** Of a stack on clusters: whatever carries the run's label there is taken out, scaling by phases is put back, and its Lease is given up. */
export async function endOnClusters(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, "outputs.json"), "utf8").catch(() => "null");
  const outputs = outputsSchema.safeParse(JSON.parse(text));
  return outputs.success && outputs.data.clusters.length > 0 ? endRunOnClusters(outputs.data, basename(folder)) : [];
}

export interface HealedFault {
  readonly fault: string;
  /** Healing was seen on the consumer's side. */
  readonly ok: boolean;
  readonly detail: string;
}

/** Writes what the guardian did into the journal itself, once nobody else writes there. Resolves with all of it. */
export async function absorbGuardian(folder: string): Promise<Entry[]> {
  const own = join(folder, "guardian.jsonl");
  const [before, done] = await Promise.all([readJournal(join(folder, "journal.jsonl")), readJournal(own).catch((): Entry[] => [])]);
  const journal = await openJournal(join(folder, "journal.jsonl"), realClock, () => undefined, before.length);
  const added: Entry[] = [];
  for (const { event } of done) added.push(await journal.append(event, { sync: true }));
  await journal.close();
  await rm(own, { force: true });
  return [...before, ...added];
}

/**
 * All of them together get `limitMilliseconds` after the last undo. Never throws for a fault that cannot be healed: it says so. Last in, first out; and
 * everything is taken out before anything is looked at, because what one fault took away may be what proves that another one is gone.
 */
export async function healLeft(folder: string, limitMilliseconds: number): Promise<HealedFault[]> {
  await endLoad(folder);
  const { left } = await readUndoRecord(folder);
  if (left.length === 0) return [];
  const next = Math.max(-1, ...(await readJournal(join(folder, "guardian.jsonl")).catch((): Entry[] => [])).map(({ sequence }) => sequence)) + 1;
  // Healing comes before its record: a full disk must not keep a fault in. What is not recorded is healed once more by the next command.
  const own = await openJournal(join(folder, "guardian.jsonl"), realClock, () => undefined, next).catch(() => null);
  const record = async (event: Event): Promise<unknown> => own?.append(event, { sync: true }).catch(() => undefined);
  const ports = { steps: createSteps(basename(folder)), expecting: createExpecting(createObserver()) };
  const again = new Map<string, readonly Step[]>();
  for (const { fault, script } of left) {
    await record({ type: "fault-healing", fault, by: "guardian" });
    const { failed } = script === null ? { failed: [] } : await undoSteps(script.undo, ports.steps);
    if (script !== null && failed.length === 0) await record({ type: "fault-undone", fault, by: "guardian" });
    again.set(fault, failed);
  }
  const deadline = Date.now() + limitMilliseconds;
  const results = await Promise.all(
    left.map(async ({ fault, script, place }): Promise<HealedFault> => {
      if (script === null)
        return { fault, ok: false, detail: `this gameday does not understand its undo; call \`gameday heal\` of the one that wrote ${place}` };
      const undo = [...(again.get(fault) ?? [])];
      const undone = async (): Promise<unknown> => (undo.length === 0 ? undefined : record({ type: "fault-undone", fault, by: "guardian" }));
      const { ok, seen, problems } = await healFault({ ...script, undo }, ports, realClock, () => deadline, undone);
      const all = [...seen, ...problems.map((detail) => ({ label: "undo", held: false, detail }))];
      await record({ type: ok ? "fault-healed" : "fault-heal-unverified", fault, by: "guardian", seen: all });
      const missing = all.filter(({ held }) => !held).map(({ label, detail }) => `${label}: ${detail}`);
      return { fault, ok, detail: ok ? `seen by ${seen.length} looks` : missing.join("; ") };
    }),
  );
  await own?.close();
  return results;
}
