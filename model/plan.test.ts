// What a plan must keep beyond the types of its fields, and that every shipped plan keeps it.
import { readdirSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDocument } from "./parse.ts";
import { planSchema, type PlanInput } from "./plan.ts";
import { phaseNames } from "./phases.ts";
import { loadScenarios } from "./protocol/load.ts";
import { durationSchema } from "./units.ts";

const stall = (id: string, at = 1, duration = 2) =>
  ({ id, at, duration, hypothesis: "h", fault: { kind: "network-stall" } }) satisfies NonNullable<PlanInput["phases"][number]["faults"]>[number];
const phase = (name: (typeof phaseNames)[number], faults: PlanInput["phases"][number]["faults"] = []) => ({ name, duration: 10, rate: 5, faults });
const parse = (...phases: PlanInput["phases"]) => parseDocument(planSchema, { name: "p", phases }, "it");

test("defaults are the careful ones", () => {
  const plan = parse(phase("chaos", [stall("a")]));
  expect(plan).toMatchObject({ seed: 1, calibrate: false, guards: { maximumConcurrentFaults: 1, maximumRegions: 1, dataPrimaries: false } });
  expect(plan.phases[0]).toMatchObject({ scenario: "mixed", shape: { kind: "constant" }, restoreDrill: false });
  expect(plan.phases[0]?.faults[0]).toMatchObject({ required: true, recovery: 60, fault: { link: { count: 1 } } });
});

test("a phase that comes twice, phases out of order, and a fault id that comes twice are refused with their places", () => {
  expect(() => parse(phase("light"), phase("light"))).toThrow(/phases\[1\]\.name: the phase light comes twice/);
  expect(() => parse(phase("light"), phase("baseline"))).toThrow(/phases: phases go in the order idle, baseline/);
  expect(() => parse(phase("light", [stall("a")]), phase("chaos", [stall("a")]))).toThrow(/phases\[1\]\.faults\[0\]\.id: the fault id a comes twice/);
});

test("a fault must end within its phase", () => {
  expect(parse(phase("chaos", [stall("a", 8, 2)])).phases).toHaveLength(1);
  expect(() => parse(phase("chaos", [stall("a", 9, 2)]))).toThrow(/phases\[0\]\.faults\[0\]\.duration: the fault ends 1 s after the phase/);
});

test("any subset of the phases in their order is a plan", () => {
  fc.assert(
    fc.property(fc.subarray([...phaseNames], { minLength: 1 }), (names) => {
      expect(parse(...names.map((name) => phase(name))).phases.map(({ name }) => name)).toEqual(names);
    }),
  );
});

test("durations mean the same in every unit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (count) => {
      expect(durationSchema.parse(`${count}m`)).toBe(durationSchema.parse(count * 60));
      expect(durationSchema.parse(`${count}h`)).toBe(durationSchema.parse(`${count * 3_600}s`));
      expect(durationSchema.parse(`${count * 1_000}ms`)).toBeCloseTo(count, 6);
    }),
  );
  expect(durationSchema.safeParse("1.5s").data).toBe(1.5);
  for (const wrong of ["", "5", "s", "-1s", "5 s", "1e3s", -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(durationSchema.safeParse(wrong).success).toBe(false);
});

test("the scenarios that a plan may name are the programs that there are", () => {
  const files = readdirSync(new URL("../loadtests/scenarios", import.meta.url)).map((file) => file.replace(/\.ts$/, ""));
  expect([...loadScenarios].toSorted()).toEqual(files.toSorted());
});
