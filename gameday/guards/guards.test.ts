// Each guard says no when it must, and only then.
import { expect, test } from "vitest";
import type { FaultScript } from "../../model/fault/fault-script.ts";
import { outputsSchema } from "../../model/outputs.ts";
import { planSchema } from "../../model/plan.ts";
import { blockedBy, type Situation } from "./guards.ts";
import { withinHours } from "./hours.ts";

const names = ["a", "b", "c"];
const outputs = outputsSchema.parse({
  schema: "proving-ground/outputs/1",
  stack: "shop",
  environment: "local",
  entry: "http://127.0.0.1:1/",
  regions: names.map((name, index) => ({ name, role: (["primary", "secondary", "tertiary"] as const)[index] })),
  processes: ["p1", "p2", "p3", "p4"].map((id) => ({ id, pidFile: `/${id}` })),
});
const phases = [{ name: "chaos", duration: "10s", rate: 1 }];
const guardsOf = (guards: object) => planSchema.parse({ name: "p", phases, guards }).guards;
const script = (...targets: string[]): FaultScript => ({ engine: "process", targets, inject: [], undo: [], effect: [], healed: [] });
const calm: Situation = {
  guards: guardsOf({}),
  outputs,
  kind: "process-kill",
  script: script("p1"),
  now: new Date("2026-11-18T10:00:00Z"),
  inForce: [],
  answers: { all: 100, errors: 0 },
  held: null,
  stopped: null,
};
const refusal = { reason: "release under way", by: "kim", at: 0 };

test("nothing stands against one process of four on an allowed stack", () => {
  expect(blockedBy(calm)).toEqual([]);
});

test.for<[string, Partial<Situation>]>([
  ["environment", { guards: guardsOf({ environments: ["chaos"] }) }],
  ["hours", { guards: guardsOf({ hours: { from: "12:00", to: "13:00" } }) }],
  ["concurrent faults", { inForce: [{ fault: "other", script: script("p2") }] }],
  ["regions", { script: script("a"), guards: guardsOf({ maximumRegions: 0 }) }],
  ["regions", { script: script("a"), inForce: [{ fault: "other", script: script("b") }], guards: guardsOf({ maximumConcurrentFaults: 5 }) }],
  ["regions", { script: script("a", "b", "c"), guards: guardsOf({ maximumRegions: 9 }) }],
  ["data primaries", { kind: "postgres-primary-loss" }],
  ["blast radius", { script: script("p1", "p2", "p3") }],
  [
    "blast radius",
    { script: script("p1", "p2"), inForce: [{ fault: "other", script: script("p3") }], guards: guardsOf({ maximumConcurrentFaults: 5 }) },
  ],
  ["error budget", { answers: { all: 100, errors: 11 } }],
  ["error budget", { answers: null }],
  ["hold", { held: refusal }],
  ["hold", { held: "unknown" }],
  ["kill switch", { stopped: refusal }],
  ["kill switch", { stopped: "unknown" }],
])("the guard %s blocks", ([guard, change]) => {
  expect(blockedBy({ ...calm, ...change }).map((found) => found.guard)).toEqual([guard]);
});

test("hours are those of the plan's time zone, their end not included", () => {
  const office = { days: ["mon", "tue"] as ("mon" | "tue")[], from: "09:00", to: "17:00", timeZone: "America/New_York" };
  expect(withinHours(office, new Date("2026-11-16T14:00:00Z"))).toBe(true); // Monday 09:00 in New York.
  expect(withinHours(office, new Date("2026-11-16T13:59:00Z"))).toBe(false);
  expect(withinHours(office, new Date("2026-11-16T22:00:00Z"))).toBe(false);
  expect(withinHours(office, new Date("2026-11-18T15:00:00Z"))).toBe(false); // Wednesday.
});

test("a plan's hours are checked: time zone, order, form", () => {
  const wrong = (hours: object) => planSchema.safeParse({ name: "p", phases, guards: { hours } }).success;
  expect(wrong({ from: "09:00", to: "17:00" })).toBe(true);
  expect(wrong({ from: "17:00", to: "09:00" })).toBe(false);
  expect(wrong({ from: "9", to: "17:00" })).toBe(false);
  expect(wrong({ from: "09:00", to: "17:00", timeZone: "Mars/Olympus" })).toBe(false);
});
