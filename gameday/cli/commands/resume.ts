// `gameday resume [run]`: goes on where a controller died, from the start of the phase it was in; or ends the run safely.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import type { Entry } from "../../../model/events.ts";
import { outputsSchema } from "../../../model/outputs.ts";
import { parseDocument } from "../../../model/parse.ts";
import { planSchema } from "../../../model/plan.ts";
import { UserError } from "../../../model/user-error.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { findProgram } from "../../../tools/programs/find.ts";
import { createInterlock } from "../../adapters/interlock/create-interlock.ts";
import { absorbGuardian } from "../../guardian/heal-left.ts";
import { carryOut, type StartedRun } from "../carry-out.ts";
import { createPorts } from "../create-ports.ts";
import { home } from "../home.ts";
import { watchInTerminal } from "./run-command.ts";

export function addResume(program: Command): void {
  program
    .command("resume")
    .argument("[run]", "a run's id; default: the newest that has no end")
    .option("--finish", "end it: aborted, with its reports", false)
    .option("--events", "JSON lines of the journal's events instead of the live view", false)
    .description("go on with a run whose controller died, from the start of the phase it was in")
    .action(async (wanted: string | undefined, { finish, events }: { finish: boolean; events: boolean }) => {
      const id = wanted ?? (await newestWithoutEnd());
      process.exitCode = await watchInTerminal({ events, dashboard: false }, (onEntry) => takeUp(id, finish, onEntry));
    });
}

async function takeUp(id: string, finish: boolean, onEntry: (entry: Entry) => void): Promise<StartedRun> {
  const folder = join(runs(), id);
  const outputs = parseDocument(outputsSchema, await document(folder, "outputs.json"), "outputs.json");
  const plan = parseDocument(planSchema, await document(folder, "plan.json"), "plan.json");
  const k6 = await findProgram("k6");
  if (!k6.found)
    throw new UserError("k6 is missing", [{ path: "k6", message: k6.problem, remedy: "gameday doctor --install" }], exitCodes.missingProgram);
  const ports = createPorts({ outputs, folder, seed: plan.seed, k6 });
  const interlock = createInterlock(outputs);
  const unlock = await interlock.acquire(id, folder);
  try {
    const before = await absorbGuardian(folder);
    const [first] = before;
    if (first?.event.type !== "run-started")
      throw new UserError("the run had not begun", [{ path: folder, message: "its journal is empty", remedy: "start it anew: gameday run" }]);
    if (before.some(({ event }) => event.type === "run-finished"))
      throw new UserError(`the run ${id} has ended`, [{ path: folder, message: "there is nothing to go on with", remedy: `gameday report ${id}` }]);
    const { notMeasured, unsupported } = first.event;
    const started = await carryOut({
      id,
      folder,
      plan,
      outputs,
      ports,
      interlock,
      check: { notMeasured, unsupported },
      unlock,
      onEntry,
      k6: k6.version,
      before,
    });
    if (finish) started.abort("person", "gameday resume --finish, after the controller had died");
    return started;
  } catch (error) {
    await unlock();
    throw error;
  }
}

const runs = (): string => join(home(), ".gameday", "runs");

async function document(folder: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(folder, name), "utf8"));
  } catch (error) {
    throw new UserError("the run cannot be taken up", [
      { path: join(folder, name), message: error instanceof Error ? error.message : String(error), remedy: "start it anew: gameday run" },
    ]);
  }
}

async function newestWithoutEnd(): Promise<string> {
  const names = (await readdir(runs()).catch((): string[] => [])).toSorted().toReversed();
  for (const name of names) {
    const text = await readFile(join(runs(), name, "journal.jsonl"), "utf8").catch(() => "");
    if (text !== "" && !text.includes('"type":"run-finished"')) return name;
  }
  throw new UserError("no run is without an end", [{ path: runs(), message: "every run in it has its verdict" }]);
}
