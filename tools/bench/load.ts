// What the controller costs: the load reached under it ÷ that of k6 alone, turn and turn about on one stack; and the CPU that it takes meanwhile.
import { join } from "node:path";
import { cpuSeconds } from "../../gameday/adapters/machine/process-handle.ts";
import type { Outputs } from "../../model/outputs.ts";
import type { PlanInput } from "../../model/plan.ts";
import type { Gameday } from "../../tests/gameday-process.ts";
import { startRawK6 } from "./parts/raw-k6.ts";
import type { Row } from "./row.ts";
import { spread } from "./parts/statistics.ts";

const seed = 1;
const pairs = 6;
const seconds = 20;
/** The highest of the embedded plan. */
const rate = 100;
const scenario = "mixed" as const;

export async function loadReached(gameday: Gameday, outputs: Outputs): Promise<Row[]> {
  const [ratios, slower, cores, means]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let pair = 0; pair < pairs; pair += 1) {
    const alone = async () =>
      (await startRawK6({ outputs, folder: join(gameday.home, `raw-${pair}`), scenario, rate, seconds, seed: seed + pair })).finished;
    const before = pair % 2 === 0 ? await alone() : null;
    const under = await underController(gameday, pair);
    const raw = before ?? (await alone());
    ratios.push(under.started / raw.started);
    slower.push(under.p95 / raw.p95);
    cores.push(...under.cores);
    means.push(under.cores.reduce((sum, one) => sum + one, 0) / under.cores.length);
  }
  const [worst, cpu] = [Math.min(...ratios), spread(means)];
  return [
    {
      row: `load under the controller ÷ k6 alone, ${rate} requests/s`,
      figures: { "iterations started, ratio": spread(ratios), "lowest ratio": worst, "p95 of answers, ratio": spread(slower) },
      wanted: "at least 0.98",
      held: worst >= 0.98,
    },
    {
      row: "CPU of the controller, % of one core",
      figures: { "mean of a phase": cpu, "single seconds": spread(cores) },
      wanted: "at most 5",
      held: cpu.p95 <= 5,
    },
  ];
}

/** `p95`: ms, median of the seconds' figures; `cores`: % of one core, second by second, from the first sample of the load to its end. */
async function underController(gameday: Gameday, pair: number): Promise<{ started: number; p95: number; cores: readonly number[] }> {
  const plan = {
    name: `load-${pair}`,
    seed: seed + pair,
    phases: [{ name: "extreme", duration: `${seconds}s`, rate, scenario }],
  } satisfies PlanInput;
  const run = gameday.start(["run", await gameday.plan(plan), "--events"]);
  const pid = run.child.pid ?? 0;
  await run.seen("load-started");
  const cores: number[] = [];
  const stopped = run.seen("load-stopped");
  const over = stopped.then(() => true);
  let last = { used: await cpuSeconds(pid), at: performance.now() };
  while (!(await Promise.race([over, new Promise<false>((resolve) => setTimeout(resolve, 1_000, false))]))) {
    const now = { used: await cpuSeconds(pid), at: performance.now() };
    cores.push(((now.used - last.used) / ((now.at - last.at) / 1_000)) * 100);
    last = now;
  }
  const { started } = await stopped;
  const { entries } = await run.finished;
  const p95s = entries.flatMap(({ event }) => (event.type === "load-sampled" && event.sample.p95 !== null ? [event.sample.p95] : []));
  return { started, p95: spread(p95s).p50, cores };
}
