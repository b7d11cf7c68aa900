// `gameday report [run]`: writes a run's reports again, from its journal alone.
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { UserError } from "../../../model/user-error.ts";
import { isTorn } from "../../adapters/run-folder/journal-file.ts";
import type { RunSummary } from "../../report/summary.ts";
import { home } from "../home.ts";
import { writeReports } from "../write-reports.ts";

export function addReport(program: Command): void {
  program
    .command("report")
    .argument("[run]", "a run's id or folder; default: the newest")
    .option("--json", "print report.json's path and the verdict as JSON")
    .description("rebuild report.html, report.json, report.md and junit.xml from the journal")
    .action(async (wanted: string | undefined, { json }: { json?: boolean }) => {
      const folder = await runFolder(wanted);
      const summary = await writeReports(folder).catch((error: unknown) => {
        if (error instanceof UserError || !(error instanceof Error)) throw error;
        throw new UserError("the run cannot be reported", [{ path: folder, message: error.message }]);
      });
      for (const note of await notesOn(folder, summary)) process.stderr.write(`${note}\n`);
      process.stdout.write(json === true ? `${JSON.stringify({ verdict: summary.verdict, folder })}\n` : `${join(folder, "report.html")}\n`);
      process.exitCode = 0;
    });
}

/** What a reader must know before the report is read. */
async function notesOn(folder: string, { verdict }: RunSummary): Promise<string[]> {
  const torn = await isTorn(join(folder, "journal.jsonl"));
  return [
    ...(torn ? ["The journal's last line is torn: its writer was stopped in the middle of it. It is left out."] : []),
    ...(verdict === null ? ["The journal ends before the run did: there is no verdict."] : []),
  ];
}

export const newestReport = async (): Promise<string> => join(await runFolder(undefined), "report.html");

export async function runFolder(wanted: string | undefined): Promise<string> {
  const runs = join(home(), ".gameday", "runs");
  const known = (await readdir(runs).catch((): string[] => [])).filter((name) => existsSync(join(runs, name, "journal.jsonl"))).toSorted();
  if (wanted !== undefined) {
    const folder = wanted.includes("/") ? resolve(wanted) : join(runs, wanted);
    if (existsSync(join(folder, "journal.jsonl"))) return folder;
    const message = existsSync(folder) ? "holds no journal.jsonl: it is not the folder of a run" : "there is no such run";
    const remedy = known.length === 0 ? "gameday run makes the first one" : `the newest are ${known.slice(-3).join(", ")}`;
    throw new UserError("the run cannot be reported", [{ path: folder, message, remedy }]);
  }
  const newest = known.at(-1);
  if (newest === undefined) throw new UserError("there is no run yet", [{ path: runs, message: "holds no run", remedy: "gameday run" }]);
  return join(runs, newest);
}
