// Stand-in for Grafana's k6-operator, which is no Go module: of its work, what a TestRun of ours asks for. A Job for each runner, with its
// share of the load and paused; once all of them listen they go on together; `status.stage` says how far it is. The starter pod's call is made from here.
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ClusterClient } from "../../../tests/cluster/client.ts";
import type { Manifest } from "../cluster.ts";

const kind = { apiVersion: "k6.io/v1alpha1", kind: "TestRun" } as const;
const pod = { apiVersion: "v1", kind: "Pod" } as const;
const apiPort = 6565;

const unknowns = z.record(z.string(), z.unknown());
const runnerSchema = z.looseObject({
  image: z.string(),
  metadata: z.object({ labels: z.record(z.string(), z.string()).default({}) }).prefault({}),
  env: z.array(unknowns).default([]),
  envFrom: z.array(unknowns).default([]),
  resources: unknowns.default({}),
  securityContext: unknowns.default({}),
  containerSecurityContext: unknowns.default({}),
  tolerations: z.array(unknowns).default([]),
  affinity: unknowns.default({}),
});
const testRunSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string(), uid: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  spec: z.object({
    parallelism: z.int(),
    script: z.object({ configMap: z.object({ name: z.string(), file: z.string() }) }),
    args: z.array(z.string()).default([]),
    runner: runnerSchema,
  }),
  status: z.object({ stage: z.string().default("") }).prefault({}),
});
type TestRun = z.output<typeof testRunSchema>;
const runnerPodSchema = z.object({
  metadata: z.object({ name: z.string() }),
  status: z.object({ phase: z.string().default("Pending"), podIP: z.string().default("") }),
});

export class K6Operator implements AsyncDisposable {
  readonly #client: ClusterClient;
  readonly #stop = new AbortController();
  readonly #work: Promise<void>;
  readonly #say: (text: string) => void;

  constructor(client: ClusterClient, say: (text: string) => void) {
    this.#client = client;
    this.#say = say;
    this.#work = this.#run();
  }

  async #run(): Promise<void> {
    for (let last = ""; !this.#stop.signal.aborted;) {
      try {
        for (const testRun of await this.#client.list(kind, "", testRunSchema)) await this.#reconcile(testRun);
      } catch (error) {
        const told = error instanceof Error ? error.message : String(error);
        if (told !== last) this.#say(`k6-operator's stand-in: ${told}`);
        last = told;
      }
      await sleep(500, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  async #reconcile(testRun: TestRun): Promise<void> {
    const { metadata, spec, status } = testRun;
    if (status.stage === "finished") return;
    if (status.stage === "") {
      for (let number = 1; number <= spec.parallelism; number += 1) await this.#client.make(jobOf(testRun, number));
      return this.#stage(testRun, "created");
    }
    const pods = await this.#client.list(pod, metadata.namespace, runnerPodSchema, { k6_cr: metadata.name, runner: "true" });
    const ended = pods.filter(({ status: { phase } }) => phase === "Succeeded" || phase === "Failed");
    if (ended.length === spec.parallelism) return this.#stage(testRun, "finished");
    if (status.stage !== "created" || pods.filter(({ status: { phase } }) => phase === "Running").length < spec.parallelism) return;
    if (!(await Promise.all(pods.map(({ status: { podIP } }) => listens(podIP)))).every(Boolean)) return;
    await Promise.all(pods.map(({ status: { podIP } }) => goOn(podIP)));
    await this.#stage(testRun, "started");
  }

  #stage({ metadata }: TestRun, stage: string): Promise<void> {
    return this.#client.change({ ...kind, metadata }, { status: { stage } }, "/status");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }
}

const url = (address: string): string => `http://${address}:${apiPort}/v1/status`;
const listens = (address: string): Promise<boolean> =>
  fetch(url(address), { signal: AbortSignal.timeout(1_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
async function goOn(address: string): Promise<void> {
  const body = JSON.stringify({ data: { type: "status", id: "default", attributes: { paused: false } } });
  const answer = await fetch(url(address), { method: "PATCH", body, signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`a runner does not go on: ${answer.status} ${await answer.text()}`);
}

function jobOf({ metadata, spec: { parallelism, script, args, runner } }: TestRun, number: number): Manifest {
  const name = `${metadata.name}-${number}`;
  const labels = { ...metadata.labels, ...runner.metadata.labels, app: "k6", k6_cr: metadata.name, runner: "true" };
  const share = (index: number): string => (index === 0 ? "0" : index === parallelism ? "1" : `${index}/${parallelism}`);
  const segments =
    parallelism === 1
      ? []
      : [
          `--execution-segment=${share(number - 1)}:${share(number)}`,
          `--execution-segment-sequence=${Array.from({ length: parallelism + 1 }, (_, index) => share(index)).join(",")}`,
        ];
  const container = {
    name: "k6",
    image: runner.image,
    command: ["k6", "run", "--quiet", ...segments, `/test/${script.configMap.file}`, `--address=0.0.0.0:${apiPort}`, "--paused", ...args].concat([
      "--tag",
      `instance_id=${number}`,
      "--tag",
      `testrun_name=${metadata.name}`,
    ]),
    env: runner.env,
    envFrom: runner.envFrom,
    resources: runner.resources,
    securityContext: runner.containerSecurityContext,
    ports: [{ containerPort: apiPort }],
    volumeMounts: [{ name: "k6-test-volume", mountPath: "/test" }],
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      namespace: metadata.namespace,
      labels,
      ownerReferences: [{ ...kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true }],
    },
    spec: {
      backoffLimit: 0,
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          restartPolicy: "Never",
          securityContext: runner.securityContext,
          tolerations: runner.tolerations,
          affinity: runner.affinity,
          containers: [container],
          volumes: [{ name: "k6-test-volume", configMap: { name: script.configMap.name } }],
        },
      },
    },
  };
}
