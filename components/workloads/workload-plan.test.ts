// How many of each workload: never below what the phase needs, not even without a region, and what the design says for the tables of the stacks.
import fc from "fast-check";
import { expect, test } from "vitest";
import { phaseNames } from "../../model/phases.ts";
import { largest } from "../../stacks/environments/plan.ts";
import type { RegionPlan } from "../environment.ts";
import { testPlan } from "../testing/ground.ts";
import { mebibytes, milliCores, planWorkloads, quotaOf, usualReplicas, type WorkloadRow } from "./workload-plan.ts";

const sum = (rows: readonly WorkloadRow[], of: (row: WorkloadRow) => number): number => rows.reduce((total, row) => total + of(row), 0);

const regionsOf = fc
  .array(fc.record({ weight: fc.integer({ min: 1, max: 50 }), mcp: fc.integer({ min: 0, max: 4 }) }), { minLength: 1, maxLength: 5 })
  .map((rows): readonly RegionPlan[] => {
    const all = rows.reduce((total, { weight }) => total + weight, 0);
    return rows.map(({ weight, mcp }, index) => ({
      name: `region-${index}`,
      role: index === 0 ? "primary" : "secondary",
      experts: { claude: weight, gemini: 0, deepseek: 1, openrouter: 2 },
      zones: ["a", "b", "c"],
      addressSpace: `10.${index}.0.0/16`,
      mcp: { "infrastructure-commander": mcp, "security-scanner": 0, monitoring: mcp, "communication-hub": 1 },
      share: weight / all,
    }));
  });

test("all regions at rest have the phase's instances, and without any one region the others can grow to them", () => {
  fc.assert(
    fc.property(regionsOf, fc.subarray([...phaseNames], { minLength: 1 }), (regions, phases) => {
      const plan = { ...testPlan("ultimate"), regions, size: largest(phases) };
      const rows = regions.map((region) => planWorkloads(plan, region));
      expect(sum(rows.flat(), ({ min }) => min)).toBeGreaterThanOrEqual(plan.size.instances);
      for (const lost of regions.length > 1 ? rows : [])
        expect(sum(rows.filter((row) => row !== lost).flat(), ({ max }) => max)).toBeGreaterThanOrEqual(plan.size.instances);
      for (const row of rows.flat()) expect(row.min).toBeLessThanOrEqual(row.max);
    }),
  );
});

test("a quota lets every row be at its largest", () => {
  fc.assert(
    fc.property(regionsOf, (regions) => {
      const plan = { ...testPlan("ultimate"), regions };
      for (const region of regions) {
        const rows = planWorkloads(plan, region);
        const quota = quotaOf(rows);
        expect(milliCores(quota["requests.cpu"] ?? "0")).toBeGreaterThan(sum(rows, ({ max, resources }) => max * milliCores(resources.requests.cpu)));
        expect(mebibytes(quota["limits.memory"] ?? "0Gi")).toBeGreaterThan(
          sum(rows, ({ max, resources }) => max * mebibytes(resources.limits.memory)),
        );
      }
    }),
  );
});

test.for([
  { index: 0, experts: [20, 15, 10, 5], mcp: [3, 2, 3, 2] },
  { index: 1, experts: [12, 10, 5, 3], mcp: [2, 3, 2, 1] },
  { index: 2, experts: [6, 5, 2, 2], mcp: [1] },
])("region $index of base has the design's experts and servers; what scales has three to ten", ({ index, experts, mcp }) => {
  const plan = testPlan("base");
  const region = plan.regions[index];
  if (region === undefined) throw new Error("no such region");
  const rows = planWorkloads(plan, region);
  expect(rows.filter(({ service }) => service === "experts").map(({ min }) => min)).toEqual(experts);
  expect(rows.filter(({ service }) => service === "mcp").map(({ min }) => min)).toEqual(mcp);
  for (const row of rows.filter(({ scaling }) => scaling !== "fixed")) expect(row).toMatchObject(usualReplicas);
});

test("on a cluster on one machine a pod stands for several experts, and one replica will do", () => {
  const plan = testPlan("kubernetes", { kubernetes: {}, phases: ["idle"] });
  const [primary] = plan.regions;
  if (primary === undefined) throw new Error("no region");
  const rows = planWorkloads(plan, primary);
  expect(rows.filter(({ service }) => service === "experts").map(({ min, experts }) => [min, experts?.count])).toEqual([
    [4, 20],
    [3, 15],
    [2, 10],
    [1, 5],
  ]);
  expect(new Set(rows.filter(({ service }) => service !== "experts").map(({ min }) => min))).toEqual(new Set([1]));
});
