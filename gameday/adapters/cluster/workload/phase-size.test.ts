// A phase's instances over workloads: all of them given, evenly, and none left without.
import fc from "fast-check";
import { expect, test } from "vitest";
import { outputsSchema, outputsVersion } from "../../../../model/outputs.ts";
import { spread } from "./phase-size.ts";

const workloadsOf = (scaled: readonly boolean[]) =>
  outputsSchema.parse({
    schema: outputsVersion,
    stack: "s",
    entry: "http://127.0.0.1:1/",
    workloads: scaled.map((is, place) => ({
      id: `w${place}`,
      service: "s",
      cluster: "c",
      namespace: "n",
      kind: "deployment",
      name: `w${place}`,
      labels: { app: `w${place}` },
      scaled: is,
    })),
  }).workloads;

test("all instances beside the fixed ones are spread, evenly, and each has one at least", () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 0, max: 60 }),
      (scaled, instances, fixed) => {
        const sizes = spread(workloadsOf(scaled), instances, fixed).map(({ replicas }) => replicas);
        const count = scaled.filter(Boolean).length;
        expect(sizes).toHaveLength(count);
        if (count === 0) return;
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(Math.max(count, instances - fixed));
      },
    ),
  );
});
