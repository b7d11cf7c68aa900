// One load by k6-operator, from its TestRun to its summary: the same figures and the same judgement as of a k6 on this machine.
import type { LoadSample } from "../../../model/events.ts";
import { plannedIterations, scheduleSeconds } from "../../../model/load-shapes.ts";
import { virtualUsersOf } from "../../../model/protocol/load-program.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LoadSummary, RunningLoad } from "../../ports/load.ts";
import type { ClusterApi } from "../cluster/api/api.ts";
import { resources } from "../cluster/api/resources.ts";
import { Watched } from "../cluster/api/watch.ts";
import { readAccepted } from "../k6/accepted.ts";
import type { Course } from "../k6/live-figures.ts";
import { total, type Interval } from "../k6/series.ts";
import { lostShare, whyMissed } from "../k6/why-missed.ts";
import { endClusterLoad } from "./end-load.ts";
import { followLogs } from "./logs.ts";
import { mergedLive, mergedWindow, type Runner } from "./merged.ts";
import type { Prometheus } from "./prometheus.ts";
import { runnerNumber, runnerPodSchema, stateOf, type RunnerState } from "./runner-pods.ts";
import { RunnerSeries } from "./runner-series.ts";
import { readSamples, samplesQuery } from "./samples.ts";
import { runnerCpu } from "./runner-cpu.ts";
import type { LoadTest } from "./test-run.ts";

export interface Started {
  readonly api: ClusterApi;
  readonly prometheus: Prometheus;
  readonly clock: Clock;
  readonly test: LoadTest;
  readonly files: { readonly accepted: string; readonly rest: string };
  readonly onSample: (sample: LoadSample) => void;
  readonly closing: AbortSignal;
}

const pollMilliseconds = 1_000;
/** Nodes are added, images pulled, and the operator waits for every runner. */
const beginMilliseconds = 300_000;
/** After its schedule k6 waits for what is under way (6 s at most), pushes a last time and ends. */
const lateMilliseconds = 20_000;
/** What a push needs to be read. */
const settleMilliseconds = 5_000;
const overlapSeconds = 8;
const longestLookSeconds = 600;
const cleanMilliseconds = 60_000;
const logMilliseconds = 10_000;
/** A gate's window is about so long: with no figures in between it sees little. */
const blindMilliseconds = 15_000;

export function runLoad({ api, prometheus, clock, test, files, onSample, closing }: Started): RunningLoad {
  const { name, schedule, runners: count, run, cluster } = test;
  const namespace = cluster.loadNamespace;
  const milliseconds = scheduleSeconds(schedule) * 1_000;
  const series = new Map(Array.from({ length: count }, (_, index) => [index + 1, new RunnerSeries()] as const));
  const states = new Map<number, RunnerState>();
  const begun = Promise.withResolvers<number | null>();
  const startedAt = clock.now();
  const stopping = new AbortController();
  const cpu = runnerCpu(prometheus, namespace, name, clock);
  let [stoppedAt, readAt, blindness, blindFor] = [null as number | null, startedAt, "", 0];
  let [grace, endedAt] = [0, startedAt];
  let unsaid: Interval[] = [];

  const logs = followLogs(api, namespace, files);
  const pods = new Watched(api, {
    place: { resource: resources.pods, namespace },
    labelSelector: `k6_cr=${name},runner=true`,
    reduce: (object) => ({ id: runnerPodSchema.parse(object).metadata.uid, value: runnerPodSchema.parse(object) }),
    onChange: ({ value }) => {
      const number = runnerNumber(name, value);
      if (number === null) return;
      const state = stateOf(value);
      states.set(number, state);
      if (state.kind !== "waiting") logs.follow(value.metadata.name);
      if (state.kind === "ended") logs.ended(value.metadata.name);
    },
    onGone: ({ value }) => {
      logs.ended(value.metadata.name);
      const number = runnerNumber(name, value);
      if (number !== null && states.get(number)?.kind !== "ended")
        states.set(number, { kind: "ended", exitCode: 137, how: `${value.metadata.name} is gone: it was deleted, or its node was` });
    },
  });

  const beganAt = (): number | null => {
    const told = [...series.values()].flatMap(({ began }) => began ?? []);
    return told.length === 0 ? null : Math.min(...told);
  };
  const courseOf = (began: number): Course => {
    const ends = Math.min(began + milliseconds, stoppedAt ?? Infinity);
    return { began, ends, planned: (until) => plannedIterations(schedule, (Math.min(until, ends) - began) / 1_000) / count };
  };
  const view = (): readonly Runner[] =>
    [...series.values()].map(({ intervals, began }) => ({ intervals, course: courseOf(began ?? beganAt() ?? startedAt) }));

  async function look(whole: boolean): Promise<void> {
    const now = clock.now();
    try {
      const answer = await prometheus.query(samplesQuery(name, Math.min((now - readAt) / 1_000 + overlapSeconds, longestLookSeconds)));
      for (const [number, samples] of readSamples(answer)) {
        const fresh = series.get(number)?.take(samples, whole) ?? [];
        unsaid.push(...fresh);
        // A gap in what Prometheus took is one in what is known, also where it answers again.
        for (const { from, at } of fresh) blindFor = Math.max(blindFor, from > startedAt ? at - from : 0);
      }
      readAt = now;
    } catch (error) {
      blindness = error instanceof Error ? error.message : String(error);
    }
    blindFor = Math.max(blindFor, clock.now() - readAt);
  }

  function say(): void {
    const figures = mergedLive(view());
    if (figures === null || beganAt() === null || unsaid.length === 0) return;
    const sum = (pick: (interval: Interval) => number): number => total(unsaid, pick);
    const counts = { ok: sum((one) => one.ok), shed: sum((one) => one.shed), errors: sum((one) => one.errors), dropped: sum((one) => one.dropped) };
    unsaid = [];
    onSample({ ...figures, ...counts, generatorCpu: cpu.cores() });
  }

  /** Why it is over; "": by itself, with every runner's code 0; null: not yet. */
  function ending(): string | null {
    const dead = [...states.values()].flatMap((state) => (state.kind === "ended" && state.exitCode !== 0 ? [state.how] : []));
    if (dead.length > 0) return dead.join("; ");
    if ([...states.values()].filter(({ kind }) => kind === "ended").length === count) return "";
    const [now, began] = [clock.now(), beganAt()];
    const waiting = [...states.values()].flatMap((state) => (state.kind === "waiting" ? [state] : []));
    const hopeless = waiting.find((state) => state.hopeless);
    if (hopeless !== undefined) return `a runner cannot start: ${hopeless.why}`;
    if (began !== null) return now > began + milliseconds + lateMilliseconds ? "its runners did not end in time" : null;
    // Where Prometheus tells nothing, no beginning is known.
    if (now <= startedAt + beginMilliseconds + (waiting.length === 0 && states.size === count ? milliseconds : 0)) return null;
    const why = states.size < count ? `the operator made ${states.size} of ${count} runners` : waiting.map(({ why: reason }) => reason).join("; ");
    return `it did not begin within ${beginMilliseconds / 1_000} s: ${why === "" ? "no runner told of its beginning" : why}`;
  }

  async function follow(): Promise<LoadSummary> {
    let why: string | null = null;
    while (why === null && !stopping.signal.aborted && !closing.aborted) {
      await clock.sleep(pollMilliseconds, AbortSignal.any([stopping.signal, closing]));
      await Promise.all([look(false), cpu.look()]);
      const began = beganAt();
      if (began !== null) begun.resolve(began);
      say();
      why = ending();
    }
    return finish(why ?? "");
  }

  async function finish(why: string): Promise<LoadSummary> {
    const problems: string[] = why === "" ? [] : [`${why}.`];
    if (stoppedAt === null && why !== "") stoppedAt = clock.now();
    // Of runners that ended by themselves all logs are there to be read; the others' come as they end.
    const allEnded = why === "" && stoppedAt === null;
    const unread: string[] = allEnded ? [...(await logs.finish(logMilliseconds))] : [];
    const graceSeconds = closing.aborted || allEnded ? 0 : Math.max(1, Math.ceil(grace / 1_000));
    const left = await endClusterLoad(api, { namespace, run, graceSeconds, limitMilliseconds: cleanMilliseconds });
    unread.push(...(allEnded ? [] : await logs.finish(logMilliseconds)));
    await pods.close();
    endedAt = clock.now();
    const until = endedAt + settleMilliseconds;
    await look(true);
    while (readAt < endedAt && clock.now() < until) {
      await clock.sleep(pollMilliseconds);
      await look(true);
    }
    begun.resolve(beganAt());
    say();
    if (left.length > 0) problems.push(`Left in ${namespace}: ${left.slice(0, 5).join(", ")}.`);
    if (unread.length > 0) problems.push(`The log of ${unread.join(", ")} was not read to its end: accepted writes may be missing.`);
    return summarise(why, problems, left.length > 0 || unread.length > 0);
  }

  /** `unproven`: load is still on the system, or a write that it accepted may not be known: nothing can be said of it then, whatever its figures. */
  function summarise(why: string, problems: readonly string[], unproven: boolean): LoadSummary {
    const runnersNow = view();
    const all = [...series.values()].flatMap(({ intervals }) => intervals);
    const planned = beganAt() === null && stoppedAt !== null ? 0 : runnersNow.reduce((sum, { course }) => sum + course.planned(Infinity), 0);
    const virtualUsers = Math.ceil(virtualUsersOf(schedule, test.longestIterationSeconds) / count);
    const missed = runnersNow.map(({ intervals, course }, index) => {
      const share = whyMissed({ planned: course.planned(Infinity), started: total(intervals, (one) => one.started), intervals, virtualUsers });
      return { ...share, detail: share.detail === "" ? "" : `Runner ${index + 1}: ${share.detail}` };
    });
    const blind = readAt < endedAt || [...series.values()].some(({ intervals }) => intervals.length === 0);
    const codes = [...states.values()].flatMap((state) => (state.kind === "ended" && state.exitCode !== 0 ? [state.exitCode] : []));
    const byUs = stoppedAt !== null && why === "";
    const exitCode = byUs ? 0 : (codes[0] ?? (why === "" ? 0 : null));
    const unseen = blind && !byUs ? [`Prometheus has not the figures of every runner${blindness === "" ? "" : ` (${blindness})`}.`] : [];
    const gap = blindFor > blindMilliseconds ? [`Prometheus had no figures for ${(blindFor / 1_000).toFixed(0)} s.`] : [];
    return {
      planned,
      started: total(all, (one) => one.started),
      dropped: total(all, (one) => one.dropped),
      generatorCpu: cpu.mean(),
      generatorLost: Math.max(0, ...runnersNow.map(({ intervals }) => lostShare(intervals))),
      starved: exitCode !== 0 || unproven || unseen.length > 0 || (!byUs && missed.some(({ starved }) => starved)),
      exitCode,
      detail: [...problems, ...unseen, ...gap, ...missed.map(({ detail }) => detail).filter((detail) => detail !== "")].join(" ").trim(),
    };
  }

  const finished = follow();
  return {
    begun: begun.promise,
    finished,
    window: (from, to) => mergedWindow(view(), from, to),
    accepted: () => readAccepted(files.accepted),
    async stop(graceMilliseconds) {
      stoppedAt ??= clock.now();
      grace = graceMilliseconds;
      stopping.abort();
      return finished;
    },
  };
}
