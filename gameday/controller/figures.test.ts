// The small calculations of the controller: scaling, outages, losses.
import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultPlan } from "../../chaos/plans/default.ts";
import type { Event } from "../../model/events.ts";
import type { FaultScript } from "../../model/fault/fault-script.ts";
import { parseDocument } from "../../model/parse.ts";
import { planSchema } from "../../model/plan.ts";
import { lossesIn, lossOf } from "./loss.ts";
import { outageAfter } from "./outage.ts";
import { rateFactor, scalePlan, smallestFactor, warmUpSeconds } from "./scaled-plan.ts";

const plan = parseDocument(planSchema, defaultPlan, "the default plan");
const writes = (...times: number[]) => times.map((at) => ({ id: `w${at}`, at }));

test("calibration lowers rates, never raises them, and keeps enough samples to judge latency", () => {
  fc.assert(
    fc.property(fc.double({ min: 10, max: 1_000, noNaN: true }), (reachable) => {
      const factor = rateFactor(plan, reachable);
      expect(factor).toBeLessThanOrEqual(1);
      if (factor < smallestFactor) return;
      const scaled = scalePlan(plan, factor);
      scaled.phases.forEach((phase, index) => {
        expect(phase.rate).toBeLessThanOrEqual(plan.phases[index]?.rate ?? 0);
        if (["baseline", "light", "medium", "heavy"].includes(phase.name))
          expect(phase.rate * (phase.duration - warmUpSeconds)).toBeGreaterThanOrEqual(200);
      });
      const rates = scaled.phases.slice(0, 6).map(({ rate }) => rate);
      expect(rates).toEqual(rates.toSorted((a, b) => a - b));
    }),
  );
});

test("an outage is the longest gap between accepted writes, counted from the injection", () => {
  expect(outageAfter(writes(900, 1_100, 1_300, 6_300, 6_400), 1_000, 8_000)).toEqual({ longestGap: 5, recoveryTime: 5.3, ended: true });
  expect(outageAfter(writes(1_100, 1_200, 1_300), 1_000, 2_000)).toEqual({ longestGap: 0.1, recoveryTime: 0, ended: true });
});

test("an outage that no accepted write ends has lasted until the end of the observation, at least", () => {
  expect(outageAfter(writes(900, 1_100, 1_300), 1_000, 41_000)).toEqual({ longestGap: 39.7, recoveryTime: 40, ended: false });
  expect(outageAfter(writes(900, 1_100, 6_300, 6_500, 6_700), 1_000, 11_000)).toEqual({ longestGap: 5.2, recoveryTime: 10, ended: false });
  expect(outageAfter([], 1_000, 9_000)).toEqual({ longestGap: 8, recoveryTime: 8, ended: false });
  // A write that was answered after the load's end ends it all the same.
  expect(outageAfter(writes(900, 1_100, 9_100), 1_000, 9_000)).toEqual({ longestGap: 8, recoveryTime: 8.1, ended: true });
});

test("at a low rate the last seconds without a write are no outage", () => {
  expect(outageAfter(writes(0, 700, 1_500, 2_100, 2_900), 1_000, 6_000)).toMatchObject({ recoveryTime: 0, ended: true });
});

test("lost writes just before the loss of a primary are within the RPO, all others beyond it", () => {
  const all = writes(1_000, 39_000, 40_500, 99_000);
  expect(lossOf(new Set(["w39000", "w40500"]), all, [40_000])).toEqual({ lost: 2, beyond: 0, windowSeconds: 1 });
  expect(lossOf(new Set(["w99000"]), all, [40_000])).toMatchObject({ lost: 1, beyond: 1 });
  expect(lossOf(new Set(["w1000"]), all, [])).toMatchObject({ lost: 1, beyond: 1 });
});

test("a primary is lost when its fault is in; one that Litmus does, when it is seen to be, or while nobody saw whether it was", () => {
  const losses = (engine: FaultScript["engine"], ...events: readonly (readonly [number, Event])[]): number[] => {
    const script: FaultScript = { engine, targets: [], inject: [], undo: [], effect: [], healed: [] };
    const recorded = { type: "fault-undo-recorded", fault, kind: "postgres-primary-loss", script } as const;
    return lossesIn([[0, recorded] as const, ...events].map(([at, event], sequence) => ({ sequence, at, event })));
  };
  const fault = "f";
  const asked = [1, { type: "fault-injecting", fault }] as const;
  const injected = [2, { type: "fault-injected", fault }] as const;
  const healing = [40, { type: "fault-healing", fault, by: "guardian" }] as const;
  expect(losses("process", asked, injected, healing)).toEqual([1, 2]);
  expect(losses("litmus", asked, injected, healing)).toEqual([2]);
  expect(losses("litmus", asked, healing)).toEqual([1, 40]);
  expect(losses("litmus", asked, [30, { type: "fault-effect-missing", fault, seen: [] }], healing)).toEqual([]);
});
