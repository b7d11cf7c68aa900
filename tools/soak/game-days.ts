// The default plan as `gameday start` runs it, again and again, each time on a stack of its own; every verdict printed.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as allOf } from "node:stream/consumers";
import { z } from "zod";
import { root } from "../test/files.ts";

const reportSchema = z.object({ verdict: z.string(), findings: z.array(z.object({ reason: z.string() })) });

/** Resolves with how many passed. What was left behind counts as not passed. */
export async function soakGameDays(times: number, say: (text: string) => void): Promise<number> {
  const home = await mkdtemp(join(tmpdir(), "proving-ground-soak-"));
  let passed = 0;
  for (let run = 1; run <= times; run += 1) {
    const started = Date.now();
    const { code } = await gameday(home, "start");
    const { verdict, reasons } = await newest(home);
    const left = await stackIsUp(home);
    if (code === 0 && verdict === "passed" && !left) passed += 1;
    const rest = left ? "; A STACK WAS LEFT RUNNING" : "";
    say(`${String(run).padStart(3)} of ${times}  ${verdict.padEnd(8)} exit ${code}  ${((Date.now() - started) / 60_000).toFixed(1)} min${rest}`);
    for (const reason of reasons) say(`           ${reason}`);
  }
  say(`game days: ${passed} of ${times} passed; journals and reports: ${passed === times ? "removed" : join(home, ".gameday", "runs")}`);
  if (passed === times) await rm(home, { recursive: true, force: true });
  return passed;
}

async function gameday(home: string, ...words: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(root, "gameday/cli/main.ts"), ...words], {
    env: { ...process.env, GAMEDAY_HOME: home, CI: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  return { output: await allOf(child.stdout), code: await ended };
}

async function stackIsUp(home: string): Promise<boolean> {
  const { output } = await gameday(home, "status", "local", "--json");
  return z.object({ up: z.boolean() }).parse(JSON.parse(output)).up;
}

async function newest(home: string): Promise<{ verdict: string; reasons: string[] }> {
  const runs = join(home, ".gameday", "runs");
  const last = (await readdir(runs).catch((): string[] => [])).toSorted().at(-1);
  if (last === undefined) return { verdict: "no run", reasons: [] };
  const { verdict, findings } = reportSchema.parse(JSON.parse(await readFile(join(runs, last, "report.json"), "utf8")));
  return { verdict, reasons: findings.map(({ reason }) => reason) };
}
