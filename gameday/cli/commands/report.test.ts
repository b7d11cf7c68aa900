// `gameday report` on runs that ended badly: one clear message each.
import { spawnSync } from "node:child_process";
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { gameDay } from "../../report/testing/journal.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const id = "20260102-030405-quick";
let home = "";
let folder = "";

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "proving-ground-home-"));
  folder = join(home, ".gameday", "runs", id);
  await mkdir(folder, { recursive: true });
});
afterEach(() => rm(home, { recursive: true, force: true }));

const journal = (text: string): Promise<void> => writeFile(join(folder, "journal.jsonl"), text);
const lines = (entries = gameDay()): string => entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");

function report(...words: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "report", ...words], {
    encoding: "utf8",
    env: { ...process.env, GAMEDAY_HOME: home },
  });
  return { status, stdout, stderr };
}

test("a whole journal: the report's path, nothing else, and all four reports", async () => {
  await journal(lines());
  expect(report(id)).toEqual({ status: 0, stdout: `${join(folder, "report.html")}\n`, stderr: "" });
  const texts = await Promise.all(["report.html", "report.json", "report.md", "junit.xml"].map((name) => readFile(join(folder, name), "utf8")));
  for (const text of texts) expect(text).toContain("region-lost");
});

test("without a name the newest run is taken; a folder without a journal is no run", async () => {
  await journal(lines());
  await mkdir(join(home, ".gameday", "runs", "20270101-000000-refused"));
  expect(report("--json")).toEqual({ status: 0, stdout: `${JSON.stringify({ verdict: "passed", folder })}\n`, stderr: "" });
});

test("a torn last line: reported without it, and said", async () => {
  await journal(lines(gameDay({ end: null })));
  await appendFile(join(folder, "journal.jsonl"), '{"sequence":99,"at":1,"ev');
  expect(report(id)).toEqual({
    status: 0,
    stdout: `${join(folder, "report.html")}\n`,
    stderr:
      "The journal's last line is torn: its writer was stopped in the middle of it. It is left out.\nThe journal ends before the run did: there is no verdict.\n",
  });
  expect(await readFile(join(folder, "report.md"), "utf8")).toMatch(/^## Unfinished: the journal ends before the run did\./);
});

test("an empty journal", async () => {
  await journal("");
  expect(report(id)).toEqual({
    status: 64,
    stdout: "",
    stderr:
      "the run cannot be reported\n  journal.jsonl: it has no beginning: there is no run-started in it — the run ended before it began; run it again\n",
  });
});

test("a journal of an unknown version", async () => {
  const [first, ...others] = gameDay();
  const later = first?.event.type === "run-started" ? { ...first, event: { ...first.event, journal: 9, surprise: true } } : null;
  await journal(`${JSON.stringify(later)}\n${lines(others)}`);
  expect(report(id)).toEqual({
    status: 64,
    stdout: "",
    stderr: `the journal cannot be read\n  ${join(folder, "journal.jsonl")}:1: is not an event of journal version 1, but of version 9 — read it with the version of gameday that wrote it: git checkout 0123456789ab\n`,
  });
});

test("a run that is not there, a folder that is no run, and no run at all", async () => {
  await journal(lines());
  const missing = join(home, ".gameday", "runs", "nonsense");
  expect(report("nonsense").stderr).toBe(`the run cannot be reported\n  ${missing}: there is no such run — the newest are ${id}\n`);
  expect(report(home).stderr).toContain(`${home}: holds no journal.jsonl: it is not the folder of a run`);
  await rm(folder, { recursive: true });
  expect(report().stderr).toBe(`there is no run yet\n  ${join(home, ".gameday", "runs")}: holds no run — gameday run\n`);
});
