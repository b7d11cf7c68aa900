// `npm run e2e:cluster`: a real node on this machine, our manifests on it, a game day over it, and nothing left behind.
import { setTimeout as sleep } from "node:timers/promises";
import { readTraces, compareTraces } from "./node/traces.ts";
import { ensureParts, folderOf } from "./programs.ts";
import { RealNode } from "./real-node.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort(new Error(`ended by ${name}`)));

await ensureParts(say, stop.signal);
const before = await readTraces(folderOf("runtime"));
try {
  await using node = await RealNode.start(say, stop.signal);
  say(`KUBECONFIG=${node.kubeconfig}`);
  await sleep(3_600_000, undefined, { signal: stop.signal });
} catch (error) {
  say(String(error instanceof Error ? (error.cause ?? error) : error));
  console.error(error);
} finally {
  for (const { sort, seen, changes } of compareTraces(before, await readTraces(folderOf("runtime")))) {
    say(`${sort.padEnd(20)} ${String(seen).padStart(5)} ${changes.length === 0 ? "as before" : ""}`);
    for (const change of changes) say(`    ${change}`);
  }
}
