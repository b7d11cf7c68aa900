// `gameday check [plan]`: everything that can be said of a plan on a stack, with nothing injected.
import type { Command } from "commander";
import { UserError } from "../../../model/user-error.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { loadOutputs } from "../../adapters/run-folder/outputs-file.ts";
import { loadPlan } from "../../adapters/run-folder/plan-file.ts";
import { createInterlock } from "../../adapters/interlock/create-interlock.ts";
import { createLooking } from "../create-ports.ts";
import type { Check } from "../../controller/check.ts";
import { examinePlan } from "../examine-plan.ts";
import { home } from "../home.ts";

export function addCheck(program: Command): void {
  program
    .command("check")
    .argument("[plan]", "a plan's name, or a .ts, .yaml or .json file")
    .option("--stack <stack>", "the name of a stack, or the path of its outputs", "local")
    .option("--json", "as JSON")
    .description("list targets, guards and what cannot be measured; inject nothing")
    .action(async (name: string | undefined, { stack, json }: { stack: string; json?: boolean }) => {
      const outputs = await loadOutputs(stack, home());
      const plan = await loadPlan(name ?? (outputs.environment === "local" ? "default" : "any-stack"));
      const { facts, observer } = createLooking(outputs);
      const check = await examinePlan({ plan, outputs, folder: home(), facts, observer, interlock: createInterlock(outputs) });
      process.stdout.write(json === true ? `${JSON.stringify(check)}\n` : describe(plan.name, outputs.stack, check));
      if (check.problems.length > 0) throw new UserError(`the plan ${plan.name} may not run on ${outputs.stack}:`, check.problems, exitCodes.refused);
      process.exitCode = 0;
    });
}

function describe(plan: string, stack: string, check: Check): string {
  const cost = check.cost === null ? "its cost is not stated by the stack's outputs" : `it costs $${check.cost.toFixed(2)}`;
  const longest = check.longestSeconds > check.seconds ? ` (${lengthOf(check.longestSeconds)} if healing and recovery take all their time)` : "";
  return [
    `${plan} on ${stack}: ${lengthOf(check.seconds)} of phases${longest}, ${check.faults.length} faults; ${cost}`,
    ...check.faults.flatMap(({ id, kind, phase, at, duration, recovery, targets }) => [
      `  ${phase} +${at} s for ${duration} s, then whole within ${recovery} s  ${id} (${kind}):`,
      ...targets.map((target) => `    ${target}`),
    ]),
    ...check.unsupported.map(({ fault, reason }) => `  left out: ${fault}: ${reason}`),
    check.problems.length === 0 ? "every guard allows it now" : `${check.problems.length} objections, see below`,
    check.notMeasured.length === 0 ? "every criterion is measured here" : `not measured here: ${check.notMeasured.join(", ")}`,
    "",
  ].join("\n");
}

const lengthOf = (seconds: number): string => (seconds < 120 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} minutes`);
