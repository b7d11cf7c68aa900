// How much of what a stack publishes a set of faults would hit, per kind of target. Pure.
import type { FaultScript } from "../../model/fault/fault-script.ts";
import type { Outputs } from "../../model/outputs.ts";

export interface Radius {
  readonly what: "processes" | "links" | "switches" | "workloads" | "regions";
  readonly hit: number;
  readonly published: number;
  /** 0–1; 0 where nothing of the kind is published. */
  readonly share: number;
}

export function blastRadius(outputs: Outputs, scripts: readonly FaultScript[]): Radius[] {
  const targets = new Set(scripts.flatMap((script) => script.targets));
  const count = (what: Radius["what"], ids: readonly string[]): Radius => {
    const hit = ids.filter((id) => targets.has(id)).length;
    return { what, hit, published: ids.length, share: ids.length === 0 ? 0 : hit / ids.length };
  };
  return [
    count(
      "processes",
      outputs.processes.map(({ id }) => id),
    ),
    count(
      "links",
      outputs.links.map(({ id }) => id),
    ),
    count(
      "switches",
      outputs.switches.map(({ id }) => id),
    ),
    count(
      "workloads",
      outputs.workloads.map(({ id }) => id),
    ),
    count(
      "regions",
      outputs.regions.map(({ name }) => name),
    ),
  ];
}
