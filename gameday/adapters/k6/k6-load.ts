// The load port over a real k6.
import type { ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import type { LoadSample } from "../../../model/events.ts";
import { plannedIterations, plannedRate, scheduleOf, type Schedule } from "../../../model/load-shapes.ts";
import type { Outputs } from "../../../model/outputs.ts";
import { acceptedLine } from "../../../model/protocol/load.ts";
import type { Clock } from "../../ports/clock.ts";
import type { AcceptedWrite, LoadPort, LoadSummary, RunningLoad } from "../../ports/load.ts";
import { quantile } from "./exponential-histogram.ts";
import { acceptedFile, cpuUse, startK6, virtualUsers, type CpuUse, type K6Program } from "./process.ts";
import { openReceiver } from "./receiver.ts";
import { intervalOf, windowOf, type Interval } from "./series.ts";
import { whyMissed } from "./why-missed.ts";

export interface K6Options {
  readonly k6: K6Program;
  /** The run's folder. */
  readonly folder: string;
  readonly outputs: Outputs;
  readonly seed: number;
  readonly clock: Clock;
}

/** After its schedule k6 waits for what is under way (5 s) and exports a last time; one that takes longer is ended. */
const lateMilliseconds = 12_000;
const calibrationSeconds = 8;
const calibrationTop = 1.2;

export function createK6Load(options: K6Options): LoadPort {
  return {
    start: ({ name, scenario, shape, rate, duration }, onSample) =>
      startLoad(options, name, scenario, scheduleOf(shape, rate, duration), duration, onSample),
    async calibrate(wanted) {
      const schedule: Schedule = { start: Math.min(wanted, 5), stages: [{ seconds: calibrationSeconds, target: wanted * calibrationTop }] };
      const samples: LoadSample[] = [];
      const load = await startLoad(options, "calibration", options.outputs.load.scenarios[0] ?? "get", schedule, calibrationSeconds, (sample) =>
        samples.push(sample),
      );
      await load.finished;
      // The first seconds open connections; a single slow second is not yet a limit.
      const good = samples
        .slice(1)
        .filter(
          ({ ok, shed, errors, dropped, p95 }) => ok > 0 && (shed + errors) / (ok + shed + errors) < 0.01 && dropped === 0 && (p95 ?? Infinity) < 500,
        );
      return Math.max(0, ...good.map(({ reached }) => reached));
    },
  };
}

async function startLoad(
  { k6, folder, outputs, seed, clock }: K6Options,
  name: string,
  scenario: string,
  schedule: Schedule,
  seconds: number,
  onSample: (sample: LoadSample) => void,
): Promise<RunningLoad> {
  const intervals: Interval[] = [];
  const problems: string[] = [];
  let [startedAt, lastCpu, lastAt] = [clock.now(), { used: 0, waited: 0 } as CpuUse, clock.now()];
  let child: ChildProcess | null = null;

  const receiver = await openReceiver(
    (metrics) => {
      const interval = intervalOf(metrics, clock.now());
      if (intervals.length === 0) startedAt = Math.max(startedAt, interval.at - 1_000);
      intervals.push(interval);
      void takeSample(interval);
    },
    (error) => problems.push(error instanceof Error ? error.message : String(error)),
  );

  async function takeSample(interval: Interval): Promise<void> {
    const cpu = await cpuUse(child?.pid ?? 0);
    const past = Math.max(0.001, (interval.at - lastAt) / 1_000);
    const generatorCpu = Math.max(0, (cpu.used - lastCpu.used) / past);
    if (cpu.used > 0) lastCpu = cpu;
    lastAt = interval.at;
    onSample({
      planned: plannedRate(schedule, (interval.at - startedAt) / 1_000),
      reached: interval.started / past,
      p50: quantile(interval.duration, 0.5),
      p95: quantile(interval.duration, 0.95),
      ok: interval.ok,
      shed: interval.shed,
      errors: interval.errors,
      dropped: interval.dropped,
      generatorCpu,
    });
  }

  const apiKey = outputs.load.apiKeyFile === undefined ? "" : (await readFile(outputs.load.apiKeyFile, "utf8")).trim();
  const process = await startK6(k6, {
    name,
    scenario,
    schedule,
    entry: outputs.entry,
    paths: outputs.load.paths ?? ["/"],
    apiKey,
    seed,
    folder,
    receiverPort: receiver.port,
  });
  child = process;
  startedAt = clock.now();
  let stoppedAt: number | null = null;
  const late = setTimeout(() => process.kill("SIGKILL"), seconds * 1_000 + lateMilliseconds);

  const finished = new Promise<LoadSummary>((resolve) => {
    process.once("error", (error) => problems.push(error.message));
    process.once("close", (code, signal) => void summarise(code, signal).then(resolve));
  });

  async function summarise(code: number | null, signal: NodeJS.Signals | null): Promise<LoadSummary> {
    clearTimeout(late);
    await receiver.close();
    const total = windowOf(intervals, 0, Infinity, 0);
    const planned = plannedIterations(schedule, stoppedAt === null ? undefined : (stoppedAt - startedAt) / 1_000);
    const dropped = intervals.reduce((sum, interval) => sum + interval.dropped, 0);
    const exitCode = stoppedAt !== null ? 0 : (code ?? 137);
    const ended = exitCode === 0 ? "" : `k6 ended with ${signal ?? `exit code ${code}`}. `;
    const missed = whyMissed({ planned, started: total.started, intervals, virtualUsers: virtualUsers(schedule), cpu: lastCpu });
    return {
      planned,
      started: total.started,
      dropped,
      generatorCpu: lastCpu.used / Math.max(1, (clock.now() - startedAt) / 1_000),
      starved: exitCode !== 0 || missed.starved,
      exitCode,
      detail: `${ended}${missed.detail}${problems.length === 0 ? "" : ` ${problems.slice(0, 3).join("; ")}`}`.trim(),
    };
  }

  return {
    finished,
    window: (from, to) =>
      windowOf(intervals, from, to, plannedIterations(schedule, (to - startedAt) / 1_000) - plannedIterations(schedule, (from - startedAt) / 1_000)),
    accepted: () => readAccepted(acceptedFile(folder, name)),
    async stop(graceMilliseconds) {
      stoppedAt ??= clock.now();
      process.kill("SIGINT");
      process.kill("SIGCONT");
      const hard = setTimeout(() => process.kill("SIGKILL"), graceMilliseconds);
      const summary = await finished;
      clearTimeout(hard);
      return summary;
    },
  };
}

/** k6 writes console lines as `… msg="accepted <id> <ms>"` or bare, by its log format. */
async function readAccepted(path: string): Promise<AcceptedWrite[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    const said = /msg="([^"]*)"/.exec(line)?.[1] ?? line.trim();
    const match = acceptedLine.exec(said);
    return match === null ? [] : [{ id: match[1] ?? "", at: Number(match[2]) }];
  });
}
