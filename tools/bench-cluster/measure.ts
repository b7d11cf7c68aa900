// One round: what a run asks of a cluster around a fault, from a process that knows nothing of it yet, with the calls that the API server counted.
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { closeClusters } from "../../gameday/adapters/cluster/clusters.ts";
import { clusterProblems } from "../../gameday/adapters/cluster/examine/examine.ts";
import { createObserver } from "../../gameday/adapters/observe/create-observer.ts";
import { loadOutputs } from "../../gameday/adapters/run-folder/outputs-file.ts";
import { observationSchema } from "../../model/fault/observation.ts";
import { callsOf } from "../../tests/cluster/audit.ts";
import type { Cluster } from "../../tests/cluster/cluster.ts";
import type { Figure, Measured } from "./figures.ts";

const namespace = "us-east-1";
const labels = { app: "query-handler" };
const podSchema = z.object({ metadata: z.object({ name: z.string() }) });

/** `path`: of the outputs file. */
export async function measure(cluster: Cluster, path: string): Promise<Measured> {
  await closeClusters();
  const outputs = await loadOutputs(path, "");
  const [place] = outputs.clusters;
  if (place === undefined) throw new Error("the outputs name no cluster");
  const handle = { kubeconfig: place.kubeconfig, context: place.context };
  const observer = createObserver();
  const look = (observation: object) => observer.look(observationSchema.parse({ cluster: handle, ...observation }));
  const podsOf = (count: string) => look({ kind: "pods", namespace, labels, count });

  async function step(act: () => Promise<void>): Promise<Figure> {
    const before = await callsOf(cluster.auditLog, "driver");
    const started = performance.now();
    await act();
    const seconds = (performance.now() - started) / 1_000;
    return { seconds, calls: (await callsOf(cluster.auditLog, "driver")).length - before.length };
  }

  const examined = await step(async () => {
    const problems = await clusterProblems(outputs, false);
    if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
  });
  const picked = await step(async () => {
    const { held, detail } = await podsOf("ready");
    if (held !== true) throw new Error(detail);
  });
  const before = (await podsOf("replaced")).value ?? 0;
  const replaced = await step(async () => {
    const [pod] = await cluster.client.list({ apiVersion: "v1", kind: "Pod" }, namespace, podSchema, labels);
    await cluster.client.remove({ apiVersion: "v1", kind: "Pod", metadata: { name: pod?.metadata.name ?? "", namespace } });
    for (;;) {
      const [seen, ready] = [await podsOf("replaced"), await podsOf("ready")];
      if ((seen.value ?? 0) > before && ready.held === true) return;
      await sleep(200);
    }
  });
  const verified = await step(async () => {
    const [ready, left] = [await podsOf("ready"), await look({ kind: "chaos-leftovers", namespace: "litmus", engine: "bench", target: namespace })];
    if (ready.held !== true || left.held !== true) throw new Error(`${ready.detail}; ${left.detail}`);
  });
  return { "look before a run": examined, "pick targets": picked, "see a pod replaced": replaced, "verify clean": verified };
}
