// Pools are never smaller than a phase needs, nor uneven over zones.
import fc from "fast-check";
import { expect, test } from "vitest";
import { fullSizePhases, phaseNames } from "../../model/phases.ts";
import type { Size } from "../environment.ts";
import { planGooglePools, usableCores, usableMemory } from "./google-size-plan.ts";

const memoryOf = (machine: string): number => Number(machine.split("-")[2]) * 4;

const sizes: fc.Arbitrary<Size> = fc.constantFrom(...phaseNames).map((phase) => ({ phase, ...fullSizePhases[phase] }));

test("a region has what its share of the phase needs, and room for the whole of it", () => {
  fc.assert(
    fc.property(sizes, fc.double({ min: 0.01, max: 1, noNaN: true }), fc.integer({ min: 1, max: 4 }), (size, share, zones) => {
      const { workloads } = planGooglePools(size, share, zones);
      const cores = usableCores(workloads);
      const memory = usableMemory({ memoryGB: memoryOf(workloads.machine) });
      expect(workloads.minimum * cores).toBeGreaterThanOrEqual(size.cores * share);
      expect(workloads.minimum * memory).toBeGreaterThanOrEqual(size.memoryGB * share);
      expect(workloads.maximum * cores).toBeGreaterThanOrEqual(size.cores);
      expect(workloads.maximum * memory).toBeGreaterThanOrEqual(size.memoryGB);
    }),
    { numRuns: 2_000 },
  );
});

test("every zone has the same number of nodes, and a node may be replaced while all are in use", () => {
  fc.assert(
    fc.property(sizes, fc.double({ min: 0.01, max: 1, noNaN: true }), fc.integer({ min: 1, max: 4 }), (size, share, zones) => {
      for (const { minimum, maximum } of Object.values(planGooglePools(size, share, zones))) {
        expect(minimum % zones).toBe(0);
        expect(maximum % zones).toBe(0);
        expect(maximum).toBeGreaterThan(minimum);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("the sizes of the shipped environment", () => {
  const light: Size = { phase: "light", ...fullSizePhases.light };
  expect(planGooglePools(light, 50 / 95, 3)).toEqual({
    system: { machine: "e2-standard-4", cores: 4, minimum: 3, maximum: 6 },
    workloads: { machine: "e2-standard-4", cores: 4, minimum: 3, maximum: 9 },
    load: { machine: "e2-standard-4", cores: 4, minimum: 0, maximum: 3 },
  });
});
