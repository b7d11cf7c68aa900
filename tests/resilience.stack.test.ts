// The plan `resilience` on the embedded stack: every service under every failure that one machine can give it, with load on it all the while.
import { afterAll, beforeAll, expect, test } from "vitest";
import { resiliencePlan } from "../chaos/plans/resilience.ts";
import type { Event } from "../model/events.ts";
import { Gameday } from "./gameday-process.ts";
import { tellLogsOnFailure } from "./post-mortem.ts";

const minutes = 60_000;
const ids = resiliencePlan.phases.flatMap(({ faults }) => faults.map(({ id }) => id));

let gameday: Gameday;
let events: readonly Event[] = [];
let output = "";
beforeAll(async () => {
  gameday = await Gameday.create();
  await gameday.up();
  const run = await gameday.run("run", "resilience", "--events");
  events = run.entries.map(({ event }) => event);
  ({ output } = run);
}, 20 * minutes);
afterAll(() => gameday[Symbol.asyncDispose](), minutes);

test.for(ids)("%s: seen to be in, healed and recovered from", (id) => {
  tellLogsOnFailure(gameday.home);
  const life = events.flatMap((event) => ("fault" in event && event.fault === id ? [event.type] : []));
  for (const step of ["fault-injected", "fault-effect-seen", "fault-undone", "fault-healed", "fault-recovered"] as const)
    expect(life, output.slice(-2_000)).toContain(step);
});

test("no accepted write is lost or stored twice, and every message of the queue is accounted for", () => {
  expect(events.findLast(({ type }) => type === "integrity-checked")).toMatchObject({ lostBeyondRpo: 0, doubled: 0, unaccounted: 0 });
});

test("clients were served: of all requests nine in ten and more were answered", () => {
  const all = { ok: 0, errors: 0 };
  for (const event of events)
    if (event.type === "load-sampled") {
      all.ok += event.sample.ok;
      all.errors += event.sample.errors;
    }
  expect(all.ok).toBeGreaterThan(1_000);
  expect(all.errors / (all.ok + all.errors)).toBeLessThan(0.1);
});
