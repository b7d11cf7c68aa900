// The embedded stack's supervisor: brings everything up, keeps it up, and takes all of it away on SIGTERM.
// `main.ts --folder <folder> [--defect failover-off|empty-body]`: JSON lines on standard output until the stack is ready or has failed.
import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { StartLine } from "../../model/protocol/stack.ts";
import { ensurePrograms } from "../../tools/programs/ensure.ts";
import { freePorts } from "./free-ports.ts";
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

let ending: Promise<void> | null = null;
async function end(code: number): Promise<void> {
  ending ??= (async () => {
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
  const outputs = await bringUp({ at, addresses, programs, defect: values.defect }, processes, (part, from) =>
    tell({ type: "part-ready", part, seconds: since(from) }),
  );
  await save(at.outputs, outputs);
  tell({ type: "stack-ready", outputs: at.outputs, seconds: since(started) });
} catch (error) {
  tell({ type: "stack-failed", reason: error instanceof Error ? error.message : String(error), log: at.logs });
  await end(1);
}

async function allot(): Promise<Addresses> {
  const names = [...listeners, ...hops.map(({ name }) => `proxy ${name}`)];
  const ports = await freePorts(names.length);
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
