// Journal → report for runs of 1, 10 and 100 hours: seconds, peak memory, size of the page. The journals are synthetic, of the density of a real one.
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { journalVersion, type Event } from "../../model/events.ts";
import { root } from "../test/files.ts";
import type { Row } from "./row.ts";

const probes = Array.from({ length: 15 }, (_, index) => `probe-${index}`);
/** A steady probe is written this seldom. */
const probeEverySeconds = 10;

export async function reportScale(folder: string): Promise<Row[]> {
  const figures = [];
  for (const hours of [1, 10, 100]) figures.push({ hours, ...(await reportOf(join(folder, `synthetic-${hours}h`), hours)) });
  const [base] = figures;
  return figures.map(({ hours, seconds, megabytes, pageMegabytes }) => ({
    row: `report of ${hours} h`,
    figures: { seconds, peakMegabytes: megabytes, memoryToOneHour: megabytes / (base?.megabytes ?? megabytes), pageMegabytes },
    wanted: hours === 10 ? "under 5 s, memory within 1.2 of 1 h" : hours === 100 ? "memory within 1.2 of 1 h, page under 5 MB" : "",
    held: megabytes <= 1.2 * (base?.megabytes ?? 0) && (hours === 10 ? seconds < 5 : pageMegabytes < 5),
  }));
}

async function reportOf(run: string, hours: number): Promise<{ seconds: number; megabytes: number; pageMegabytes: number }> {
  await mkdir(run, { recursive: true });
  await writeJournal(join(run, "journal.jsonl"), hours * 3_600);
  const started = performance.now();
  const child = spawn(process.execPath, ["--max-semi-space-size=8", join(root, "gameday/cli/main.ts"), "report", run], { stdio: "ignore" });
  let peak = 0;
  const ended = once(child, "exit").then(() => true);
  while (!(await Promise.race([ended, sleep(20, false)]))) {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
  }
  const seconds = (performance.now() - started) / 1_000;
  if (child.exitCode !== 0) throw new Error(`gameday report ended with ${child.exitCode}`);
  const { size } = await stat(join(run, "report.html"));
  await rm(run, { recursive: true });
  return { seconds, megabytes: peak, pageMegabytes: size / 2 ** 20 };
}

async function writeJournal(path: string, seconds: number): Promise<void> {
  const file = createWriteStream(path);
  let sequence = 0;
  const write = async (at: number, event: Event): Promise<void> => {
    if (!file.write(`${JSON.stringify({ sequence: sequence++, at: at * 1_000, event })}\n`)) await once(file, "drain");
  };
  const phase = "medium";
  await write(0, {
    type: "run-started",
    journal: journalVersion,
    run: "synthetic",
    plan: "synthetic",
    stack: "none",
    provenance: {},
    notMeasured: [],
    unsupported: [],
    phases: [{ phase, seconds, rate: 45, faults: [] }],
  });
  await write(0, { type: "phase-started", phase, rate: 45, seconds });
  await write(0, { type: "load-started", phase, scenario: "mixed", rate: 45 });
  for (let second = 1; second <= seconds; second += 1) {
    const wave = Math.sin(second / 600);
    await write(second, {
      type: "load-sampled",
      phase,
      sample: {
        planned: 45,
        reached: 45 + wave,
        p50: 20 + wave,
        p95: 150 + 40 * wave,
        ok: 45,
        shed: 0,
        errors: second % 997 === 0 ? 1 : 0,
        dropped: 0,
        generatorCpu: 0.05,
      },
    });
    for (const [index, probe] of probes.entries())
      if ((second + index) % probeEverySeconds === 0) await write(second, { type: "probe-sampled", probe, up: true, value: 3.2, detail: "" });
  }
  await write(seconds, { type: "run-finished", verdict: "passed", findings: [] });
  file.end();
  await once(file, "finish");
}
