// The reports of a run, all from its journal (and the guardian's, where it had to act).
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Entry } from "../../model/events.ts";
import { readJournal } from "../adapters/run-folder/journal-file.ts";
import { renderHtml } from "../report/html/render.ts";
import { renderJunit } from "../report/junit.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { summarise, type RunSummary } from "../report/summary.ts";
import { toReportJson } from "../report/report-schema.ts";

export async function writeReports(folder: string): Promise<RunSummary> {
  const summary = summarise(await readRun(folder));
  await Promise.all([
    writeFile(join(folder, "report.html"), renderHtml(summary)),
    writeFile(join(folder, "report.json"), `${JSON.stringify(toReportJson(summary), null, 2)}\n`),
    writeFile(join(folder, "report.md"), renderMarkdown(summary)),
    writeFile(join(folder, "junit.xml"), renderJunit(summary)),
  ]);
  return summary;
}

export async function readRun(folder: string): Promise<Entry[]> {
  const [own, guardians] = await Promise.all([
    readJournal(join(folder, "journal.jsonl")),
    readJournal(join(folder, "guardian.jsonl")).catch((): Entry[] => []),
  ]);
  return [...own, ...guardians].toSorted((a, b) => a.at - b.at);
}
