// The guardian: outlives the controller and heals everything when the controller's lease runs out. `main.ts <run folder>`.
import { rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { realClock } from "../adapters/machine/clock.ts";
import { isAlive, ownRecord } from "../adapters/machine/pid-record.ts";
import { namedProcess } from "../adapters/machine/process-handle.ts";
import { readUndoRecord } from "../adapters/run-folder/undo-record.ts";
import { endOnClusters, healLeft } from "./heal-left.ts";

const lookEveryMilliseconds = 500;
const leaseMilliseconds = 5_000;
const healLimitMilliseconds = 60_000;

const folder = process.argv[2] ?? "";
const record = join(folder, "guardian.json");
// No signal ends it; one only makes it look at once.
let woken = new AbortController();
for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) process.on(signal, () => woken.abort());
await writeFile(`${record}.draft`, JSON.stringify(await ownRecord()));
await rename(`${record}.draft`, record);

while (!(await lapsed())) {
  await realClock.sleep(lookEveryMilliseconds, woken.signal);
  woken = new AbortController();
}
const { finished } = await readUndoRecord(folder);
if (!finished) await healLeft(folder, healLimitMilliseconds);
// A controller that came to its end took the lease away, and gives its clusters up itself; one that did not has left theirs, whatever its journal says.
if (!finished || (await isThere(join(folder, "lease")))) for (const left of await endOnClusters(folder)) process.stderr.write(`${left}\n`);
await rm(record, { force: true });
process.exit(0);

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function lapsed(): Promise<boolean> {
  const lease = join(folder, "lease");
  const info = await stat(lease).catch(() => null);
  if (info === null) return true; // The controller takes it away once the run's end is in the journal.
  if (Date.now() - info.mtimeMs > leaseMilliseconds) return true;
  const holder = await namedProcess(lease);
  return holder !== null && !(await isAlive(holder));
}
