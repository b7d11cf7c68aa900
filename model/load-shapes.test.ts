// Any shape at any rate: its stages fill the phase, and what it asks for is the area under its rate.
import fc from "fast-check";
import { expect, test } from "vitest";
import { plannedIterations, plannedRate, scheduleOf, scheduleSeconds } from "./load-shapes.ts";
import { shapeSchema, type Shape } from "./plan.ts";

const rates = fc.double({ min: 0.1, max: 50_000, noNaN: true });
const lengths = fc.double({ min: 0.5, max: 7_200, noNaN: true });
const shapes: { readonly [Kind in Shape["kind"]]: fc.Arbitrary<Extract<Shape, { kind: Kind }>> } = {
  constant: fc.record({ kind: fc.constant("constant") }),
  ramp: fc.record({ kind: fc.constant("ramp"), from: fc.double({ min: 0, max: 1, noNaN: true }) }),
  spike: fc.record({
    kind: fc.constant("spike"),
    height: fc.double({ min: 1, max: 20, noNaN: true }),
    share: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  }),
  step: fc.record({ kind: fc.constant("step"), steps: fc.integer({ min: 2, max: 20 }) }),
  soak: fc.record({ kind: fc.constant("soak"), rampShare: fc.double({ min: 0.001, max: 0.5, noNaN: true }) }),
  breakpoint: fc.record({ kind: fc.constant("breakpoint"), until: fc.double({ min: 1, max: 100, noNaN: true }) }),
};
const anyShape = fc.oneof(...Object.values(shapes));

/** Mean rate over the phase and the highest in it, as shares of the phase's rate. */
function expected(shape: Shape): { readonly mean: number; readonly highest: number } {
  switch (shape.kind) {
    case "constant":
      return { mean: 1, highest: 1 };
    case "ramp":
      return { mean: (shape.from + 1) / 2, highest: 1 };
    case "spike":
      return { mean: 1 + (shape.height - 1) * shape.share, highest: shape.height };
    case "step":
      return { mean: (shape.steps + 1) / (2 * shape.steps), highest: 1 };
    case "soak":
      return { mean: 1 - shape.rampShare, highest: 1 };
    case "breakpoint":
      return { mean: shape.until / 2, highest: shape.until };
  }
}

const near = (value: number, wanted: number): void => {
  expect(Math.abs(value - wanted), `${value} for ${wanted}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));
};

test.for(Object.entries(shapes))("%s: its stages add up to the phase, and its iterations to mean rate times length", ([, shape]) => {
  fc.assert(
    fc.property(shape, rates, lengths, (one, rate, length) => {
      expect(shapeSchema.safeParse(one).success).toBe(true);
      const schedule = scheduleOf(one, rate, length);
      expect(schedule.stages.every(({ seconds, target }) => seconds >= 0 && target >= 0)).toBe(true);
      near(scheduleSeconds(schedule), length);
      near(plannedIterations(schedule), expected(one).mean * rate * length);
      near(Math.max(schedule.start, ...schedule.stages.map(({ target }) => target)), expected(one).highest * rate);
    }),
  );
});

test("the iterations between two moments are the integral of the rate between them", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(anyShape, rates, lengths, share, share, (shape, rate, length, one, other) => {
      const schedule = scheduleOf(shape, rate, length);
      const [from, to] = [Math.min(one, other) * length, Math.max(one, other) * length];
      const slices = 4_000;
      const width = (to - from) / slices;
      const integral = Array.from({ length: slices }, (_, slice) => plannedRate(schedule, from + (slice + 0.5) * width) * width).reduce(
        (sum, area) => sum + area,
        0,
      );
      const exact = plannedIterations(schedule, to) - plannedIterations(schedule, from);
      // The midpoint rule is exact on straight lines; each jump and bend may spoil the slice that it falls into.
      const spoilt = (schedule.stages.length + 1) * width * expected(shape).highest * rate;
      expect(Math.abs(exact - integral)).toBeLessThanOrEqual(spoilt + 1e-6);
    }),
    { numRuns: 60 },
  );
});

test("nothing is asked for outside the phase, and asked-for iterations never become fewer", () => {
  fc.assert(
    fc.property(anyShape, rates, lengths, fc.double({ min: 0, max: 1, noNaN: true }), (shape, rate, length, share) => {
      const schedule = scheduleOf(shape, rate, length);
      const outside = [-length, -1e-9, length * 1.000001, length * 2];
      expect(outside.map((at) => plannedRate(schedule, at))).toEqual([0, 0, 0, 0]);
      expect(plannedIterations(schedule, -1)).toBe(0);
      near(plannedIterations(schedule, length * 2), plannedIterations(schedule));
      const [early, late] = [plannedIterations(schedule, share * length), plannedIterations(schedule, share * length + length / 100)];
      expect(late).toBeGreaterThanOrEqual(early * (1 - 1e-12));
      expect(plannedRate(schedule, share * length)).toBeLessThanOrEqual(expected(shape).highest * rate * (1 + 1e-9));
    }),
  );
});
