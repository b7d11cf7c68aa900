// Everything that can be said about a plan on a stack before anything is touched: what will be hit, what cannot be, what is against the rules.
import { renderFault } from "../../chaos/catalogue.ts";
import { criteria, type CriterionId } from "../../model/criteria.ts";
import type { ScheduledFault } from "../../model/fault/fault.ts";
import { capabilitiesOf, type Outputs } from "../../model/outputs.ts";
import type { Plan, PlannedPhase } from "../../model/plan.ts";
import type { Problem } from "../../model/user-error.ts";
import type { Facts } from "../ports/fault.ts";

export interface CheckedFault {
  readonly id: string;
  readonly kind: string;
  readonly phase: string;
  readonly at: number;
  readonly duration: number;
  readonly targets: readonly string[];
}

export interface Check {
  /** Empty: the plan may run. */
  readonly problems: readonly Problem[];
  readonly faults: readonly CheckedFault[];
  readonly unsupported: readonly { readonly fault: string; readonly reason: string }[];
  readonly notMeasured: readonly CriterionId[];
  readonly seconds: number;
}

const primaries: readonly string[] = ["postgres-primary-loss", "redis-primary-loss", "region-loss"];
const regional: readonly string[] = ["region-loss", "region-partition"];

export function checkPlan(plan: Plan, outputs: Outputs, facts: Facts, folder: string): Check {
  const problems: Problem[] = [...environmentProblems(plan, outputs), ...scenarioProblems(plan, outputs), ...overlapProblems(plan)];
  const faults: CheckedFault[] = [];
  const unsupported: { fault: string; reason: string }[] = [];
  for (const { phase, fault, path } of plannedFaults(plan)) {
    problems.push(...guardProblems(plan, outputs, fault, path));
    const rendered = renderFault(fault.fault, { id: fault.id, outputs, facts, folder, duration: fault.duration });
    if (rendered.supported)
      faults.push({
        id: fault.id,
        kind: fault.fault.kind,
        phase: phase.name,
        at: fault.at,
        duration: fault.duration,
        targets: rendered.script.targets,
      });
    else if (fault.required)
      problems.push({
        path,
        message: `the stack ${outputs.stack} cannot do ${fault.fault.kind}: ${rendered.reason}`,
        remedy: "change its selector, publish the handle in the outputs, or set required: false",
      });
    else unsupported.push({ fault: fault.id, reason: rendered.reason });
  }
  const capabilities = capabilitiesOf(outputs);
  return {
    problems,
    faults,
    unsupported,
    notMeasured: criteria
      .filter(({ capability, phases }) => !capabilities.has(capability) && plan.phases.some(({ name }) => phases.includes(name)))
      .map(({ id }) => id),
    seconds: plan.phases.reduce((total, { duration }) => total + duration, 0),
  };
}

function plannedFaults(plan: Plan): { phase: PlannedPhase; fault: ScheduledFault; path: string }[] {
  return plan.phases.flatMap((phase, index) => phase.faults.map((fault, place) => ({ phase, fault, path: `phases[${index}].faults[${place}]` })));
}

function environmentProblems(plan: Plan, outputs: Outputs): Problem[] {
  const hasFaults = plan.phases.some(({ faults }) => faults.length > 0);
  if (!hasFaults || plan.guards.environments.includes(outputs.environment)) return [];
  return [
    {
      path: "guards.environments",
      message: `the stack's environment is ${outputs.environment}, the plan allows faults in ${plan.guards.environments.join(", ")}`,
      remedy: "run it on one of these, or add the environment to the plan",
    },
  ];
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

function overlapProblems(plan: Plan): Problem[] {
  const limit = plan.guards.maximumConcurrentFaults;
  return plan.phases.flatMap(({ faults }, index) =>
    faults.flatMap((fault, place) => {
      const others = faults.filter((other) => other !== fault && other.at <= fault.at && other.at + other.duration > fault.at);
      return others.length + 1 <= limit
        ? []
        : [
            {
              path: `phases[${index}].faults[${place}].at`,
              message: `${[...others.map(({ id }) => id), fault.id].join(" and ")} would be in at the same time, the plan allows ${limit}`,
              remedy: "move one, or raise guards.maximumConcurrentFaults",
            },
          ];
    }),
  );
}

function guardProblems(plan: Plan, outputs: Outputs, { fault }: ScheduledFault, path: string): Problem[] {
  const hitsPrimary = primaries.includes(fault.kind);
  const hitsRegion = regional.includes(fault.kind);
  return [
    ...(hitsPrimary && !plan.guards.dataPrimaries
      ? [
          {
            path,
            message: `${fault.kind} takes a data primary away and the plan does not allow it`,
            remedy: "set guards.dataPrimaries: true if that is meant",
          },
        ]
      : []),
    ...(hitsRegion && plan.guards.maximumRegions < 1
      ? [{ path, message: `${fault.kind} hits a region, the plan allows none`, remedy: "raise guards.maximumRegions" }]
      : []),
    ...(hitsRegion && outputs.regions.length === 1
      ? [{ path, message: `${fault.kind} would take the only region`, remedy: "a stack needs at least two regions to lose one" }]
      : []),
  ];
}
