// Stand-in for what has no module of its own to be built from, and for the kubelet that would run it: Litmus' chaos-runner. It plays the runner pods that
// Litmus' operator makes: for each it makes the experiment's pod, lets the experiment be performed, writes how it went to the engine, and ends the runner.
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Cluster } from "../cluster.ts";
import { ClusterClient } from "../client.ts";
import type { Performance, Task } from "./performances.ts";

const pod = { apiVersion: "v1", kind: "Pod" } as const;
const chaos = "litmuschaos.io/v1alpha1";
const lookEveryMilliseconds = 150;

const variablesSchema = z.array(z.object({ name: z.string(), value: z.string().default("") })).default([]);
const runnerSchema = z.object({
  metadata: z.object({ name: z.string(), uid: z.string(), labels: z.record(z.string(), z.string()), deletionTimestamp: z.string().optional() }),
  spec: z.object({ containers: z.array(z.object({ name: z.string(), image: z.string(), env: variablesSchema })) }),
  status: z.object({ phase: z.string() }),
});
type RunnerPod = z.output<typeof runnerSchema>;
const engineSchema = z.object({
  metadata: z.object({ uid: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  spec: z.object({
    defaultHealthCheck: z.boolean().default(true),
    experiments: z.array(
      z.object({
        name: z.string(),
        spec: z.object({
          components: z.object({ env: variablesSchema, statusCheckTimeouts: z.object({ delay: z.number(), timeout: z.number() }) }),
        }),
      }),
    ),
  }),
});
const experimentSchema = z.object({
  spec: z.object({ definition: z.object({ image: z.string(), env: variablesSchema, labels: z.record(z.string(), z.string()).default({}) }) }),
});

export class LitmusStandIn implements AsyncDisposable {
  /** For engines whose runner is met from now on. */
  performance: Performance;
  readonly #client: ClusterClient;
  readonly #namespace: string;
  readonly #met = new Map<string, AbortController>();
  readonly #work = new Set<Promise<void>>();
  readonly #end = new AbortController();
  readonly #looking: Promise<void>;
  /** What went wrong in it; nothing may. */
  readonly failures: unknown[] = [];

  constructor(cluster: Cluster, performance: Performance, namespace = "litmus") {
    this.performance = performance;
    this.#namespace = namespace;
    this.#client = new ClusterClient(cluster.url, cluster.token("standIn"));
    this.#looking = this.#look();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    for (const gone of this.#met.values()) gone.abort();
    await Promise.all([this.#looking, ...this.#work]);
    await this.#client.close();
  }

  /** A runner's pod that is taken away is one that was told to end. */
  async #look(): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      const labels = { "app.kubernetes.io/component": "chaos-runner" };
      const runners = await this.#client.list(pod, this.#namespace, runnerSchema, labels).catch(() => null);
      const living = (runners ?? []).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
      if (runners !== null) for (const [uid, gone] of this.#met) if (!living.some(({ metadata }) => metadata.uid === uid)) gone.abort();
      for (const runner of living.filter(({ metadata, status }) => status.phase === "Running" && !this.#met.has(metadata.uid))) {
        const gone = new AbortController();
        this.#met.set(runner.metadata.uid, gone);
        const work = this.#play(runner, gone.signal).catch((error: unknown) => {
          if (!gone.signal.aborted) this.failures.push(error);
        });
        this.#work.add(work);
        void work.finally(() => this.#work.delete(work));
      }
      await sleep(lookEveryMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  }

  async #play(runner: RunnerPod, gone: AbortSignal): Promise<void> {
    const told = environmentOf(runner.spec.containers[0]?.env ?? []);
    const engine = told["CHAOSENGINE"] ?? "";
    for (const experiment of (told["EXPERIMENT_LIST"] ?? "").split(",")) {
      const task = await this.#begin(engine, experiment, told, gone);
      const verdict = await this.performance(task);
      await this.#report(task, "Completed", verdict, gone);
      await this.#keep(gone, () => this.#client.remove({ ...pod, metadata: { name: task.pod, namespace: this.#namespace } }));
    }
    await this.#keep(gone, () =>
      this.#client.change({ ...pod, metadata: { name: runner.metadata.name, namespace: this.#namespace } }, ended(runner), "/status"),
    );
  }

  /** The experiment's pod, as its job would make it. */
  async #begin(engine: string, experiment: string, told: Readonly<Record<string, string>>, gone: AbortSignal): Promise<Task> {
    const namespace = this.#namespace;
    const client = this.#client;
    const made = await this.#keep(gone, () => client.find({ apiVersion: chaos, kind: "ChaosEngine" }, namespace, engine, engineSchema));
    const definition = await this.#keep(gone, () =>
      client.find({ apiVersion: chaos, kind: "ChaosExperiment" }, namespace, experiment, experimentSchema),
    );
    const row = made?.spec.experiments.find(({ name }) => name === experiment)?.spec.components;
    if (made === null || definition === null || row === undefined) throw new Error(`${engine} has no experiment ${experiment}`);
    const uid = made.metadata.uid;
    const { image, env, labels } = definition.spec.definition;
    const name = `${experiment}-${uid.slice(0, 6)}`;
    const environment = {
      CHAOSENGINE: engine,
      TARGETS: told["TARGETS"] ?? "",
      CHAOS_NAMESPACE: namespace,
      CHAOS_UID: uid,
      EXPERIMENT_NAME: experiment,
      DEFAULT_HEALTH_CHECK: String(made.spec.defaultHealthCheck),
      CHAOS_SERVICE_ACCOUNT: told["CHAOS_SVC_ACC"] ?? "",
      ...environmentOf(env),
      ...environmentOf(row.env),
      STATUS_CHECK_DELAY: String(row.statusCheckTimeouts.delay),
      STATUS_CHECK_TIMEOUT: String(row.statusCheckTimeouts.timeout),
      JOB_CLEANUP_POLICY: "delete",
      POD_NAME: name,
    };
    const place = { ...pod, metadata: { name, namespace, labels: { ...labels, ...made.metadata.labels, chaosUID: uid } } };
    const account = told["CHAOS_SVC_ACC"] ?? "default";
    await this.#keep(gone, () =>
      client.make({ ...place, spec: { serviceAccountName: account, restartPolicy: "Never", containers: [{ name: "main", image }] } }),
    );
    const task: Task = { client, namespace, engine, experiment, uid, pod: name, environment, gone };
    await this.#report(task, "Running", "Awaited", gone);
    return task;
  }

  #report({ engine, experiment, pod: experimentPod }: Task, status: string, verdict: string, gone: AbortSignal): Promise<void> {
    const row = { name: experiment, runner: `${engine}-runner`, experimentPod, status, verdict, lastUpdateTime: now() };
    const place = { apiVersion: chaos, kind: "ChaosEngine", metadata: { name: engine, namespace: this.#namespace } };
    return this.#keep(gone, () => this.#client.change(place, { status: { experiments: [row] } }));
  }

  /** Until it works: the API server may be away for a while. */
  async #keep<T>(gone: AbortSignal, act: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      gone.throwIfAborted();
      try {
        return await act();
      } catch (error) {
        if (tries === 200) throw error;
      }
      await sleep(lookEveryMilliseconds, undefined, { signal: gone });
    }
  }
}

const environmentOf = (variables: z.output<typeof variablesSchema>): Record<string, string> =>
  Object.fromEntries(variables.map(({ name, value }) => [name, value]));

const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, "Z");

/** A pod whose container has come to its end, as a kubelet tells of it. */
const ended = (runner: RunnerPod) => ({
  status: {
    phase: "Succeeded",
    containerStatuses: runner.spec.containers.map(({ name, image }) => ({
      name,
      image,
      imageID: "",
      ready: false,
      restartCount: 0,
      state: { terminated: { exitCode: 0, reason: "Completed", startedAt: now(), finishedAt: now() } },
    })),
  },
});
