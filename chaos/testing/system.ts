// A system as far as steps of faults change it: what is in it after some of them. For tests that an undo takes everything out again.
import { assertNever } from "../../model/assert-never.ts";
import type { Step } from "../../model/fault/fault-script.ts";

/** Each thing that a step has left in the system, as a word and its place; steps may be repeated. */
export type Changes = ReadonlySet<string>;

export const untouched: Changes = new Set();

export function after(changes: Changes, steps: readonly Step[]): Changes {
  const now = new Set(changes);
  for (const step of steps) carryOut(now, step);
  return now;
}

/** Pid files of processes that were killed: steps cannot bring them back, only whoever restarts them. */
export const killed = (changes: Changes): string[] => [...changes].filter((change) => change.startsWith("killed ")).map((change) => change.slice(7));
export const withoutKilled = (changes: Changes): string[] => [...changes].filter((change) => !change.startsWith("killed "));

function carryOut(now: Set<string>, step: Step): void {
  switch (step.kind) {
    case "toxic-add":
      now.add(`toxic ${step.api} ${step.proxy} ${step.toxic.name}`);
      return;
    case "toxic-remove":
      now.delete(`toxic ${step.api} ${step.proxy} ${step.toxic}`);
      return;
    case "proxy-disable":
      now.add(`closed ${step.api} ${step.proxy}`);
      return;
    case "proxy-enable":
      now.delete(`closed ${step.api} ${step.proxy}`);
      return;
    case "signal":
      return signal(now, step.process.pidFile, step.signal);
    case "hold":
      now.add(`file ${step.file}`);
      return;
    case "release":
    case "remove-file":
      now.delete(`file ${step.file}`);
      return;
    case "helper-start":
      now.add(`helper ${step.pidFile}`);
      if (step.helper === "disk-fill") now.add(`file ${String(step.parameters["file"])}`);
      return;
    case "helper-stop":
      now.delete(`helper ${step.pidFile}`); // By SIGKILL: a file that it wrote stays.
      return;
    case "switch-set":
      now.add(`switch ${step.url}`);
      return;
    case "switch-clear":
      now.delete(`switch ${step.url}`);
      return;
    case "engine-start":
      now.add(`engine ${step.namespace} ${engineName(step.engine)}`);
      return;
    case "engine-stop":
      now.delete(`engine ${step.namespace} ${step.engine}`);
      return;
    case "engine-settled":
      return;
    case "workload-hold":
      now.add(`held ${step.namespace} ${step.name}`);
      return;
    case "workload-release":
      now.delete(`held ${step.namespace} ${step.name}`);
      return;
    default:
      assertNever(step);
  }
}

/** The name that a manifest gives its object. */
export function engineName({ metadata }: Readonly<Record<string, unknown>>): string {
  return typeof metadata === "object" && metadata !== null && "name" in metadata ? String(metadata.name) : "";
}

function signal(now: Set<string>, pidFile: string, name: string): void {
  if (name === "SIGSTOP") now.add(`frozen ${pidFile}`);
  if (name === "SIGCONT") now.delete(`frozen ${pidFile}`);
  if (name === "SIGKILL" || name === "SIGTERM") {
    now.add(`killed ${pidFile}`);
    now.delete(`frozen ${pidFile}`);
  }
}
