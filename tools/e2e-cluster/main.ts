// `npm run e2e:cluster`: a real node on this machine, our manifests on it, a game day over it, and nothing left behind.
// `--keep`: afterwards it stays until Ctrl-C. `--plan <file>`: another plan than its own.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { UserError } from "../../model/user-error.ts";
import { runGameDay } from "./game-day.ts";
import { deployWorkloads } from "./deploy.ts";
import { compareTraces, readTraces } from "./node/traces.ts";
import { outputsOf } from "./outputs.ts";
import { nodePlan } from "./plan.ts";
import { ensureParts, folderOf } from "./programs.ts";
import { RealNode } from "./real-node.ts";
import { K6Operator } from "./stand-ins/k6-operator.ts";

const { values } = parseArgs({ options: { keep: { type: "boolean", default: false }, plan: { type: "string" } } });
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort(new Error(`ended by ${name}`)));

if (process.getuid?.() !== 0) {
  say("A node needs root: namespaces, mounts and a network of its own. Nothing was started.");
  process.exit(64);
}
const started = Date.now();
await ensureParts(say, stop.signal);
const before = await readTraces(folderOf("runtime"));
process.exitCode = 1;
try {
  await using stack = new AsyncDisposableStack();
  const node = stack.use(await RealNode.start(say, stop.signal));
  const { manifests, apiKey } = await deployWorkloads(node, say);
  stack.use(new K6Operator(node.cluster.client, say));
  const at = (name: string): string => join(node.machine.folder, name);
  await writeFile(at("api-key"), apiKey, { mode: 0o600 });
  await writeFile(at("outputs.json"), JSON.stringify(outputsOf(manifests, node.kubeconfig, at("api-key")), null, 2));
  await writeFile(at("plan.json"), JSON.stringify(nodePlan, null, 2));
  say(`\nThe game day over it: gameday run ${values.plan ?? at("plan.json")} --stack ${at("outputs.json")}\n`);
  const code = await runGameDay(values.plan ?? at("plan.json"), at("outputs.json"), stop.signal);
  say(`\ngameday run ended with ${code ?? "a signal"}`);
  process.exitCode = code ?? 1;
  if (values.keep) {
    say(`The node stays until Ctrl-C: KUBECONFIG=${node.kubeconfig}`);
    await sleep(2 ** 31 - 1, undefined, { signal: stop.signal });
  }
} catch (error) {
  if (stop.signal.aborted) say(String(stop.signal.reason));
  else if (error instanceof UserError) {
    say(error.message);
    process.exitCode = error.exitCode;
  } else console.error(error);
} finally {
  if (!(await nothingLeft())) process.exitCode = 1;
}

/** Says what this machine has now and had not before, and what it had and has not. */
async function nothingLeft(): Promise<boolean> {
  say(`\nAfter ${((Date.now() - started) / 1_000).toFixed(0)} s, compared with before:`);
  const rows = compareTraces(before, await readTraces(folderOf("runtime")));
  for (const { sort, seen, ours, others } of rows) {
    say(`  ${sort.padEnd(20)} ${String(seen).padStart(5)}  ${ours.length === 0 ? "nothing of the node" : "LEFT BEHIND"}`);
    for (const change of ours) say(`      ${change}`);
    if (others.length > 0) say(`      ${others.length} changed by others meanwhile: ${others.slice(0, 3).join(" · ")}`);
  }
  return rows.every(({ ours }) => ours.length === 0);
}
