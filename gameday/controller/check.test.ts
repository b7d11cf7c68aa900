// Faults that are in at the same time: on one target they are refused with its name, on others neither takes out what the other put in.
import fc from "fast-check";
import { expect, test } from "vitest";
import { renderFault } from "../../chaos/catalogue.ts";
import { someFacts, someFault, someOutputs } from "../../chaos/testing/arbitraries.ts";
import { exampleOutputs } from "../../chaos/testing/example-outputs.ts";
import { after, untouched, withoutKilled } from "../../chaos/testing/system.ts";
import { faultSchema } from "../../model/fault/fault.ts";
import { planSchema } from "../../model/plan.ts";
import { sharedTargets } from "../guards/shared-targets.ts";
import { checkPlan } from "./check.ts";

const facts = { postgresPrimary: "us-east-1", redisPrimary: "eu-west-1" };
const now = { now: new Date("2026-11-18T10:00:00Z"), held: null, stopped: null };
const scheduled = (id: string, at: number, fault: object) => ({ id, at, duration: 5, hypothesis: "h", fault });

/** What is said against the second fault, which goes in two seconds after the first. */
function objections(first: object, second: object, secondAt = 3): string[] {
  const faults = [scheduled("first", 1, first), scheduled("second", secondAt, second)];
  const guards = { maximumConcurrentFaults: 2, maximumRegions: 2, dataPrimaries: true, blastRadius: 1 };
  const plan = planSchema.parse({ name: "p", phases: [{ name: "chaos", duration: 20, rate: 1, faults }], guards });
  return checkPlan(plan, exampleOutputs, facts, "/run", now).problems.map(({ path, message }) => `${path} ${message}`);
}

const latency = (link: object) => ({ kind: "network-latency", link, latency: 0.1 });
const east = { service: "query-handler", region: "us-east-1" };

test.for<[what: string, first: object, second: object, shared: string]>([
  ["two toxics on one link", latency({ service: "query-handler" }), latency({ service: "query-handler" }), "us-east-1~us-east-1:query-handler"],
  ["freeze and kill of one process", { kind: "process-freeze", target: east }, { kind: "process-kill", target: east }, "us-east-1/query-handler"],
  ["a region and a process of it", { kind: "process-freeze", target: east }, { kind: "region-loss" }, "us-east-1/query-handler"],
  [
    "a region and a dependency of it",
    { kind: "dependency-errors", dependency: "experts", region: "us-east-1", share: 1 },
    { kind: "region-loss" },
    "us-east-1/experts",
  ],
  ["a region and a link inside it", latency({ service: "query-handler" }), { kind: "region-loss" }, "us-east-1~us-east-1:query-handler"],
  [
    "a partition and a link across its border",
    { kind: "network-stall", link: { from: "entry", to: "eu-west-1" } },
    { kind: "region-partition", region: "eu-west-1" },
    "entry~eu-west-1:edge",
  ],
  ["a primary and its process", { kind: "process-freeze", target: { service: "postgres" } }, { kind: "postgres-primary-loss" }, "us-east-1/postgres"],
  ["one disk", { kind: "disk-fill" }, { kind: "disk-fill" }, "scratch"],
])("%s: refused, with the target named", ([, first, second, shared]) => {
  const told = `phases[0].faults[1] shared targets: first has hold of ${shared} at that time`;
  expect(objections(first, second)).toEqual([told]);
  expect(objections(first, second, 6)).toEqual([]); // When the first is over.
});

test("a region and the partition of it share so many targets that the first are named and the others counted", () => {
  const [told = ""] = objections({ kind: "region-partition", region: "us-east-1" }, { kind: "region-loss" });
  expect(told).toMatch(/has hold of entry~us-east-1:edge, .*, .* and \d+ more at that time$/);
});

test.for<[what: string, first: object, second: object]>([
  ["two links", latency({ service: "query-handler" }), latency({ service: "edge" })],
  ["two helpers", { kind: "cpu-hog", cores: 1, load: 0.2 }, { kind: "cpu-hog", cores: 1, load: 0.2 }],
  ["a process and a link to it", { kind: "process-kill", target: east }, latency({ service: "query-handler" })],
  ["a partition and a process inside it", { kind: "region-partition", region: "us-east-1" }, { kind: "process-freeze", target: east }],
  ["two primaries", { kind: "postgres-primary-loss" }, { kind: "redis-primary-loss" }],
])("%s: allowed", ([, first, second]) => {
  expect(objections(first, second)).toEqual([]);
});

test("a plan's limit on faults at a time is told with the fault that is in then", () => {
  const faults = [scheduled("a", 1, latency({ service: "edge" })), scheduled("b", 1, { kind: "process-kill", target: east })];
  const plan = planSchema.parse({ name: "p", phases: [{ name: "chaos", duration: 20, rate: 1, faults }] });
  expect(checkPlan(plan, exampleOutputs, facts, "/run", now).problems).toEqual([
    {
      path: "phases[0].faults[1]",
      message: "concurrent faults: a is in at that time, the plan allows 1 at a time",
      remedy: expect.stringContaining("maximumConcurrentFaults"),
    },
  ]);
});

test("of any two faults that share no target, the undo of one leaves the other in as it was", () => {
  let seen = 0;
  const world = fc.record({ first: someFault, second: someFault, outputs: someOutputs, facts: someFacts });
  fc.assert(
    fc.property(world, ({ first, second, outputs, facts: moved }) => {
      const [a, b] = [first, second].map((fault, index) =>
        renderFault(faultSchema.parse(fault), { id: `f${index}`, outputs, facts: moved, folder: "/run", duration: 10 }),
      );
      if (a?.supported !== true || b?.supported !== true || sharedTargets(outputs, a.script, b.script).length > 0) return;
      seen += 1;
      const alone = withoutKilled(after(untouched, b.script.inject)).toSorted();
      const both = [...a.script.inject, ...b.script.inject];
      expect(withoutKilled(after(untouched, [...both, ...a.script.undo])).toSorted()).toEqual(alone);
      expect(withoutKilled(after(untouched, [...b.script.inject, ...a.script.inject, ...a.script.undo])).toSorted()).toEqual(alone);
    }),
    { numRuns: 2_000 },
  );
  expect(seen).toBeGreaterThan(200);
});

test("how long a run takes is told, and how long where healing and recovery take all their time", () => {
  const fault = { kind: "process-kill", target: east };
  const lengths = (...faults: readonly object[]): number[] => {
    const plan = planSchema.parse({
      name: "p",
      phases: [
        { name: "idle", duration: 30, rate: 0 },
        { name: "chaos", duration: 20, rate: 1, faults },
      ],
    });
    const { seconds, longestSeconds } = checkPlan(plan, exampleOutputs, facts, "/run", now);
    return [seconds, longestSeconds];
  };
  expect(lengths()).toEqual([50, 50]);
  expect(lengths({ ...scheduled("quick", 1, fault), recovery: 5 })).toEqual([50, 50]);
  expect(lengths({ ...scheduled("first", 1, fault), recovery: 60 }, { ...scheduled("second", 10, fault), recovery: 20 })).toEqual([
    50,
    30 + 15 + 120,
  ]);
});
