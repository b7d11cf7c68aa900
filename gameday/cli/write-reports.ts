// The reports of a run, all from its journal (and the guardian's, where it had to act).
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Entry } from "../../model/events.ts";
import { readJournal, streamJournal } from "../adapters/run-folder/journal-file.ts";
import { renderHtml } from "../report/html/render.ts";
import { renderJunit } from "../report/junit.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { RunSummariser, type RunSummary } from "../report/summary.ts";
import { toReportJson } from "../report/report-schema.ts";

export async function writeReports(folder: string): Promise<RunSummary> {
  const summariser = new RunSummariser();
  for await (const entry of entriesOf(folder)) summariser.add(entry);
  const summary = summariser.read();
  await Promise.all([
    writeFile(join(folder, "report.html"), renderHtml(summary)),
    writeFile(join(folder, "report.json"), `${JSON.stringify(toReportJson(summary), null, 2)}\n`),
    writeFile(join(folder, "report.md"), renderMarkdown(summary)),
    writeFile(join(folder, "junit.xml"), renderJunit(summary)),
  ]);
  return summary;
}

/** Both journals in the order of time, one entry after the other. The guardian's is short. */
async function* entriesOf(folder: string): AsyncGenerator<Entry, void, undefined> {
  const guardians = await readJournal(join(folder, "guardian.jsonl")).catch((): Entry[] => []);
  let next = 0;
  for await (const entry of streamJournal(join(folder, "journal.jsonl"))) {
    for (let other = guardians[next]; other !== undefined && other.at < entry.at; other = guardians[next]) {
      yield other;
      next += 1;
    }
    yield entry;
  }
  yield* guardians.slice(next);
}
