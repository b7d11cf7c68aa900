// The load port over k6-operator: runners in a cluster, their figures by its Prometheus.
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { LoadSample } from "../../../model/events.ts";
import { scheduleOf, type Schedule } from "../../../model/load-shapes.ts";
import type { ClusterOutput, Outputs } from "../../../model/outputs.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LoadPort, RunningLoad } from "../../ports/load.ts";
import type { ClusterApi } from "../cluster/api/api.ts";
import { anyObject } from "../cluster/api/api.ts";
import { resources } from "../cluster/api/resources.ts";
import { clusterOf } from "../cluster/clusters.ts";
import { runValue } from "../cluster/marks.ts";
import { readAccepted } from "../k6/accepted.ts";
import { calibrate, calibrationPatienceSeconds } from "../k6/calibration.ts";
import { acceptedFile, bundleScenario } from "../k6/process.ts";
import { longestIterationSeconds as usualLongest } from "../k6/running-load.ts";
import { endClusterLoad } from "./end-load.ts";
import { examineLoad } from "./examine.ts";
import { prometheusOf, type PrometheusPlace } from "./prometheus.ts";
import { runLoad } from "./running-load.ts";
import { assumedRate, learnRate, runnersNeeded } from "./runners-needed.ts";
import { renderApiKey, renderLoadTest, type LoadTest } from "./test-run.ts";

export interface OperatorOptions {
  /** The run's folder; its name is the run's id. */
  readonly folder: string;
  readonly outputs: Outputs;
  readonly cluster: ClusterOutput & { readonly prometheus: PrometheusPlace };
  readonly seed: number;
  readonly clock: Clock;
  /** Before anything was measured. Default: 500 requests/s. */
  readonly runnerRate?: number;
}

interface Load {
  readonly name: string;
  readonly scenario: string;
  readonly schedule: Schedule;
  readonly longestIterationSeconds: number;
}

export function createOperatorLoad({ folder, outputs, cluster, seed, clock, runnerRate }: OperatorOptions): LoadPort {
  const run = runValue(basename(folder));
  const namespace = cluster.loadNamespace;
  const closing = new AbortController();
  const under = new Set<Promise<unknown>>();
  let rate = runnerRate === undefined ? assumedRate : { requestsPerSecond: runnerRate, source: "told" };
  let examined: Promise<void> | null = null;

  async function begin(load: Load, onSample: (sample: LoadSample) => void): Promise<RunningLoad> {
    closing.signal.throwIfAborted();
    const { api } = await clusterOf(cluster);
    const prometheus = prometheusOf(api, cluster.prometheus);
    examined ??= Promise.all([examineLoad(api, cluster), prometheus.check()]).then(() => undefined);
    await examined.catch((error: unknown) => {
      examined = null;
      throw error;
    });
    const file = await bundleScenario(load.scenario, join(folder, "logs"));
    const apiKey = outputs.load.apiKeyFile === undefined ? null : (await readFile(outputs.load.apiKeyFile, "utf8")).trim();
    const test: LoadTest = {
      ...load,
      // A phase that is tried again is another test: its figures are told apart by the name.
      name: `${runValue(load.name.toLowerCase().replace(/[^a-z0-9-]/g, "-")).slice(0, 30)}-${clock.now().toString(36)}`,
      run,
      cluster,
      program: await readFile(file, "utf8"),
      runners: runnersNeeded(load.schedule, load.longestIterationSeconds, rate),
      entry: outputs.entry,
      paths: outputs.load.paths ?? ["/"],
      seed,
      hasApiKey: apiKey !== null,
    };
    await make(api, test, apiKey);
    const files = { accepted: acceptedFile(folder, load.name), rest: join(folder, "logs", `k6-${load.name}.log`) };
    const running = runLoad({ api, prometheus, clock, test, files, onSample, closing: closing.signal });
    const learn = async (): Promise<void> => {
      const summary = await running.finished;
      const window = running.window(0, Infinity);
      const seconds = Math.max(1, (window.to - window.from) / 1_000);
      const each = summary.started / seconds / test.runners;
      rate = learnRate(rate, { load: load.name, requestsPerSecond: each, lost: summary.generatorLost, starved: summary.starved });
    };
    const whole = learn().catch(() => undefined);
    under.add(whole);
    void whole.then(() => under.delete(whole));
    const told = `${test.runners} ${test.runners === 1 ? "runner" : "runners"} (${rate.requestsPerSecond.toFixed(0)} requests/s each, ${rate.source})`;
    return { ...running, finished: running.finished.then((summary) => ({ ...summary, detail: [summary.detail, told].join(" ").trim() })) };
  }

  async function make(api: ClusterApi, test: LoadTest, apiKey: string | null): Promise<void> {
    const { configMap, testRun } = renderLoadTest(test);
    try {
      if (apiKey !== null) await api.create({ resource: resources.secrets, namespace }, renderApiKey(test, apiKey), anyObject);
      await api.create({ resource: resources.configMaps, namespace }, configMap, anyObject);
      const { metadata: owner } = await api.create({ resource: resources.testRuns, namespace }, testRun, anyObject);
      // They go when it goes, whoever takes it away.
      const owned = { metadata: { ownerReferences: [{ apiVersion: testRun.apiVersion, kind: testRun.kind, name: owner.name, uid: owner.uid }] } };
      for (const resource of [resources.configMaps, ...(apiKey === null ? [] : [resources.secrets])])
        await api.patch({ resource, namespace, name: test.name }, owned, anyObject);
    } catch (error) {
      const left = await endClusterLoad(api, { namespace, run, graceSeconds: 0, limitMilliseconds: 10_000 });
      if (left.length === 0) throw error;
      const said = error instanceof Error ? error.message : String(error);
      throw new Error(`${said}. What was made of it is left in ${namespace}: ${left.slice(0, 5).join(", ")}`, { cause: error });
    }
  }

  return {
    start: ({ name, scenario, shape, rate: requests, duration }, onSample) =>
      begin({ name, scenario, schedule: scheduleOf(shape, requests, duration), longestIterationSeconds: usualLongest }, onSample),
    calibrate: (wanted) =>
      calibrate(wanted, async (schedule) => {
        const scenario = outputs.load.scenarios[0] ?? "get";
        const from = clock.now();
        const running = await begin(
          { name: "calibration", scenario, schedule, longestIterationSeconds: calibrationPatienceSeconds },
          () => undefined,
        );
        await running.finished;
        return { window: (start, end) => running.window(start, end), from, to: clock.now() };
      }),
    accepted: async (phases) => (await Promise.all(phases.map((phase) => readAccepted(acceptedFile(folder, phase))))).flat(),
    async close() {
      closing.abort(new Error("the run has ended"));
      await Promise.all(under);
    },
  };
}
