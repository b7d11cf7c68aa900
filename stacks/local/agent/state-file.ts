// An agent's promises, on disk before they are given: one that is restarted must keep them.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { initialElection, type ElectionState } from "./election.ts";

const schema = z.object({
  self: z.string(),
  term: z.int(),
  leader: z.string().nullable(),
  votedTerm: z.int(),
  promisedTo: z.string().nullable(),
  promisedUntil: z.number(),
});

export function readState(path: string, self: string): ElectionState {
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return initialElection(self);
  }
}

/** Processes die here, not the machine: a rename is enough, no flush is waited for. */
export function writeState(path: string, state: ElectionState): void {
  writeFileSync(`${path}.draft`, JSON.stringify(state));
  renameSync(`${path}.draft`, path);
}
