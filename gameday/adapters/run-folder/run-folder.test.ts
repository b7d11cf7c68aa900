// The journal on a real disk.
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { realClock } from "../machine/clock.ts";
import { openJournal, readJournal } from "./journal-file.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "proving-ground-test-"))));
afterEach(() => rm(folder, { recursive: true, force: true }));

test("the journal keeps the order of calls, and a torn last line is left out", async () => {
  const path = join(folder, "journal.jsonl");
  const seen: number[] = [];
  const journal = await openJournal(path, realClock, ({ sequence }) => seen.push(sequence));
  await Promise.all([1, 2, 3].map((pid) => journal.append({ type: "guardian-started", pid }, { sync: pid === 2 })));
  await journal.close();
  await appendFile(path, '{"sequence":3,"at":1,"ev');
  const entries = await readJournal(path);
  expect(entries.map(({ event }) => (event.type === "guardian-started" ? event.pid : 0))).toEqual([1, 2, 3]);
  expect(seen).toEqual([0, 1, 2]);
});

test("a journal of another version is refused with its place", async () => {
  const path = join(folder, "journal.jsonl");
  await writeFile(path, `${JSON.stringify({ sequence: 0, at: 1, event: { type: "run-begun", journal: 0 } })}\n`);
  await expect(readJournal(path)).rejects.toThrow(/journal\.jsonl:1.*is not an event of journal version 1/s);
});

test("a journal on a full disk rejects each event by name, shows it all the same, and writes nothing after the first that failed", async () => {
  const seen: string[] = [];
  const journal = await openJournal("/dev/full", realClock, ({ event }) => seen.push(event.type));
  const first = journal.append({ type: "guardian-started", pid: 2 });
  const second = journal.append({ type: "abort-requested", by: "person", reason: "r" });
  await expect(first).rejects.toThrow("/dev/full cannot be written: no space is left on the disk");
  await expect(second).rejects.toThrow("/dev/full cannot be written");
  await journal.close();
  expect(seen).toEqual(["guardian-started", "abort-requested"]);
});
