// Ends the load of a dead controller and heals what it left in a system, from the run's folder alone; and writes what it did beside the journal.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Entry, Event } from "../../model/events.ts";
import type { FaultScript } from "../../model/fault/fault-script.ts";
import { createExpecting } from "../adapters/observe/create-expecting.ts";
import { createObserver } from "../adapters/observe/create-observer.ts";
import { createSteps } from "../adapters/steps/create-steps.ts";
import { realClock } from "../adapters/machine/clock.ts";
import { endLoad } from "../adapters/run-folder/load-record.ts";
import { openJournal, readJournal } from "../adapters/run-folder/journal-file.ts";
import { healFault } from "../controller/heal.ts";

export interface HealedFault {
  readonly fault: string;
  /** Healing was seen on the consumer's side. */
  readonly ok: boolean;
  readonly detail: string;
}

/** The run's journal and the guardian's own, in the order of time; empty where there is none. */
export async function allEntries(folder: string): Promise<Entry[]> {
  const parts = await Promise.all(["journal.jsonl", "guardian.jsonl"].map((name) => readJournal(join(folder, name)).catch((): Entry[] => [])));
  return parts.flat().toSorted((a, b) => a.at - b.at);
}

/** Last in, first out. A fault counts from the moment its undo is journaled until its healing was seen. */
export function faultsLeft(entries: readonly Entry[]): { fault: string; script: FaultScript }[] {
  const left = new Map<string, FaultScript>();
  for (const { event } of entries) {
    if (event.type === "fault-undo-recorded") left.set(event.fault, event.script);
    if (event.type === "fault-healed") left.delete(event.fault);
  }
  return [...left].toReversed().map(([fault, script]) => ({ fault, script }));
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

export const isFinished = (entries: readonly Entry[]): boolean => entries.some(({ event }) => event.type === "run-finished");

/** Each fault gets `limitMilliseconds`. Never throws for a fault that cannot be healed: it says so. */
export async function healLeft(folder: string, limitMilliseconds: number): Promise<HealedFault[]> {
  await endLoad(folder);
  const entries = await allEntries(folder);
  const faults = faultsLeft(entries);
  if (faults.length === 0) return [];
  const next = Math.max(-1, ...(await readJournal(join(folder, "guardian.jsonl")).catch((): Entry[] => [])).map(({ sequence }) => sequence)) + 1;
  // Healing comes before its record: a full disk must not keep a fault in. What is not recorded is healed once more by the next command.
  const own = await openJournal(join(folder, "guardian.jsonl"), realClock, () => undefined, next).catch(() => null);
  const record = async (event: Event): Promise<unknown> => own?.append(event, { sync: true }).catch(() => undefined);
  const ports = { steps: createSteps(), expecting: createExpecting(createObserver()) };
  const results: HealedFault[] = [];
  for (const { fault, script } of faults) {
    await record({ type: "fault-healing", fault, by: "guardian" });
    const { ok, seen, problems } = await healFault(script, ports, realClock, Date.now() + limitMilliseconds, () =>
      record({ type: "fault-undone", fault, by: "guardian" }),
    );
    const all = [...seen, ...problems.map((detail) => ({ label: "undo", held: false, detail }))];
    await record({ type: ok ? "fault-healed" : "fault-heal-unverified", fault, by: "guardian", seen: all });
    const missing = all.filter(({ held }) => !held).map(({ label, detail }) => `${label}: ${detail}`);
    results.push({ fault, ok, detail: ok ? `seen by ${seen.length} looks` : missing.join("; ") });
  }
  await own?.close();
  return results;
}
