// From a selector in a plan to the processes and links that a stack publishes.
import type { LinkSelector, ProcessSelector } from "../model/fault/fault.ts";
import type { LinkOutput, Outputs, ProcessOutput, WorkloadOutput } from "../model/outputs.ts";

export type Selected<T> = { readonly found: true; readonly items: readonly T[] } | { readonly found: false; readonly reason: string };

export function selectProcesses(outputs: Outputs, selector: ProcessSelector): Selected<ProcessOutput> {
  const matching = outputs.processes.filter(
    ({ id, service, region }) => matches(selector.id, id) && matches(selector.service, service) && matches(selector.region, region),
  );
  return take(
    matching,
    selector.count,
    "process",
    outputs.processes.map(({ id }) => id),
    describe(selector),
  );
}

export function selectLinks(outputs: Outputs, selector: LinkSelector): Selected<LinkOutput> {
  const matching = outputs.links.filter(
    ({ id, service, from, to }) =>
      matches(selector.id, id) && matches(selector.service, service) && matches(selector.from, from) && matches(selector.to, to),
  );
  return take(
    matching,
    selector.count,
    "link",
    outputs.links.map(({ id }) => id),
    describe(selector),
  );
}

/** On a cluster a process is a pod of a workload: as many workloads, one pod of each. */
export function selectWorkloads(outputs: Outputs, selector: ProcessSelector): Selected<WorkloadOutput> {
  const matching = outputs.workloads.filter(
    ({ id, service, region }) => matches(selector.id, id) && matches(selector.service, service) && matches(selector.region, region),
  );
  return takeWorkloads(outputs, matching, selector);
}

/** On a cluster a link is the workload that it leads to: what it sends back is hit, whoever asked. Where links start, there is one that calls it. */
export function selectCalledWorkloads(outputs: Outputs, selector: LinkSelector): Selected<WorkloadOutput> {
  const called = (service: string, from?: string): boolean =>
    outputs.workloads.some(({ calls, region }) => calls.includes(service) && matches(from, region));
  const matching = outputs.workloads.filter(
    ({ id, service, region }) =>
      matches(selector.id, id) &&
      matches(selector.service, service) &&
      matches(selector.to, region) &&
      (selector.from === "entry" ? !called(service) : selector.from === undefined || called(service, selector.from)),
  );
  return takeWorkloads(outputs, matching, selector);
}

function takeWorkloads(outputs: Outputs, matching: readonly WorkloadOutput[], selector: ProcessSelector | LinkSelector): Selected<WorkloadOutput> {
  const all = outputs.workloads.map(({ id }) => id);
  const selected = take(matching, selector.count, "workload", all, describe(selector));
  if (selected.found && all.length > 1 && selected.items.length === all.length)
    return { found: false, reason: `the selector takes all ${all.length} workloads of the stack: blast radius would be everything` };
  return selected;
}

const matches = (wanted: string | undefined, value: string | undefined): boolean => wanted === undefined || wanted === value;

function describe({ count, ...wanted }: { readonly count: number; readonly [name: string]: unknown }): string {
  const words = Object.entries(wanted).map(([name, value]) => `${name} ${String(value)}`);
  return `${count} with ${words.join(", ") || "any name"}`;
}

function take<T>(matching: readonly T[], count: number, what: string, all: readonly string[], wanted: string): Selected<T> {
  if (matching.length >= count) return { found: true, items: matching.slice(0, count) };
  const known = all.length === 0 ? `publishes no ${what}` : `has ${all.slice(0, 8).join(", ")}${all.length > 8 ? ` and ${all.length - 8} more` : ""}`;
  return { found: false, reason: `the selector asks for ${wanted}, ${matching.length} match; the stack ${known}` };
}
