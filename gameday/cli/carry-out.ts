// A run under its guardian, from the controller's start to its reports: for one that begins, and for one that is taken up again.
import { join } from "node:path";
import { criterionIds } from "../../model/criteria.ts";
import type { Entry } from "../../model/events.ts";
import type { Outputs } from "../../model/outputs.ts";
import type { Plan } from "../../model/plan.ts";
import { UserError } from "../../model/user-error.ts";
import { exitCodes } from "../../model/verdict.ts";
import { realClock } from "../adapters/machine/clock.ts";
import { provenance } from "../adapters/machine/provenance.ts";
import { describeError, systemError } from "../adapters/machine/system-error.ts";
import { createGuardian } from "../adapters/run-folder/guardian-process.ts";
import { openJournal } from "../adapters/run-folder/journal-file.ts";
import type { Check } from "../controller/check.ts";
import type { Ports } from "../controller/context.ts";
import { startRun, type Run } from "../controller/interpreter.ts";
import type { InterlockPort } from "../ports/interlock.ts";
import { writeReports } from "./write-reports.ts";

export interface Prepared {
  readonly id: string;
  readonly folder: string;
  readonly plan: Plan;
  readonly outputs: Outputs;
  readonly ports: Omit<Ports, "guardian" | "interlock">;
  readonly interlock: InterlockPort;
  readonly check: Pick<Check, "notMeasured" | "unsupported">;
  readonly unlock: () => Promise<void>;
  /** Sees every entry of the journal as it is written. */
  readonly onEntry: (entry: Entry) => void;
  /** Its version. */
  readonly k6: string;
  /** The journal so far, of a run that is taken up again. */
  readonly before: readonly Entry[];
}

export interface StartedRun {
  readonly id: string;
  readonly folder: string;
  readonly abort: Run["abort"];
  /** Resolves with the exit code once the reports are written and the stack is unlocked. */
  readonly finished: Promise<number>;
}

/** The stack is locked for this run. Rejects, with nothing started, if the journal cannot be opened. */
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
  interlock.watch((by, reason) => run.abort(by, reason));
  const finished = run.finished
    // What cannot be ended is in the journal by now, as a finding: it must not cost the report that tells of it.
    .finally(() => Promise.allSettled([ports.load.close(), ports.stack.close()]))
    .then(async (verdict) => {
      await journal.close();
      await writeReports(folder).catch((error: unknown) => {
        // A verdict that nobody can look up proves nothing.
        throw systemError(error) === null ? error : unreported(folder, error, exitCodes[verdict === "passed" ? "invalid" : verdict]);
      });
      return exitCodes[verdict];
    })
    .finally(async () => {
      await guardian.release();
      await unlock();
    });
  return { id, folder, abort: (by, reason) => run.abort(by, reason), finished };
}

const unreported = (folder: string, error: unknown, exitCode: number): UserError =>
  new UserError(
    "the report cannot be written",
    [{ path: folder, message: describeError(error), remedy: "make room, then: gameday report" }],
    exitCode,
  );
