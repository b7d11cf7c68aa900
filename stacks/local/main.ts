// The embedded stack's supervisor: brings everything up, keeps it up, and takes all of it away on SIGTERM.
// `main.ts --folder <folder> [--defect failover-off|empty-body]`: JSON lines on standard output until the stack is ready or has failed.
import { randomBytes } from "node:crypto";
import { cp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { StartLine } from "../../model/protocol/stack.ts";
import { ensurePrograms } from "../../tools/programs/ensure.ts";
import { claimPorts } from "./free-ports.ts";
import { layout } from "./layout.ts";
import { bringUp } from "./supervisor/bring-up.ts";
import { clearStack } from "./supervisor/clear.ts";
import { writeRecord } from "./supervisor/pid-file.ts";
import type { Supervised } from "./supervisor/supervised.ts";
import { hops, listeners, type Addresses } from "./topology.ts";

const { values } = parseArgs({ options: { folder: { type: "string" }, defect: { type: "string" } } });
if (values.folder === undefined) throw new Error("--folder says where the stack is to live");
const at = layout(values.folder);
const started = Date.now();
const processes = new Map<string, Supervised>();

process.stdout.on("error", () => undefined); // Whoever started it reads until ready and goes.
const tell = (line: StartLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const since = (moment: number): number => Math.round((Date.now() - moment) / 100) / 10;

/** What is being started when the end comes may take this long to notice. */
const unwindMilliseconds = 5_000;
const stop = new AbortController();
let starting: Promise<unknown> = Promise.resolve();
let ending: Promise<void> | null = null;
async function end(code: number): Promise<void> {
  ending ??= (async () => {
    stop.abort(new Error("the stack was told to stop while it started"));
    await Promise.race([starting.catch(() => undefined), sleep(unwindMilliseconds)]);
    await Promise.all([...processes.values()].map((process) => process.stop()));
    await clearStack(at);
  })();
  await ending;
  process.exit(code);
}
process.on("SIGTERM", () => void end(0));
process.on("SIGINT", () => void end(0));
process.on("SIGHUP", () => undefined);

try {
  await rm(at.failedLogs, { recursive: true, force: true });
  await mkdir(at.folder, { recursive: true, mode: 0o711 });
  for (const part of [at.logs, at.processes, at.holds, at.secret("."), at.scratch]) await mkdir(part, { recursive: true, mode: 0o711 });
  await writeFile(at.secret("api-key"), randomBytes(18).toString("hex"), { mode: 0o600 });
  const own = await writeRecord(at.supervisor, process.pid);
  if (own === null) throw new Error("/proc does not show this process");
  const addresses = await allot();
  await save(at.record, {
    name: "local",
    folder: at.folder,
    supervisor: own,
    control: `http://127.0.0.1:${addresses.direct("control")}`,
    outputs: at.outputs,
  });
  const programs = await ensurePrograms(["toxiproxy", "redis", "postgres"], () => undefined);
  const bringing = bringUp({ at, addresses, programs, defect: values.defect, stop: stop.signal }, processes, (part, from) =>
    tell({ type: "part-ready", part, seconds: since(from) }),
  );
  starting = bringing;
  const outputs = await bringing;
  await save(at.outputs, outputs);
  tell({ type: "stack-ready", outputs: at.outputs, seconds: since(started) });
} catch (error) {
  if (!stop.signal.aborted) {
    await keepLogs();
    tell({ type: "stack-failed", reason: error instanceof Error ? error.message : String(error), log: at.failedLogs });
  }
  await end(1);
}

/** Everything else of a stack that did not start is removed. */
async function keepLogs(): Promise<void> {
  await rm(at.failedLogs, { recursive: true, force: true });
  await cp(at.logs, at.failedLogs, { recursive: true }).catch(() => undefined);
}

async function allot(): Promise<Addresses> {
  const names = [...listeners, ...hops.map(({ name }) => `proxy ${name}`)];
  const ports = await claimPorts(names.length);
  const table = new Map(names.map((name, index) => [name, ports[index] ?? 0]));
  const port = (name: string): number => {
    const found = table.get(name);
    if (found === undefined) throw new Error(`no port was set aside for ${name}`);
    return found;
  };
  return { direct: port, proxied: (hop) => port(`proxy ${hop}`) };
}

async function save(path: string, value: unknown): Promise<void> {
  await writeFile(`${path}.draft`, JSON.stringify(value, null, 2), { mode: 0o600 });
  await rename(`${path}.draft`, path);
  await rm(`${path}.draft`, { force: true });
}
