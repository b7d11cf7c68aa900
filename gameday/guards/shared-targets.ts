// What a fault takes hold of in a stack, as its steps tell. Two faults that hold the same thing would undo each other, or be proved by each other's effect. Pure.
import { dirname } from "node:path";
import type { FaultScript, Step } from "../../model/fault/fault-script.ts";
import type { Outputs } from "../../model/outputs.ts";

/** Ids of processes, links, switches, disks and workloads that both hold; empty: the faults may be in together. */
export function sharedTargets(outputs: Outputs, one: FaultScript, other: FaultScript): string[] {
  const taken = targetsOf(outputs, other);
  return [...targetsOf(outputs, one)].filter((target) => taken.has(target));
}

const targetsOf = (outputs: Outputs, { engine, targets, inject }: FaultScript): Set<string> =>
  new Set([...inject.flatMap((step) => heldBy(step, outputs)), ...(engine === "litmus" || engine === "kubernetes" ? targets : [])]);

/** Helpers that take CPU or memory hold nothing: each is a process of its own, and is measured by what it takes. */
function heldBy(step: Step, { regions, processes, links, switches, disks }: Outputs): string[] {
  switch (step.kind) {
    case "toxic-add":
    case "proxy-disable":
      return links.filter(({ toxiproxy, proxy }) => toxiproxy === step.api && proxy === step.proxy).map(({ id }) => id);
    case "signal":
      return processes.filter(({ pidFile }) => pidFile === step.process.pidFile).map(({ id }) => id);
    case "switch-set":
      return switches.filter(({ url }) => url === step.url).map(({ id }) => id);
    case "helper-start":
      return disks.filter(({ path }) => path === dirname(String(step.parameters["file"] ?? ""))).map(({ id }) => id);
    case "hold": {
      const region = regions.find(({ hold }) => hold === step.file)?.name;
      if (region === undefined) return processes.filter(({ hold }) => hold === step.file).map(({ id }) => id);
      // A region that is held down takes with it whatever is reached in it, and through it.
      return [
        ...[...processes, ...switches].filter((part) => part.region === region).map(({ id }) => id),
        ...links.filter(({ from, to }) => from === region || to === region).map(({ id }) => id),
      ];
    }
    default:
      return []; // An undo, which no injection has.
  }
}
