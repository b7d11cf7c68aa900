// Sizes of an environment's regions, over many phases and shares.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { phaseNames } from "../../model/phases.ts";
import { largest } from "../../stacks/environments/plan.ts";
import { testPlan } from "../testing/ground.ts";
import { highestRate, planSizes, platformOverhead, requestsPerLoadCore, shareWithout, whole, type Sized } from "./size-plan.ts";
import { allocatable } from "./instance-types.ts";

const size = fc.constantFrom(...phaseNames).map((phase) => largest([phase]));
/** Any regions, whose shares are together one. */
const regions = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 9 })
  .filter((parts) => parts.some((part) => part > 0))
  .map((parts): readonly Sized[] => {
    const sum = parts.reduce((total, part) => total + part, 0);
    return parts.map((part, index) => ({ name: `region-${index}`, share: part / sum }));
  });
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const almost = 1e-9;

describe("the sizes of an environment's regions", () => {
  test("all regions together hold what the phase needs, whatever the phase and the shares", () => {
    fc.assert(
      fc.property(size, regions, (need, rows) => {
        const work = planSizes(need, rows).map((plan) => whole(plan.work));
        expect(sum(work.map(({ cores }) => cores))).toBeGreaterThanOrEqual(need.cores - almost);
        expect(sum(work.map(({ memoryGiB }) => memoryGiB))).toBeGreaterThanOrEqual(need.memoryGB - almost);
        expect(sum(work.map(({ pods }) => pods))).toBeGreaterThanOrEqual(need.instances);
      }),
      { numRuns: 300 },
    );
  });

  test("each region holds the platform beside it, on nodes of its own", () => {
    fc.assert(
      fc.property(size, regions, (need, rows) => {
        for (const { system } of planSizes(need, rows)) {
          const [have, overhead] = [whole(system), platformOverhead[need.phase]];
          expect(have.cores).toBeGreaterThanOrEqual(overhead.cores);
          expect(have.memoryGiB).toBeGreaterThanOrEqual(overhead.memoryGiB);
          expect(have.pods).toBeGreaterThanOrEqual(overhead.pods);
        }
      }),
    );
  });

  test("when any one region is lost, what the others have and may add carries everything", () => {
    fc.assert(
      fc.property(size, regions, (need, rows) => {
        fc.pre(rows.length > 1);
        const plans = planSizes(need, rows);
        for (const lost of rows) {
          const left = plans.filter(({ region }) => region !== lost.name);
          expect(sum(left.map(({ work, surge }) => whole(work).cores + surge.cores))).toBeGreaterThanOrEqual(need.cores - almost);
          expect(sum(left.map(({ work, surge }) => whole(work).memoryGiB + surge.memoryGiB))).toBeGreaterThanOrEqual(need.memoryGB - almost);
          expect(sum(rows.filter((row) => row !== lost).map((row) => shareWithout(lost, row, rows)))).toBeCloseTo(1, 9);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("load generators make the phase's rate, also with a region less", () => {
    fc.assert(
      fc.property(size, regions, (need, rows) => {
        fc.pre(rows.length > 1);
        const rate = highestRate(need.phase);
        const plans = planSizes(need, rows);
        for (const lost of rows) {
          const cores = plans.filter(({ region }) => region !== lost.name).map(({ load }) => allocatable(load.type).cores * load.count);
          expect(sum(cores) * requestsPerLoadCore).toBeGreaterThanOrEqual(rate - almost);
        }
      }),
    );
  });

  test("a node in each of three zones at least, and room for an update above the plan", () => {
    fc.assert(
      fc.property(size, regions, (need, rows) => {
        for (const { system, work, load } of planSizes(need, rows)) {
          for (const group of [system, work]) {
            expect(group.count).toBeGreaterThanOrEqual(3);
            expect(group.min).toBeLessThanOrEqual(group.count);
            expect(group.max).toBeGreaterThan(group.count);
          }
          expect(load.count).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });

  test("the nodes of base and ultimate, as they are paid for", () => {
    const nodes = (name: "base" | "ultimate") => {
      const plan = testPlan(name);
      return planSizes(plan.size, plan.regions).map(({ region, system, work, load }) => [
        region,
        ...[system, work, load].map(({ type, count }) => `${count} ${type.name}`),
      ]);
    };
    expect(nodes("base")).toEqual([
      ["us-east-1", "3 m6i.xlarge", "3 m6i.xlarge", "1 c6i.xlarge"],
      ["eu-west-1", "3 m6i.xlarge", "4 m6i.large", "1 c6i.xlarge"],
      ["ap-southeast-1", "3 m6i.xlarge", "3 m6i.large", "1 c6i.xlarge"],
    ]);
    expect(nodes("ultimate")).toEqual([
      ["us-east-1", "3 m6i.2xlarge", "5 m6i.8xlarge", "6 c6i.xlarge"],
      ["eu-west-1", "3 m6i.2xlarge", "6 m6i.4xlarge", "6 c6i.xlarge"],
      ["ap-southeast-1", "3 m6i.2xlarge", "6 m6i.2xlarge", "3 c6i.xlarge"],
    ]);
  });
});
