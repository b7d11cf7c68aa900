// Records what Litmus' own pod-delete writes as its result, to a pass, to a failure and stopped half-way: `node tests/cluster/litmus/record.ts` writes recorded/ anew.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { podDelete } from "../../../chaos/litmus/pod/pod-delete.ts";
import { closeClusters } from "../../../gameday/adapters/cluster/clusters.ts";
import { createSteps } from "../../../gameday/adapters/steps/create-steps.ts";
import { ensurePrograms } from "../../../tools/programs/ensure.ts";
import { Cluster } from "../cluster.ts";
import { eventually } from "../eventually.ts";
import { deletion, openShop, podsAre, stepsOf } from "./experiment-runs.ts";
import { LitmusStandIn } from "./litmus-stand-in.ts";
import { byProgram, recordingFile, type RecordingName } from "./performances.ts";

const states = z.object({ metadata: z.object({ labels: z.record(z.string(), z.string()) }), spec: z.looseObject({}), status: z.looseObject({}) });
const steps = createSteps("experiment-runs");
const { "litmus-experiment": program } = await ensurePrograms(["litmus-experiment"], (text) => console.log(text));
await using cluster = await Cluster.start({ litmus: true });
await using standIn = new LitmusStandIn(cluster, byProgram(cluster, program.path));
await openShop(cluster.client, [podDelete], ["pass", "fail", "stopped"]);
const kubeconfig = await cluster.kubeconfig();

async function record(name: RecordingName, duration: number, operation: "present" | "absent"): Promise<void> {
  const run = stepsOf(kubeconfig, deletion(name, duration, podsAre(name, operation)));
  const seen: z.output<typeof states>[] = [];
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      const now = await cluster.client.find({ apiVersion: "litmuschaos.io/v1alpha1", kind: "ChaosResult" }, "litmus", `${name}-pod-delete`, states);
      if (now !== null && !isDeepStrictEqual(now, seen.at(-1))) seen.push(now);
      await sleep(20);
    }
  })();
  await steps.perform(run.start);
  if (name === "stopped") await eventually("it is in", async () => (seen.length > 0 ? sleep(15_000, true) : undefined));
  else await steps.perform(run.settled);
  await steps.perform(run.stop);
  await sleep(2_000);
  over.abort();
  await watching;
  const path = recordingFile(name);
  await mkdir(dirname(path), { recursive: true });
  // Who it was of is written by whoever replays it.
  const anonymous = seen.map(({ metadata, spec, status }) => ({
    metadata: { labels: Object.fromEntries(Object.entries(metadata.labels).filter(([key]) => key !== "chaosUID" && !key.startsWith("gameday/"))) },
    spec,
    status,
  }));
  await writeFile(
    path,
    `${JSON.stringify({ command: "node tests/cluster/litmus/record.ts", program: "litmus-go v0.0.0-20230605073551", states: anonymous }, undefined, 2)}\n`,
  );
}

await Promise.all([record("pass", 4, "present"), record("fail", 4, "absent"), record("stopped", 180, "present")]);
await closeClusters();
if (standIn.failures.length > 0) throw new Error("the stand-in failed", { cause: standIn.failures[0] });
