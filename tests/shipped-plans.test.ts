// Every fault of every shipped plan, on the outputs of the embedded stack and on those that the documents write by hand: one engine does it, or says why not.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { renderFault } from "../chaos/catalogue.ts";
import type { Rendered } from "../chaos/fault-kind.ts";
import { plans } from "../chaos/plans/catalogue.ts";
import { exampleClusterOutputs } from "../chaos/testing/example-cluster-outputs.ts";
import type { ScheduledFault } from "../model/fault/fault.ts";
import type { Step } from "../model/fault/fault-script.ts";
import { outputsSchema, type Outputs } from "../model/outputs.ts";
import { parseDocument } from "../model/parse.ts";
import { planSchema, type Plan } from "../model/plan.ts";
import { checkPlan } from "../gameday/controller/check.ts";
import { layout } from "../stacks/local/layout.ts";
import { publish } from "../stacks/local/outputs.ts";
import { hops, listeners, type Addresses } from "../stacks/local/topology.ts";

const addresses: Addresses = {
  direct: (process) => 10_000 + listeners.indexOf(process),
  proxied: (hop) => 11_000 + hops.findIndex(({ name }) => name === hop),
};
const embedded = publish({ at: layout("/run/stack"), addresses, integrity: { lookup: "", queue: "" }, hasScratch: true, drill: ["true"] });
const written = (page: string): Outputs => {
  const text = readFileSync(fileURLToPath(new URL(`../${page}`, import.meta.url)), "utf8");
  const document = [...text.matchAll(/^\{\n.*?^\}$/gms)].map(([found]) => found).find((found) => found.includes("proving-ground/outputs"));
  return parseDocument(outputsSchema, JSON.parse(document ?? "null"), page);
};
const stacks = {
  "the embedded stack": embedded,
  "a cluster": exampleClusterOutputs,
  "docs/own-system.md": written("docs/own-system.md"),
  "README.md": written("README.md"),
};
const facts = { postgresPrimary: "us-east-1", redisPrimary: "us-east-1" };
const parsed = Object.entries(plans).map(([name, plan]): [string, Plan] => [name, parseDocument(planSchema, plan, name)]);
const faultsOf = (plan: Plan): ScheduledFault[] => plan.phases.flatMap(({ faults }) => faults);
const render = ({ id, fault, duration }: ScheduledFault, outputs: Outputs): Rendered =>
  renderFault(fault, { id, outputs, facts, folder: "/run/game-day", duration });

/** What carries a step out; a region's loss goes in by its processes, and cuts links on the way. */
const engines: Readonly<Record<Step["kind"], readonly string[]>> = {
  "toxic-add": ["toxiproxy"],
  "toxic-remove": ["toxiproxy"],
  "proxy-disable": ["toxiproxy", "process"],
  "proxy-enable": ["toxiproxy", "process"],
  signal: ["process"],
  hold: ["process"],
  release: ["process"],
  "helper-start": ["helper"],
  "helper-stop": ["helper"],
  "remove-file": ["helper"],
  "switch-set": ["switch"],
  "switch-clear": ["switch"],
  "engine-start": ["litmus"],
  "engine-settled": ["litmus"],
  "engine-stop": ["litmus"],
  "workload-hold": ["kubernetes"],
  "workload-release": ["kubernetes"],
};

describe.each(Object.entries(stacks))("on %s", (_, outputs) => {
  test.each(parsed)("each fault of %s has one engine, or a reason to be left out", (_name, plan) => {
    for (const planned of faultsOf(plan)) {
      const rendered = render(planned, outputs);
      if (!rendered.supported) expect(rendered.reason).toMatch(/the stack|its outputs|nothing (?:restarts|freezes)|no \w+ primary|publishes no/);
      else for (const step of [...rendered.script.inject, ...rendered.script.undo]) expect(engines[step.kind]).toContain(rendered.script.engine);
    }
  });
});

const supported = (name: string, outputs: Outputs): Record<string, string | false> =>
  Object.fromEntries(
    parsed
      .filter(([known]) => known === name)
      .flatMap(([, plan]) => faultsOf(plan))
      .map((planned) => {
        const rendered = render(planned, outputs);
        return [planned.id, rendered.supported ? rendered.script.engine : false];
      }),
  );

test("the embedded stack can do all of its own plan", () => {
  expect(supported("default", embedded)).toEqual({
    "handler-killed": "process",
    "slow-edge": "toxiproxy",
    "frozen-orchestrator": "process",
    "failing-experts": "switch",
    "busy-machine": "helper",
    "cache-primary-lost": "process",
    "region-lost": "process",
  });
  expect(supported("quick", embedded)).toEqual({ "handler-killed": "process", "region-lost": "process" });
});

test("on a cluster a scenario's faults are Litmus', but for what the cluster does not publish", () => {
  expect(supported("cross-component", exampleClusterOutputs)).toMatchObject({
    "handler-resets": "litmus",
    "experts-err": "litmus",
    "cache-primary-lost": "litmus",
    "worker-killed": false, // None is published there.
  });
  expect(supported("expert-consensus", exampleClusterOutputs)).toEqual({
    "experts-err": "litmus",
    "experts-slow": "litmus",
    "experts-trickle": "litmus",
    "experts-killed": "litmus",
  });
});

test("the system of the walk-through can do the plan that is meant for it, and none that needs regions", () => {
  const shop = stacks["docs/own-system.md"];
  expect(supported("any-stack", shop)).toEqual({
    "slow-link": "toxiproxy",
    "frozen-process": "process",
    "stalled-link": "toxiproxy",
    "killed-process": false, // Nothing restarts it there.
  });
  expect(new Set(Object.values(supported("default", shop)))).toEqual(new Set([false]));
});

test.each(parsed.filter(([, { guards }]) => guards.environments.includes("local") && guards.environments.length < 5))(
  "the embedded stack may run %s: no guard objects, no fault is left out but for want of a disk",
  (_, plan) => {
    const moment = { now: new Date("2026-11-25T10:00:00Z"), held: null, stopped: null };
    const { problems, unsupported, faults } = checkPlan(plan, embedded, facts, "/run/game-day", moment);
    expect(problems).toEqual([]);
    expect(unsupported).toEqual([]);
    expect(faults).toHaveLength(faultsOf(plan).length);
  },
);
