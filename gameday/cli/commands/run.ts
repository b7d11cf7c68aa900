// `gameday run [plan]`: check, lock, run under a guardian, report.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Entry } from "../../../model/events.ts";
import type { Outputs } from "../../../model/outputs.ts";
import type { Plan } from "../../../model/plan.ts";
import { criterionIds } from "../../../model/criteria.ts";
import { UserError } from "../../../model/user-error.ts";
import { seconds } from "../../../model/units.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { findProgram } from "../../../tools/programs/find.ts";
import { createGuardian } from "../../adapters/run-folder/guardian-process.ts";
import { openJournal } from "../../adapters/run-folder/journal-file.ts";
import { createInterlock } from "../../adapters/interlock/create-interlock.ts";
import { loadOutputs } from "../../adapters/run-folder/outputs-file.ts";
import { loadPlan } from "../../adapters/run-folder/plan-file.ts";
import { realClock } from "../../adapters/machine/clock.ts";
import { provenance } from "../../adapters/machine/provenance.ts";
import { checkPlan, type Check } from "../../controller/check.ts";
import type { Ports } from "../../controller/context.ts";
import { startRun, type Run } from "../../controller/interpreter.ts";
import type { Observer } from "../../ports/fault.ts";
import type { InterlockPort } from "../../ports/interlock.ts";
import { createPorts } from "../create-ports.ts";
import { momentNow } from "../moment.ts";
import { writeReports } from "../write-reports.ts";

export interface RunCommand {
  readonly plan: string | undefined;
  readonly stack: string;
  readonly home: string;
  /** Sees every entry of the journal as it is written. */
  readonly onEntry: (entry: Entry) => void;
  /** A seed that replaces the plan's. */
  readonly seed?: number;
}

export interface StartedRun {
  readonly id: string;
  readonly folder: string;
  readonly abort: Run["abort"];
  /** Resolves with the exit code once the reports are written and the stack is unlocked. */
  readonly finished: Promise<number>;
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
  await writable(folder);
  const ports = createPorts({ outputs, folder, seed: plan.seed, k6 });
  await reachable(outputs.entry, ports.observer);
  const interlock = createInterlock(outputs);
  const check = checkPlan(plan, outputs, await ports.facts.facts(), folder, await momentNow(interlock));
  if (check.problems.length > 0) throw new UserError(`the plan ${plan.name} may not run on ${outputs.stack}:`, check.problems, exitCodes.refused);

  const unlock = await interlock.acquire(id, folder);
  await writeFile(join(folder, "plan.json"), JSON.stringify(plan, null, 2));
  await writeFile(join(folder, "outputs.json"), JSON.stringify(outputs, null, 2));
  return carryOut({ id, folder, plan, outputs, ports, interlock, check, unlock, onEntry, k6: k6.version, before: [] });
}

export interface Prepared {
  readonly id: string;
  readonly folder: string;
  readonly plan: Plan;
  readonly outputs: Outputs;
  readonly ports: Omit<Ports, "guardian" | "interlock">;
  readonly interlock: InterlockPort;
  readonly check: Pick<Check, "notMeasured" | "unsupported">;
  readonly unlock: () => Promise<void>;
  readonly onEntry: (entry: Entry) => void;
  readonly k6: string;
  /** The journal so far, of a run that is taken up again. */
  readonly before: readonly Entry[];
}

/** Starts the controller over a stack that is locked for it. */
export async function carryOut({ id, folder, plan, outputs, ports, interlock, check, unlock, onEntry, k6, before }: Prepared): Promise<StartedRun> {
  const journal = await openJournal(join(folder, "journal.jsonl"), realClock, onEntry, before.length);
  const guardian = createGuardian(folder, (reason) => run.abort("guard", reason));
  const run = startRun({
    run: id,
    folder,
    plan,
    outputs,
    ports: { ...ports, guardian, interlock },
    journal,
    notMeasured: criterionIds.filter((criterion) => check.notMeasured.includes(criterion)),
    unsupported: check.unsupported,
    provenance: await provenance({ seed: plan.seed, k6 }),
    before,
  });
  const finished = run.finished
    .then(async (verdict) => {
      await journal.close();
      await writeReports(folder);
      return exitCodes[verdict];
    })
    .finally(async () => {
      await guardian.release();
      await unlock();
    });
  return { id, folder, abort: (by, reason) => run.abort(by, reason), finished };
}

async function writable(folder: string): Promise<void> {
  try {
    await mkdir(join(folder, "logs"), { recursive: true });
    await writeFile(join(folder, "plan.json"), "{}");
  } catch (error) {
    throw new UserError("the run cannot be recorded", [
      {
        path: folder,
        message: error instanceof Error ? error.message : String(error),
        remedy: "go to a folder that you may write, or make room on the disk",
      },
    ]);
  }
}

export async function reachable(entry: string, observer: Observer): Promise<void> {
  const { hostname, port, protocol } = new URL(entry);
  const seen = await observer.look({ kind: "tcp", host: hostname, port: Number(port || (protocol === "https:" ? 443 : 80)), timeout: seconds(3) });
  if (seen.held !== true)
    throw new UserError(
      "the stack does not answer",
      [{ path: "entry", message: `${entry}: ${seen.detail}`, remedy: "start it, or correct its outputs" }],
      exitCodes.refused,
    );
}
