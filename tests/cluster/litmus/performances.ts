// How an experiment can go: by Litmus' own program, by what such a program once wrote, without an end, or without a result.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ClusterClient } from "../client.ts";
import type { Cluster } from "../cluster.ts";

export interface Task {
  readonly client: ClusterClient;
  readonly namespace: string;
  readonly engine: string;
  readonly experiment: string;
  /** Of the engine. */
  readonly uid: string;
  /** Its pod. */
  readonly pod: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Its runner was taken away. */
  readonly gone: AbortSignal;
}

/** Resolves with Litmus' verdict, which is written as its result by then; rejects when the runner is gone. */
export type Performance = (task: Task) => Promise<string>;

const chaosResult = { apiVersion: "litmuschaos.io/v1alpha1", kind: "ChaosResult" } as const;
const resultName = ({ engine, experiment }: Task): string => `${engine}-${experiment}`;
const verdictSchema = z.object({ status: z.object({ experimentStatus: z.object({ verdict: z.string() }) }) });

/** Litmus' own program as a process of this machine, with the rights of the account that the engine names. Its log is in the cluster's folder. */
export const byProgram =
  (cluster: Cluster, program: string): Performance =>
  async (task) => {
    const kubeconfig = await cluster.accountKubeconfig(task.namespace, task.environment["CHAOS_SERVICE_ACCOUNT"] ?? "default");
    const child = spawn(program, ["-name", task.experiment, "-kubeconfig", kubeconfig], { env: task.environment, stdio: ["ignore", "pipe", "pipe"] });
    const log = createWriteStream(join(cluster.servers.folder, `${task.engine}.log`));
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    // As a kubelet ends a pod that is deleted.
    const stop = (): void => void child.kill("SIGTERM");
    task.gone.addEventListener("abort", stop, { once: true });
    if (task.gone.aborted) stop();
    const limit = setTimeout(() => child.kill("SIGKILL"), 240_000).unref();
    await once(child, "exit");
    clearTimeout(limit);
    const result = await task.client.find(chaosResult, task.namespace, resultName(task), verdictSchema);
    return result?.status.experimentStatus.verdict ?? "none";
  };

const recordingSchema = z.object({
  command: z.string(),
  /** What was to be read of the ChaosResult, one state after the other. */
  states: z
    .array(
      z.looseObject({ metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }), spec: z.looseObject({}), status: z.looseObject({}) }),
    )
    .min(2),
});
export type Recording = z.output<typeof recordingSchema>;

export const recordings = ["pass", "fail", "stopped"] as const;
export type RecordingName = (typeof recordings)[number];
export const recordingFile = (name: RecordingName): string => fileURLToPath(new URL(`recorded/pod-delete-${name}.json`, import.meta.url));
const readRecording = (name: RecordingName): Recording => recordingSchema.parse(JSON.parse(readFileSync(recordingFile(name), "utf8")));

/** A result as Litmus' own program once wrote it, for this engine; and as many pods deleted as the engine asks for, once. */
export const replayed =
  (name: RecordingName): Performance =>
  async (task) => {
    const [first, ...later] = readRecording(name).states;
    if (first === undefined) throw new Error(`nothing is recorded as ${name}`);
    await write(task, first);
    await deletePod(task);
    await passed(task, Number(task.environment["TOTAL_CHAOS_DURATION"] ?? "0"));
    for (const state of later) await write(task, state);
    return verdictSchema.parse(later.at(-1)).status.experimentStatus.verdict;
  };

/** A result that says *Awaited* for good. */
export const stuck: Performance = async (task) => {
  const [first] = readRecording("pass").states;
  if (first === undefined) throw new Error("nothing is recorded");
  await write(task, first);
  await deletePod(task);
  return new Promise((_, reject) => task.gone.addEventListener("abort", () => reject(new Error("its runner is gone")), { once: true }));
};

/** The fault, and an end, and nobody says how it went. */
export const silent: Performance = async (task) => {
  await deletePod(task);
  await passed(task, Number(task.environment["TOTAL_CHAOS_DURATION"] ?? "0"));
  return "Awaited";
};

async function write(task: Task, { metadata, spec, status }: Recording["states"][number]): Promise<void> {
  const object = {
    ...chaosResult,
    metadata: { name: resultName(task), namespace: task.namespace, labels: { ...metadata.labels, chaosUID: task.uid } },
    spec: { ...spec, engine: task.engine, experiment: task.experiment },
    status,
  };
  await patiently(task, () => task.client.make(object));
}

const podSchema = z.object({ metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }) });

async function deletePod(task: Task): Promise<void> {
  const [, namespace = "", label = ""] = /^\w+:([^:]+):\[(.+)\]$/.exec(task.environment["TARGETS"] ?? "") ?? [];
  const [key = "", value = ""] = label.split("=");
  await patiently(task, async () => {
    const pods = await task.client.list({ apiVersion: "v1", kind: "Pod" }, namespace, podSchema, { [key]: value });
    const [target] = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    if (target !== undefined) await task.client.remove({ apiVersion: "v1", kind: "Pod", metadata: { name: target.metadata.name, namespace } });
  });
}

const passed = (task: Task, seconds: number): Promise<void> => sleep(seconds * 1_000, undefined, { signal: task.gone });

/** The API server may be away for a while. */
async function patiently(task: Task, act: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    task.gone.throwIfAborted();
    try {
      return await act();
    } catch (error) {
      if (tries === 200) throw error;
    }
    await sleep(150, undefined, { signal: task.gone });
  }
}
