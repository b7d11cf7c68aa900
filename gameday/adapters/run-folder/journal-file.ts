// The journal on disk: one JSON line an event, appended in order, synced where the controller asks for it.
import { createReadStream } from "node:fs";
import { open, stat, truncate } from "node:fs/promises";
import { z } from "zod";
import { entrySchema, journalVersion, type Entry, type Event } from "../../../model/events.ts";
import { UserError } from "../../../model/user-error.ts";
import type { Clock } from "../../ports/clock.ts";
import type { JournalPort } from "../../ports/journal.ts";
import { describeError } from "../machine/system-error.ts";

export interface JournalFile extends JournalPort {
  close(): Promise<void>;
}

/**
 * `onEntry` sees every entry after it is written, or was found impossible to write. After one that could not be (full disk) the file is left as it is,
 * so that no later line follows a torn one, and every `append` rejects.
 */
export async function openJournal(path: string, clock: Clock, onEntry: (entry: Entry) => void, firstSequence = 0): Promise<JournalFile> {
  await cutTornLine(path);
  const file = await open(path, "a", 0o600);
  let sequence = firstSequence;
  let last: Promise<unknown> = Promise.resolve();
  let broken: Error | null = null;
  const write = async (entry: Entry, sync: boolean): Promise<Entry> => {
    try {
      if (broken !== null) throw broken;
      await file.appendFile(`${JSON.stringify(entry)}\n`);
      if (sync) await file.datasync();
    } catch (error) {
      broken ??= new Error(`${path} cannot be written: ${describeError(error)}`, { cause: error });
      throw broken;
    } finally {
      onEntry(entry);
    }
    return entry;
  };
  return {
    append(event: Event, options) {
      const entry: Entry = { sequence: sequence++, at: clock.now(), event };
      const written = last.then(() => write(entry, options?.sync === true));
      last = written.catch(() => undefined);
      return written;
    },
    async close() {
      await last;
      await file.close();
    },
  };
}

/** What a writer that was killed left of its last line. */
async function cutTornLine(path: string): Promise<void> {
  const info = await stat(path).catch(() => null);
  if (info === null) return;
  const whole = await wholeLength(path);
  if (whole !== info.size) await truncate(path, whole);
}

/** Every whole line; a torn last line is left out. Throws UserError for a journal of another version, or one broken in the middle. */
export async function readJournal(path: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of streamJournal(path)) entries.push(entry);
  return entries;
}

/** The same, one after the other: a journal of days is never in memory as a whole. */
export async function* streamJournal(path: string): AsyncGenerator<Entry, void, undefined> {
  for await (const [line, number] of wholeLines(path)) yield parseLine(line, path, number);
}

/** Small enough that a chunk is dead before the next collection: V8 keeps strings from 128 kB on with the old ones. */
const chunkBytes = 1 << 16;

/** Each with its number, from 1. Its place is put into words by whoever needs it: V8 keeps the text of every number it has written. */
export async function* wholeLines(path: string): AsyncGenerator<readonly [line: string, number: number], void, undefined> {
  let [rest, number] = ["", 0];
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: chunkBytes })) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield [line, (number += 1)];
  }
}

/** `<path>:<number>`, for whoever looks a line up. */
export const placeOf = (path: string, number: number): string => `${path}:${number}`;

/** Whether the writer was stopped in the middle of the last line. */
export async function isTorn(path: string): Promise<boolean> {
  const { size } = await stat(path);
  return size !== (await wholeLength(path));
}

/** Bytes up to the end of the last whole line. */
async function wholeLength(path: string): Promise<number> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    for (let end = size; end > 0;) {
      const start = Math.max(0, end - (1 << 16));
      const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      const at = buffer.subarray(0, bytesRead).lastIndexOf(0x0a);
      if (at >= 0) return start + at + 1;
      end = start;
    }
    return 0;
  } finally {
    await file.close();
  }
}

function parseLine(line: string, path: string, number: number): Entry {
  const value = jsonOf(line, path, number);
  const parsed = entrySchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UserError("the journal cannot be read", [{ path: placeOf(path, number), ...foreign(value) }]);
}

function jsonOf(line: string, path: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new UserError("the journal cannot be read", [
      { path: placeOf(path, number), message: "is not a line of JSON", remedy: "the file was changed by something else; the run cannot be reported" },
    ]);
  }
}

const begun = z.object({ event: z.object({ journal: z.number(), provenance: z.object({ commit: z.string() }).optional() }) });

/** A line that this version did not write: of which version it is, and who can read it. */
function foreign(line: unknown): { message: string; remedy: string } {
  const known = begun.safeParse(line);
  const of = known.success && known.data.event.journal !== journalVersion ? `, but of version ${known.data.event.journal}` : "";
  return {
    message: `is not an event of journal version ${journalVersion}${of}`,
    remedy: `read it with the version of gameday that wrote it${known.success ? commitOf(known.data.event.provenance?.commit) : ""}`,
  };
}

/** For a remedy: what to check out; empty where the commit is not known. */
export const commitOf = (commit: string | undefined): string => (/^[0-9a-f]{7,}/.test(commit ?? "") ? `: git checkout ${commit?.split(" ")[0]}` : "");
