// Everything that can be said about a plan on a stack before anything is touched: what will be hit, what cannot be, what is against the rules.
import { renderFault } from "../../chaos/catalogue.ts";
import { criteria, type CriterionId } from "../../model/criteria.ts";
import type { ScheduledFault } from "../../model/fault/fault.ts";
import type { Step } from "../../model/fault/fault-script.ts";
import { capabilitiesOf, type Outputs } from "../../model/outputs.ts";
import type { Plan, PlannedPhase } from "../../model/plan.ts";
import type { Problem } from "../../model/user-error.ts";
import { blockedBy, type Situation } from "../guards/guards.ts";
import type { Facts } from "../ports/fault.ts";

export interface CheckedFault {
  readonly id: string;
  readonly kind: string;
  readonly phase: string;
  readonly at: number;
  readonly duration: number;
  /** Seconds that the system may take to be whole once the fault is out. */
  readonly recovery: number;
  readonly targets: readonly string[];
  /** What would be done; a moving target may be another one by then. */
  readonly inject: readonly Step[];
}

export interface Check {
  /** Empty: the plan may run. */
  readonly problems: readonly Problem[];
  readonly faults: readonly CheckedFault[];
  readonly unsupported: readonly { readonly fault: string; readonly reason: string }[];
  readonly notMeasured: readonly CriterionId[];
  readonly seconds: number;
  /** The same, where every fault takes all the time it may to heal and then to recover. */
  readonly longestSeconds: number;
  /** US dollars for the time of the phases; null: the stack's outputs do not say. */
  readonly cost: number | null;
}

/** What the guards depend on and neither plan nor outputs tell. */
export type Moment = Pick<Situation, "now" | "held" | "stopped">;

export function checkPlan(plan: Plan, outputs: Outputs, facts: Facts, folder: string, now: Moment): Check {
  const problems: Problem[] = [...scenarioProblems(plan, outputs)];
  const faults: CheckedFault[] = [];
  const unsupported: { fault: string; reason: string }[] = [];
  const planned = plannedFaults(plan).map((one) => ({
    ...one,
    rendered: renderFault(one.fault.fault, { id: one.fault.id, outputs, facts, folder, duration: one.fault.duration }),
  }));
  for (const one of planned) {
    const { phase, fault, path, rendered } = one;
    if (rendered.supported) {
      const { script } = rendered;
      const { targets, inject } = script;
      faults.push({
        id: fault.id,
        kind: fault.fault.kind,
        phase: phase.name,
        at: fault.at,
        duration: fault.duration,
        recovery: fault.recovery,
        targets,
        inject,
      });
      const inForce = planned.flatMap((other) =>
        other.rendered.supported && isInBefore(other, one) ? [{ fault: other.fault.id, script: other.rendered.script }] : [],
      );
      const situation = { guards: plan.guards, outputs, kind: fault.fault.kind, script, inForce, answers: { all: 0, errors: 0 }, ...now };
      problems.push(...blockedBy(situation).map(({ guard, reason, remedy }) => ({ path, message: `${guard}: ${reason}`, remedy })));
    } else if (fault.required)
      problems.push({
        path,
        message: `the stack ${outputs.stack} cannot do ${fault.fault.kind}: ${rendered.reason}`,
        remedy: "change its selector, publish the handle in the outputs, or set required: false",
      });
    else unsupported.push({ fault: fault.id, reason: rendered.reason });
  }
  const capabilities = capabilitiesOf(outputs);
  const seconds = plan.phases.reduce((total, { duration }) => total + duration, 0);
  return {
    problems,
    faults,
    unsupported,
    notMeasured: criteria
      .filter(({ capability, phases }) => !capabilities.has(capability) && plan.phases.some(({ name }) => phases.includes(name)))
      .map(({ id }) => id),
    seconds,
    longestSeconds: plan.phases.reduce((total, phase) => total + longestOf(phase), 0),
    cost: outputs.costPerHour === undefined ? null : (outputs.costPerHour * seconds) / 3_600,
  };
}

/** A fault's time to heal, and then to recover, begins anew as long as another one is in. */
function longestOf({ duration, faults }: PlannedPhase): number {
  const lastOut = Math.max(0, ...faults.map((fault) => fault.at + fault.duration));
  return Math.max(duration, lastOut + 2 * Math.max(0, ...faults.map(({ recovery }) => recovery)));
}

interface PlannedFault {
  readonly phase: PlannedPhase;
  readonly fault: ScheduledFault;
  readonly path: string;
}

function plannedFaults(plan: Plan): PlannedFault[] {
  return plan.phases.flatMap((phase, index) => phase.faults.map((fault, place) => ({ phase, fault, path: `phases[${index}].faults[${place}]` })));
}

/** Of two that go in at the same moment, the one that is written first. */
function isInBefore({ phase, fault: one }: PlannedFault, { phase: same, fault: other }: PlannedFault): boolean {
  if (phase !== same || one === other || one.at + one.duration <= other.at) return false;
  return one.at < other.at || (one.at === other.at && phase.faults.indexOf(one) < phase.faults.indexOf(other));
}

function scenarioProblems(plan: Plan, outputs: Outputs): Problem[] {
  return plan.phases.flatMap(({ scenario, rate }, index) =>
    rate === 0 || outputs.load.scenarios.includes(scenario)
      ? []
      : [
          {
            path: `phases[${index}].scenario`,
            message: `the stack ${outputs.stack} does not understand the load scenario ${scenario}`,
            remedy: `use one of ${outputs.load.scenarios.join(", ")}`,
          },
        ],
  );
}
