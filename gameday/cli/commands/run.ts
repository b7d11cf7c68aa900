// `gameday run [plan]`: check, lock, and over to the controller.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Entry } from "../../../model/events.ts";
import type { Outputs } from "../../../model/outputs.ts";
import type { Plan } from "../../../model/plan.ts";
import { UserError } from "../../../model/user-error.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { findProgram } from "../../../tools/programs/find.ts";
import { makeFolder } from "../../../tools/programs/make-folder.ts";
import { createInterlock } from "../../adapters/interlock/create-interlock.ts";
import { loadOutputs } from "../../adapters/run-folder/outputs-file.ts";
import { loadPlan } from "../../adapters/run-folder/plan-file.ts";
import { describeError } from "../../adapters/machine/system-error.ts";
import { createPorts } from "../create-ports.ts";
import { carryOut, type StartedRun } from "../carry-out.ts";
import { examinePlan } from "../examine-plan.ts";

export interface RunCommand {
  readonly plan: string | undefined;
  readonly stack: string;
  readonly home: string;
  /** Sees every entry of the journal as it is written. */
  readonly onEntry: (entry: Entry) => void;
  /** A seed that replaces the plan's. */
  readonly seed?: number;
}

export async function beginRun({ plan: planName, stack, home, onEntry, seed }: RunCommand): Promise<StartedRun> {
  const outputs = await loadOutputs(stack, home);
  const loaded = await loadPlan(planName ?? (outputs.environment === "local" ? "default" : "any-stack"));
  const plan = { ...loaded, seed: seed ?? loaded.seed };
  const id = `${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-")}-${plan.name}`;
  const folder = join(home, ".gameday", "runs", id);

  const k6 = await findProgram("k6");
  if (!k6.found)
    throw new UserError("k6 is missing", [{ path: "k6", message: k6.problem, remedy: "gameday doctor --install" }], exitCodes.missingProgram);
  const ports = createPorts({ outputs, folder, seed: plan.seed, k6 });
  const interlock = createInterlock(outputs);
  const check = await examinePlan({ plan, outputs, folder, observer: ports.observer, facts: ports.facts, interlock });
  if (check.problems.length > 0) throw new UserError(`the plan ${plan.name} may not run on ${outputs.stack}:`, check.problems, exitCodes.refused);

  const unlock = await interlock.acquire(id, folder);
  try {
    await prepareFolder(folder, plan, outputs);
    return await carryOut({ id, folder, plan, outputs, ports, interlock, check, unlock, onEntry, k6: k6.version, before: [] });
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Where the run is written; nothing has been touched when this refuses. */
async function prepareFolder(folder: string, plan: Plan, outputs: Outputs): Promise<void> {
  try {
    await makeFolder(join(folder, "logs"));
    await writeFile(join(folder, "plan.json"), JSON.stringify(plan, null, 2));
    await writeFile(join(folder, "outputs.json"), JSON.stringify(outputs, null, 2));
  } catch (error) {
    throw new UserError(
      "the run cannot be recorded",
      [{ path: folder, message: describeError(error), remedy: "go to a folder that you may write, or make room on the disk" }],
      exitCodes.refused,
    );
  }
}
