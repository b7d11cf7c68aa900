// When a fault counts as recovered from: the system is whole, and takes writes again as far as there is a load to see it by.
import { expect, test } from "vitest";
import { exampleOutputs } from "../../../chaos/testing/example-outputs.ts";
import type { Event } from "../../../model/events.ts";
import type { FaultScript } from "../../../model/fault/fault-script.ts";
import { parseDocument } from "../../../model/parse.ts";
import { planSchema } from "../../../model/plan.ts";
import { initialState, unplanned, type RunState } from "../state.ts";
import { watchRecovery, type Watching } from "./recovery.ts";

interface Given {
  /** Seconds since the injection at which writes are accepted. */
  readonly accepted: readonly number[];
  /** From then on every redundancy check holds. */
  readonly wholeFrom?: number;
  readonly loadUntil?: number | null;
  readonly stopping?: boolean;
  readonly scenario?: "mixed" | "get";
  /** Litmus takes its fault out by itself; we look after it so many seconds after the injection. */
  readonly litmusUntil?: number;
}

const start = 1_000_000;
const healedAfter = 10;
const every = (from: number, to: number): number[] => Array.from({ length: (to - from) * 5 }, (_, index) => from + index / 5);

/** A region is lost for ten seconds, and may take twenty to be whole. Resolves with what the run is told, and after how many seconds. */
async function watched({ accepted, wholeFrom = 0, loadUntil = 60, stopping = false, scenario = "mixed", litmusUntil }: Given) {
  const fault = { id: "lost", at: 1, duration: healedAfter, recovery: 20, hypothesis: "a standby is promoted", fault: { kind: "region-loss" } };
  const plan = parseDocument(planSchema, { name: "p", phases: [{ name: "chaos", duration: 60, rate: 20, scenario, faults: [fault] }] }, "the plan");
  const told: Event[] = [];
  const healingAt = start + (litmusUntil ?? healedAfter) * 1_000;
  const engine = litmusUntil === undefined ? "process" : "litmus";
  const script: FaultScript = { engine, targets: [], inject: [], undo: [], effect: [], healed: [] };
  const initial = initialState(plan, []);
  const state: RunState = { ...initial, stopping, faults: new Map([["lost", { ...unplanned("lost"), script }]]) };
  let now = healingAt;
  const writes = (): { id: string; at: number }[] =>
    accepted.map((seconds) => ({ id: `w${seconds}`, at: start + seconds * 1_000 })).filter(({ at }) => at <= now);
  const moments: Watching["moments"] = new Map([["lost", { injectedAt: start, healingAt }]]);
  await watchRecovery(
    {
      plan: () => plan,
      state: () => state,
      moments,
      outputs: exampleOutputs,
      accepted: [],
      observedUntil: loadUntil === null ? null : start + loadUntil * 1_000,
      load: { accepted: async () => writes() },
      dispatch: async (event) => void told.push(event),
      ports: {
        clock: { now: () => now, sleep: async (milliseconds) => void (now += milliseconds) },
        expecting: { before: async () => [], check: async () => [{ label: "whole", held: now >= start + wholeFrom * 1_000, detail: "" }] },
      },
    },
    "lost",
  );
  const outage = moments.get("lost")?.outage;
  return { told, after: (now - start) / 1_000, outage: outage === undefined ? null : { seconds: outage.recoveryTime, ended: outage.ended } };
}

const before = every(-10, 0);

test("writes that are accepted again while the fault is in end the outage", async () => {
  expect(await watched({ accepted: [...before, ...every(4, 60)], wholeFrom: 12 })).toEqual({
    told: [{ type: "fault-recovered", fault: "lost", outageSeconds: 4 }],
    after: 12,
    outage: { seconds: 4, ended: true },
  });
});

test("whole but without a write yet, it is waited for while the load is on; what must survive had to be back earlier", async () => {
  const { told, after, outage } = await watched({ accepted: [...before, ...every(16, 60)] });
  expect(told).toMatchObject([{ type: "fault-not-recovered", seen: [{ label: "writes are accepted again while the fault is still in" }] }]);
  expect([after, outage]).toEqual([16, { seconds: 16, ended: true }]);
});

test("Litmus takes its fault out long before it has given its verdict: writes that come only between the two did not survive it", async () => {
  const late = await watched({ accepted: [...before, ...every(healedAfter + 2, 60)], litmusUntil: 40 });
  expect(late.told).toMatchObject([
    {
      type: "fault-not-recovered",
      seen: [
        { label: "writes are accepted again while the fault is still in", detail: expect.stringMatching(/12\.0 s after .* out after 10\.0 s$/) },
      ],
    },
  ]);
  const survived = await watched({ accepted: [...before, ...every(healedAfter - 2, 60)], litmusUntil: 40 });
  expect(survived.told).toEqual([{ type: "fault-recovered", fault: "lost", outageSeconds: 8 }]);
  // One that was ended early was in for less than planned.
  const aborted = await watched({ accepted: [...before, ...every(healedAfter - 2, 60)], litmusUntil: 5 });
  expect(aborted.told).toMatchObject([{ type: "fault-not-recovered" }]);
});

test("writes that never come again are no recovery: after its time, or once the load is over", async () => {
  const late = await watched({ accepted: before });
  expect(late.told).toMatchObject([{ type: "fault-not-recovered", seen: [{ held: true }, { label: "writes are accepted again", held: false }] }]);
  expect([late.after, late.outage]).toEqual([30, { seconds: 30, ended: false }]);

  const over = await watched({ accepted: before, loadUntil: 12 });
  expect(over.told).toMatchObject([{ type: "fault-not-recovered", seen: [{ label: "writes are accepted again", held: false }] }]);
  expect([over.after, over.outage]).toEqual([12, { seconds: 12, ended: false }]);
});

test("a system that is never whole has been away all the time, if it took no writes", async () => {
  const { told, outage } = await watched({ accepted: before, wholeFrom: 100 });
  expect(told).toMatchObject([{ type: "fault-not-recovered", seen: [{ label: "whole", held: false }, { label: "writes are accepted again" }] }]);
  expect(outage).toEqual({ seconds: 30, ended: false });
});

test.for<[string, Given]>([
  ["the run is being ended, its load is off", { accepted: before, loadUntil: 2, stopping: true }],
  ["there is no load", { accepted: [], loadUntil: null }],
  ["the load has no writes", { accepted: [], scenario: "get" }],
])("nothing is said of the outage when %s", async ([, given]) => {
  expect((await watched(given)).told).toEqual([{ type: "fault-recovered", fault: "lost" }]);
});
