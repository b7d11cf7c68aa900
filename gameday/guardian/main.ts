// The guardian: outlives the controller and heals everything when the controller's lease runs out. `main.ts <run folder>`.
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pidRecordSchema } from "../../model/protocol/stack.ts";
import { createExpecting } from "../adapters/observe/create-expecting.ts";
import { createObserver } from "../adapters/observe/create-observer.ts";
import { createSteps } from "../adapters/steps/create-steps.ts";
import { realClock } from "../adapters/machine/clock.ts";
import { isAlive, ownRecord } from "../adapters/machine/pid-record.ts";
import { openJournal, readJournal } from "../adapters/run-folder/journal-file.ts";
import { healFault } from "../controller/heal.ts";
import { faultsLeft, isFinished } from "./faults-left.ts";

const lookEveryMilliseconds = 500;
const leaseMilliseconds = 5_000;
const healLimitMilliseconds = 60_000;

const folder = process.argv[2] ?? "";
for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) process.on(signal, () => undefined);
await writeFile(join(folder, "guardian.json"), JSON.stringify(await ownRecord()));

while (!(await lapsed())) {
  if (isFinished(await entries())) process.exit(0);
  await realClock.sleep(lookEveryMilliseconds);
}
const left = await entries();
if (!isFinished(left)) await healAll(left);
process.exit(0);

async function lapsed(): Promise<boolean> {
  const lease = join(folder, "lease");
  const info = await stat(lease).catch(() => null);
  if (info === null) return true;
  if (Date.now() - info.mtimeMs > leaseMilliseconds) return true;
  const holder = pidRecordSchema.safeParse(JSON.parse((await readFile(lease, "utf8").catch(() => "")) || "null"));
  return holder.success && !(await isAlive(holder.data));
}

async function entries() {
  return readJournal(join(folder, "journal.jsonl")).catch(() => []);
}

async function healAll(journal: Awaited<ReturnType<typeof entries>>): Promise<void> {
  const faults = faultsLeft(journal);
  if (faults.length === 0) return;
  const own = await openJournal(join(folder, "guardian.jsonl"), realClock, () => undefined);
  const ports = { steps: createSteps(), expecting: createExpecting(createObserver()) };
  for (const { fault, script } of faults) {
    await own.append({ type: "fault-healing", fault, by: "guardian" }, { sync: true });
    const { ok, seen, problems } = await healFault(script, ports, realClock, Date.now() + healLimitMilliseconds);
    const all = [...seen, ...problems.map((detail) => ({ label: "undo", held: false, detail }))];
    await own.append({ type: ok ? "fault-healed" : "fault-heal-unverified", fault, by: "guardian", seen: all }, { sync: true });
  }
  await own.close();
}
