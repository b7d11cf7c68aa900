// `npm run e2e:cluster`: a real node on this machine, our manifests on it, a game day over it, and nothing left behind.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readTraces, compareTraces } from "./node/traces.ts";
import { ensureParts, folderOf } from "./programs.ts";
import { RealNode, stopwatch } from "./real-node.ts";
import { renderWorkloads } from "./manifests/rendered.ts";
import { litmus, installLitmusKinds } from "./manifests/litmus.ts";
import { prometheus } from "./manifests/prometheus.ts";
import { repositories } from "./image/contents.ts";
import { volumesFor } from "./manifests/volumes.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort(new Error(`ended by ${name}`)));

await ensureParts(say, stop.signal);
const before = await readTraces(folderOf("runtime"));
try {
  await using node = await RealNode.start(say, stop.signal);
  say(`KUBECONFIG=${node.kubeconfig}`);
  const timed = stopwatch(say);
  const { manifests, leftOut, charts } = await renderWorkloads(node.machine.folder, (r) => node.image(r), ["us-east-1"]);
  timed(`${manifests.length} rendered`);
  say(`left out: ${[...leftOut].map(([k, n]) => `${n} ${k}`).join(", ")}; charts ${charts.length}`);
  await node.cluster.apply(await volumesFor(manifests, join(node.machine.folder, "lib")));
  await node.cluster.apply(manifests);
  timed("applied");
  await installLitmusKinds(node.cluster);
  await node.cluster.apply([
    ...litmus(node.image(repositories.chaosOperator), node.image(repositories.chaosRunner)),
    ...prometheus(node.image(repositories.prometheus)),
  ]);
  for (const n of ["us-east-1-data", "eu-west-1-data", "ap-southeast-1-data", "us-east-1", "entry", "litmus", "monitoring"]) {
    await node.cluster.podsReady(n, 300);
    timed(n);
  }
  await sleep(3_600_000, undefined, { signal: stop.signal });
} catch (error) {
  console.error(error);
  if (process.env["KEEP_STATE"] !== undefined) await sleep(3_600_000, undefined, { signal: stop.signal }).catch(() => undefined);
} finally {
  for (const { sort, seen, changes } of compareTraces(before, await readTraces(folderOf("runtime")))) {
    say(`${sort.padEnd(20)} ${String(seen).padStart(5)} ${changes.length === 0 ? "as before" : ""}`);
    for (const change of changes) say(`    ${change}`);
  }
}
