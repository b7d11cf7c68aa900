// What healing needs of a journal, and nothing else: read also where another version of gameday wrote it. An upgrade must not leave a fault in.
import { join } from "node:path";
import { z } from "zod";
import { faultScriptSchema, type FaultScript } from "../../../model/fault/fault-script.ts";
import { commitOf, placeOf, wholeLines } from "./journal-file.ts";

export interface UndoRecord {
  /** Last in, first out. A fault counts from the moment its undo is journaled until its healing was seen. */
  readonly left: readonly LeftFault[];
  readonly finished: boolean;
}

export interface LeftFault {
  readonly fault: string;
  /** Null: this version does not understand it. */
  readonly script: Pick<FaultScript, "undo" | "healed"> | null;
  /** Where it is written, and who can read it. */
  readonly place: string;
}

const begun = z.object({ type: z.literal("run-started"), provenance: z.object({ commit: z.string() }) });
const recorded = z.object({ type: z.literal("fault-undo-recorded"), fault: z.string(), script: z.unknown() });
const healed = z.object({ type: z.literal("fault-healed"), fault: z.string() });
const finished = z.object({ type: z.literal("run-finished") });
const lineSchema = z.object({ at: z.number(), event: z.union([begun, recorded, healed, finished]) });
/** Of what is injected nothing need be understood. */
const undoSchema = z.object(faultScriptSchema.pick({ undo: true, healed: true }).shape);

/** Of a run's folder: its journal and the guardian's own, in the order of time; empty where there is none. Rejects when they cannot be read. */
export async function readUndoRecord(folder: string): Promise<UndoRecord> {
  const parts = await Promise.all(["journal.jsonl", "guardian.jsonl"].map((name) => linesOf(join(folder, name))));
  const left = new Map<string, LeftFault>();
  let [ended, commit] = [false, ""];
  for (const { event, place } of parts.flat().toSorted((a, b) => a.at - b.at)) {
    if (event.type === "run-started") commit = commitOf(event.provenance.commit);
    else if (event.type === "run-finished") ended = true;
    else if (event.type === "fault-healed") left.delete(event.fault);
    else {
      const script = undoSchema.safeParse(event.script);
      left.delete(event.fault);
      left.set(event.fault, { fault: event.fault, script: script.success ? script.data : null, place: `${place}${commit}` });
    }
  }
  return { left: [...left.values()].toReversed(), finished: ended };
}

type Line = z.output<typeof lineSchema> & { readonly place: string };

async function linesOf(path: string): Promise<Line[]> {
  const found: Line[] = [];
  try {
    for await (const [text, number] of wholeLines(path)) found.push(...lineOf(text, () => placeOf(path, number), found.at(-1)?.at ?? 0));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  return found;
}

/** A line that something else has changed may have been an undo: it counts as one that nobody understands. */
function lineOf(text: string, place: () => string, at: number): Line[] {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(text));
    return parsed.success ? [{ ...parsed.data, place: place() }] : [];
  } catch {
    return [{ at, event: { type: "fault-undo-recorded", fault: "a line that is not JSON", script: null }, place: place() }];
  }
}
