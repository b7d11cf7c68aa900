// `gameday report [run]`: writes a run's reports again, from its journal alone.
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { UserError } from "../../../model/user-error.ts";
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
      process.stdout.write(json === true ? `${JSON.stringify({ verdict: summary.verdict, folder })}\n` : `${join(folder, "report.html")}\n`);
      process.exitCode = 0;
    });
}

export const newestReport = async (): Promise<string> => join(await runFolder(undefined), "report.html");

async function runFolder(wanted: string | undefined): Promise<string> {
  const runs = join(home(), ".gameday", "runs");
  if (wanted !== undefined) return wanted.includes("/") ? resolve(wanted) : join(runs, wanted);
  const newest = (await readdir(runs).catch((): string[] => [])).toSorted().at(-1);
  if (newest === undefined) throw new UserError("there is no run yet", [{ path: runs, message: "is empty", remedy: "gameday run" }]);
  return join(runs, newest);
}
