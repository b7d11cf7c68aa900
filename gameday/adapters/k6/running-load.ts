// One load by k6, from its start to its summary.
import { readFile } from "node:fs/promises";
import type { LoadSample } from "../../../model/events.ts";
import { plannedIterations, scheduleSeconds, type Schedule } from "../../../model/load-shapes.ts";
import type { Outputs } from "../../../model/outputs.ts";
import { virtualUsersOf } from "../../../model/protocol/load-program.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LoadSummary, RunningLoad } from "../../ports/load.ts";
import { readAccepted } from "./accepted.ts";
import { createCpuMeter } from "./cpu-meter.ts";
import { liveFigures, type Course } from "./live-figures.ts";
import { acceptedFile, exportLagMilliseconds, startK6, type K6Program } from "./process.ts";
import { openReceiver } from "./receiver.ts";
import { intervalOf, total, windowOf, type Interval } from "./series.ts";
import { lostShare, whyMissed } from "./why-missed.ts";

export interface K6Options {
  readonly k6: K6Program;
  /** The run's folder. */
  readonly folder: string;
  readonly outputs: Outputs;
  readonly seed: number;
  readonly clock: Clock;
}

interface Load {
  readonly name: string;
  readonly scenario: string;
  readonly schedule: Schedule;
  /** As many iterations as start within so long may be under way at once. */
  readonly longestIterationSeconds?: number;
}

/** The time-out of a request, and a bit. */
export const longestIterationSeconds = 5.5;
/** After its schedule k6 waits for what is under way (6 s at most) and exports a last time; one that takes longer is ended. */
const lateMilliseconds = 12_000;
/** k6 allots its virtual users before it begins; tens of thousands take a while. */
const beginMilliseconds = 120_000;

export async function startLoad(
  { k6, folder, outputs, seed, clock, closing }: K6Options & { readonly closing: AbortSignal },
  { name, scenario, schedule, longestIterationSeconds: longest = longestIterationSeconds }: Load,
  onSample: (sample: LoadSample) => void,
): Promise<RunningLoad> {
  const allotted = virtualUsersOf(schedule, longest);
  const milliseconds = scheduleSeconds(schedule) * 1_000;
  const intervals: Interval[] = [];
  const problems: string[] = [];
  let unsaid: Interval[] = [];
  const begun = Promise.withResolvers<number | null>();
  let [startedAt, began, stoppedAt] = [clock.now(), null as number | null, null as number | null];

  const course = (): Course => {
    const start = began ?? startedAt;
    const ends = Math.min(start + milliseconds, stoppedAt ?? Infinity);
    return { began: start, ends, planned: (until) => plannedIterations(schedule, (Math.min(until, ends) - start) / 1_000) };
  };

  const receiver = await openReceiver(
    (metrics) => {
      const interval = intervalOf(metrics, intervals.at(-1)?.at ?? startedAt, clock.now());
      intervals.push(interval);
      unsaid.push(interval);
      // What is sampled comes after the beginning, also for those who wait for it.
      if (began === null && interval.began !== null) beginAt(interval.began);
      else takeSample();
    },
    (error) => problems.push(error instanceof Error ? error.message : String(error)),
  );
  const apiKey = outputs.load.apiKeyFile === undefined ? "" : (await readFile(outputs.load.apiKeyFile, "utf8")).trim();
  const paths = outputs.load.paths ?? ["/"];
  const child = await startK6(closing, k6, {
    name,
    scenario,
    schedule,
    virtualUsers: allotted,
    entry: outputs.entry,
    paths,
    apiKey,
    seed,
    folder,
    receiverPort: receiver.port,
  });
  const cpu = createCpuMeter(child.pid ?? 0);
  startedAt = clock.now();
  let late = setTimeout(() => child.kill("SIGKILL"), beginMilliseconds + milliseconds);

  function beginAt(at: number): void {
    began = at;
    begun.resolve(at);
    clearTimeout(late);
    late = setTimeout(() => child.kill("SIGKILL"), at + milliseconds + lateMilliseconds - clock.now());
  }

  function takeSample(): void {
    const generatorCpu = cpu.read();
    const figures = began === null ? null : liveFigures(intervals, course(), exportLagMilliseconds);
    if (figures === null) return;
    const [ok, shed, errors, dropped] = [
      total(unsaid, (one) => one.ok),
      total(unsaid, (one) => one.shed),
      total(unsaid, (one) => one.errors),
      total(unsaid, (one) => one.dropped),
    ];
    unsaid = [];
    onSample({ ...figures, ok, shed, errors, dropped, generatorCpu });
  }

  const finished = new Promise<LoadSummary>((resolve) => {
    child.once("error", (error) => problems.push(error.message));
    child.once("close", (code, signal) => void summarise(code, signal).then(resolve));
  });

  async function summarise(code: number | null, signal: NodeJS.Signals | null): Promise<LoadSummary> {
    clearTimeout(late);
    begun.resolve(began);
    await receiver.close();
    // One that was stopped before it began was asked for nothing yet.
    const planned = began === null && stoppedAt !== null ? 0 : course().planned(Infinity);
    const started = total(intervals, (one) => one.started);
    const exitCode = stoppedAt !== null ? 0 : (code ?? 137);
    const ended = exitCode === 0 ? "" : `k6 ended with ${signal ?? `exit code ${code}`}. `;
    const missed = whyMissed({ planned, started, intervals, virtualUsers: allotted });
    return {
      planned,
      started,
      dropped: total(intervals, (one) => one.dropped),
      generatorCpu: cpu.mean(),
      generatorLost: lostShare(intervals),
      starved: exitCode !== 0 || missed.starved,
      exitCode,
      detail: `${ended}${missed.detail}${problems.length === 0 ? "" : ` ${problems.slice(0, 3).join("; ")}`}`.trim(),
    };
  }

  return {
    begun: begun.promise,
    finished,
    window: (from, to) => windowOf(intervals, from, to, course().planned),
    accepted: () => readAccepted(acceptedFile(folder, name)),
    async stop(graceMilliseconds) {
      stoppedAt ??= clock.now();
      child.kill("SIGINT");
      child.kill("SIGCONT");
      const hard = setTimeout(() => child.kill("SIGKILL"), graceMilliseconds);
      const summary = await finished;
      clearTimeout(hard);
      return summary;
    },
  };
}
