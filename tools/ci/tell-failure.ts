// `node tools/ci/tell-failure.ts <title> [<file>]`: an issue for what failed by the calendar; while one of that title is open, a comment in it.
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { ask, askAll, gitHubOf, type GitHub } from "./github.ts";

const longest = 60_000;
const issueSchema = z.object({
  number: z.int(),
  title: z.string(),
  user: z.object({ type: z.string() }).nullable(),
  pull_request: z.unknown().optional(),
});

/** `link`: where the run is, said however long the report. */
export async function tellFailure(hub: GitHub, title: string, report: string, link: string): Promise<"opened" | "added"> {
  const issues = await askAll(hub, "issues?state=open", z.array(issueSchema));
  const open = issues.find((issue) => issue.title === title && issue.user?.type === "Bot" && issue.pull_request === undefined);
  const body = `${report.length <= longest ? report : `${report.slice(0, longest)}…\n`}\n${link}\n`.toWellFormed();
  if (open === undefined) await ask(hub, "issues", z.unknown(), { method: "POST", body: { title, body } });
  else await ask(hub, `issues/${open.number}/comments`, z.unknown(), { method: "POST", body: { body } });
  return open === undefined ? "opened" : "added";
}

if (import.meta.main) {
  const [, , title = "", file] = process.argv;
  const { GITHUB_SERVER_URL: server = "", GITHUB_REPOSITORY: repository = "", GITHUB_RUN_ID: run = "" } = process.env;
  // A run that was refused before it began has written nothing.
  const report = file === undefined ? "" : await readFile(file, "utf8").catch(() => `${file} was not written.\n`);
  const link = `${server}/${repository}/actions/runs/${run}`;
  process.stdout.write(`${await tellFailure(gitHubOf(process.env), title, report, link)}\n`);
}
