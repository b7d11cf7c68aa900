// Everything that speaks against a plan on a stack as it is now, for `check` and before each run.
import { setTimeout as sleep } from "node:timers/promises";
import { readFile } from "node:fs/promises";
import type { Outputs } from "../../model/outputs.ts";
import type { Plan } from "../../model/plan.ts";
import { seconds } from "../../model/units.ts";
import type { Problem } from "../../model/user-error.ts";
import { describeError } from "../adapters/machine/system-error.ts";
import { clusterProblems } from "../adapters/cluster/examine/examine.ts";
import { handleProblems } from "../adapters/steps/handles.ts";
import { checkPlan, type Check } from "../controller/check.ts";
import type { FactsPort, Observer } from "../ports/fault.ts";
import type { InterlockPort } from "../ports/interlock.ts";
import { momentNow } from "./moment.ts";

export interface Examined {
  readonly plan: Plan;
  readonly outputs: Outputs;
  /** The run's folder. */
  readonly folder: string;
  readonly observer: Observer;
  readonly facts: FactsPort;
  readonly interlock: InterlockPort;
}

/** A process that its supervisor is just starting again gets this long. */
const handleLimitMilliseconds = 4_000;

export async function examinePlan({ plan, outputs, folder, observer, facts, interlock }: Examined): Promise<Check> {
  const unreachable = [...(await entryProblems(outputs.entry, observer)), ...(await keyProblems(outputs))];
  const check = checkPlan(plan, outputs, await facts.facts(), folder, await momentNow(interlock));
  // A stack that does not answer has told enough.
  const handles = unreachable.length > 0 ? [] : await settledHandleProblems(check, outputs);
  const clusters =
    outputs.clusters.length === 0
      ? []
      : await clusterProblems(
          outputs,
          plan.phases.some(({ rate }) => rate > 0),
        );
  return { ...check, problems: [...unreachable, ...clusters, ...check.problems, ...handles] };
}

async function settledHandleProblems({ faults }: Check, outputs: Outputs): Promise<readonly Problem[]> {
  const steps = faults.flatMap(({ inject }) => inject);
  const deadline = Date.now() + handleLimitMilliseconds;
  for (;;) {
    const problems = await handleProblems(steps, outputs);
    const waiting = outputs.processes.some(
      ({ restarted }, index) => restarted && problems.some(({ path }) => path.startsWith(`processes[${index}]`)),
    );
    if (!waiting || Date.now() > deadline) return problems;
    await sleep(200);
  }
}

async function entryProblems(entry: string, observer: Observer): Promise<Problem[]> {
  const { hostname, port, protocol } = new URL(entry);
  const host = hostname.replace(/^\[|\]$/g, "");
  const seen = await observer.look({ kind: "tcp", host, port: Number(port || (protocol === "https:" ? 443 : 80)), timeout: seconds(3) });
  return seen.held === true
    ? []
    : [{ path: "entry", message: `${entry} does not answer: ${seen.detail}`, remedy: "start the stack, or correct its outputs" }];
}

async function keyProblems({ load: { apiKeyFile } }: Outputs): Promise<Problem[]> {
  if (apiKeyFile === undefined) return [];
  return readFile(apiKeyFile).then(
    () => [],
    (error: unknown) => [{ path: "load.apiKeyFile", message: `${apiKeyFile}: ${describeError(error)}`, remedy: "correct the path, or its rights" }],
  );
}
