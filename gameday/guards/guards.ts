// Whether a fault may go in now. Pure. Evaluated when a plan is checked, and again in the moment before each injection; what cannot be evaluated blocks.
import type { FaultScript } from "../../model/fault/fault-script.ts";
import type { FaultKind } from "../../model/fault/fault.ts";
import type { Outputs } from "../../model/outputs.ts";
import type { Plan } from "../../model/plan.ts";
import type { Refusal } from "../ports/interlock.ts";
import { blastRadius } from "./blast-radius.ts";
import { withinHours } from "./hours.ts";
import { sharedTargets } from "./shared-targets.ts";

export interface FaultInForce {
  readonly fault: string;
  readonly script: FaultScript;
}

export interface Situation {
  readonly guards: Plan["guards"];
  readonly outputs: Outputs;
  readonly kind: FaultKind;
  readonly script: FaultScript;
  readonly now: Date;
  /** Other faults that are in, or are to be in at that time. */
  readonly inForce: readonly FaultInForce[];
  /** Answers of the run's load so far; null: the load runs and nothing is known of its answers. */
  readonly answers: { readonly all: number; readonly errors: number } | null;
  /** "unknown": it could not be read. */
  readonly held: Refusal | null | "unknown";
  readonly stopped: Refusal | null | "unknown";
}

export interface Blocked {
  readonly guard: string;
  readonly reason: string;
  readonly remedy: string;
}

const takesPrimary: readonly FaultKind[] = ["postgres-primary-loss", "redis-primary-loss", "region-loss"];

/** Every guard that says no; empty: the fault may go in. */
export function blockedBy(situation: Situation): Blocked[] {
  return [environment, hours, concurrency, targets, regions, primaries, radius, errorBudget, switches].flatMap((guard) => guard(situation));
}

const blocked = (guard: string, reason: string, remedy: string): Blocked[] => [{ guard, reason, remedy }];

function environment({ guards, outputs }: Situation): Blocked[] {
  if (guards.environments.includes(outputs.environment)) return [];
  const reason = `the stack's environment is ${outputs.environment}, the plan allows faults in ${guards.environments.join(", ")}`;
  return blocked("environment", reason, "run it on one of these, or add the environment to guards.environments");
}

function hours({ guards, now }: Situation): Blocked[] {
  if (guards.hours === undefined || withinHours(guards.hours, now)) return [];
  const { days, from, to, timeZone } = guards.hours;
  return blocked(
    "hours",
    `faults are allowed ${days.join(", ")} from ${from} to ${to} (${timeZone}), not now`,
    "run it then, or change guards.hours",
  );
}

function concurrency({ guards, inForce }: Situation): Blocked[] {
  if (inForce.length < guards.maximumConcurrentFaults) return [];
  const reason = `${namesOf(inForce)} in at that time, the plan allows ${guards.maximumConcurrentFaults} at a time`;
  return blocked("concurrent faults", reason, "move one, or raise guards.maximumConcurrentFaults");
}

const namesOf = (faults: readonly FaultInForce[]): string =>
  `${faults.map(({ fault }) => fault).join(" and ")} ${faults.length === 1 ? "is" : "are"}`;
const scriptsOf = ({ script, inForce }: Situation): FaultScript[] => [script, ...inForce.map((other) => other.script)];

/** Whatever the plan says: the undo of one would take out, or bring back, what the other put in. */
function targets({ outputs, script, inForce }: Situation): Blocked[] {
  return inForce.flatMap(({ fault, script: other }) => {
    const shared = sharedTargets(outputs, script, other);
    if (shared.length === 0) return [];
    const named = `${shared.slice(0, 3).join(", ")}${shared.length > 3 ? ` and ${shared.length - 3} more` : ""}`;
    return blocked("shared targets", `${fault} has hold of ${named} at that time`, "let one end before the other begins, or choose other targets");
  });
}

/** Never every region, whatever the plan says. */
function regions(situation: Situation): Blocked[] {
  const { guards, outputs } = situation;
  const { hit, published } = blastRadius(outputs, scriptsOf(situation)).find(({ what }) => what === "regions") ?? { hit: 0, published: 0 };
  if (hit === 0) return [];
  if (hit >= published) return blocked("regions", "every region would be hit", "leave one whole: no plan may take them all");
  return hit <= guards.maximumRegions
    ? []
    : blocked("regions", `${hit} regions would be hit, the plan allows ${guards.maximumRegions}`, "raise guards.maximumRegions");
}

function primaries({ guards, kind }: Situation): Blocked[] {
  if (!takesPrimary.includes(kind) || guards.dataPrimaries) return [];
  return blocked(
    "data primaries",
    `${kind} takes a data primary away and the plan does not allow it`,
    "set guards.dataPrimaries: true if that is meant",
  );
}

function radius(situation: Situation): Blocked[] {
  const { guards, outputs } = situation;
  return blastRadius(outputs, scriptsOf(situation))
    .filter(({ what, share, published }) => what !== "regions" && published > 1 && share > guards.blastRadius)
    .flatMap(({ what, hit, published }) =>
      blocked(
        "blast radius",
        `${hit} of ${published} ${what} would be hit, the plan allows ${(guards.blastRadius * 100).toFixed(0)} %`,
        "choose fewer targets, or raise guards.blastRadius",
      ),
    );
}

function errorBudget({ guards, answers }: Situation): Blocked[] {
  if (answers === null)
    return blocked("error budget", "no answer of the load is known, so the budget cannot be told", "see why the load's figures are missing");
  if (answers.all === 0 || answers.errors / answers.all <= guards.errorBudget) return [];
  const share = ((answers.errors / answers.all) * 100).toFixed(1);
  return blocked(
    "error budget",
    `${share} % of ${answers.all} requests of this run have failed, the budget is ${guards.errorBudget * 100} %`,
    "find out why before more is broken",
  );
}

function switches({ held, stopped }: Situation): Blocked[] {
  const told = ({ reason, by }: Refusal): string => `${by} said: ${reason}`;
  return [
    ...(held === "unknown" ? blocked("hold", "it cannot be told whether a person holds the faults", "gameday unhold") : []),
    ...(held !== null && held !== "unknown" ? blocked("hold", told(held), "gameday unhold") : []),
    ...(stopped === "unknown" ? blocked("kill switch", "it cannot be told whether it is set", "gameday allow") : []),
    ...(stopped !== null && stopped !== "unknown" ? blocked("kill switch", told(stopped), "gameday allow") : []),
  ];
}
