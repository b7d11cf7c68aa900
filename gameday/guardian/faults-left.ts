// Which faults a journal leaves in the system. Pure.
import type { Entry } from "../../model/events.ts";
import type { FaultScript } from "../../model/fault/fault-script.ts";

export interface FaultLeft {
  readonly fault: string;
  readonly script: FaultScript;
}

/** Last in, first out. A fault counts from the moment its undo is journaled until its healing was seen. */
export function faultsLeft(entries: readonly Entry[]): FaultLeft[] {
  const left = new Map<string, FaultScript>();
  for (const { event } of entries) {
    if (event.type === "fault-undo-recorded") left.set(event.fault, event.script);
    if (event.type === "fault-healed") left.delete(event.fault);
  }
  return [...left].toReversed().map(([fault, script]) => ({ fault, script }));
}

export const isFinished = (entries: readonly Entry[]): boolean => entries.some(({ event }) => event.type === "run-finished");
