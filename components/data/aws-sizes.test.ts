// Sizes of databases and caches are never below what the largest phase needs, and never smaller for a larger one.
import fc from "fast-check";
import { expect, test } from "vitest";
import { fullSizePhases, phaseNames, type PhaseName } from "../../model/phases.ts";
import { tiers } from "../../model/tiers.ts";
import { largest } from "../../stacks/environments/plan.ts";
import { connectionsOf, instanceClasses, postgresClass, postgresInstances } from "../postgres/aws-size.ts";
import { nodeTypes, redisNodes, redisNodeType, usablePart } from "../redis/aws-size.ts";

const phases = fc.subarray([...phaseNames], { minLength: 1 });
const sized = (chosen: readonly PhaseName[]) => ({ size: largest(chosen), phases: chosen });

test("a database's class has the cores, the memory and the connections of the writer's part, and the next smaller one has not", () => {
  fc.assert(
    fc.property(phases, (chosen) => {
      const { size } = sized(chosen);
      const connections = Math.max(...chosen.map((phase) => fullSizePhases[phase].connections)) / 4;
      const enough = (row: (typeof instanceClasses)[number]): boolean =>
        row.cores >= size.cores / 16 && row.memoryGB >= size.memoryGB / 16 && connectionsOf(row) >= connections;
      const place = instanceClasses.findIndex(({ name }) => name === postgresClass(sized(chosen)).name);
      expect(instanceClasses.map(enough).indexOf(true)).toBe(place);
    }),
  );
});

test("a phase more never makes a database or a cache smaller", () => {
  fc.assert(
    fc.property(phases, fc.constantFrom(...phaseNames), (chosen, more) => {
      const [small, large] = [sized(chosen), sized([...chosen, more])];
      expect(postgresClass(large).memoryGB).toBeGreaterThanOrEqual(postgresClass(small).memoryGB);
      expect(redisNodeType(large).memoryGB).toBeGreaterThanOrEqual(redisNodeType(small).memoryGB);
    }),
  );
});

test("a cache's usable memory holds its part of the phase's memory", () => {
  fc.assert(
    fc.property(phases, (chosen) => {
      expect(redisNodeType(sized(chosen)).memoryGB * usablePart).toBeGreaterThanOrEqual(largest(chosen).memoryGB / 32);
    }),
  );
});

test("tables go from small to large, and what no row can hold is refused", () => {
  for (const table of [instanceClasses, nodeTypes]) {
    const memory = table.map(({ memoryGB }) => memoryGB);
    expect(memory).toEqual(memory.toSorted((a, b) => a - b));
  }
  const beyond = { size: { ...largest(["chaos"]), memoryGB: 100_000 }, phases: ["chaos"] as const };
  expect(() => postgresClass(beyond)).toThrow(RangeError);
  expect(() => redisNodeType(beyond)).toThrow(RangeError);
});

test.each(Object.values(tiers))("every tier survives the loss of a zone in its primary, %#", (tier) => {
  expect(postgresInstances(tier).primary).toBeGreaterThanOrEqual(tier.chaos ? 3 : 2);
  expect(redisNodes(tier).primary).toBeGreaterThanOrEqual(2);
  expect(redisNodes(tier).secondary).toBeGreaterThanOrEqual(2);
});
