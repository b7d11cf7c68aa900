// Properties of the run as a state machine: random outcomes, aborts, breaches, holds, lost guardians and crashes at random moments.
import fc from "fast-check";
import { expect, test } from "vitest";
import { worstVerdict } from "../../model/verdict.ts";
import { findingsOf } from "./findings.ts";
import { chances, disturbances, plan, rehearse, type Disturbance } from "./testing/rehearsal.ts";

const worlds = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 30 }),
  failureShare: fc.constantFrom(0, 0.02, 0.1, 0.5),
  disturbed: fc
    .array(fc.tuple(fc.integer({ min: 0, max: 140 }), fc.constantFrom(...disturbances)), { maxLength: 5 })
    .map((moments): ReadonlyMap<number, Disturbance> => new Map(moments)),
});
const calm: ReadonlyMap<number, Disturbance> = new Map();

test("every way through a run ends, with a verdict and no fault left in", () => {
  fc.assert(
    fc.property(worlds, ({ seed, failureShare, disturbed }) => {
      const { state, events } = rehearse({ chance: chances(seed), failureShare, disturbed });
      expect(state.stage).toBe("finished");
      expect(events.filter(({ type }) => type === "run-finished")).toHaveLength(1);
      for (const fault of state.faults.values()) expect(["waiting", "settled"]).toContain(fault.status);
    }),
    { numRuns: 1_000 },
  );
});

test("no reachable state has an injected fault without a journaled undo, and none is injected or healed twice", () => {
  fc.assert(
    fc.property(worlds, ({ seed, failureShare, disturbed }) => {
      expect(rehearse({ chance: chances(seed), failureShare, disturbed }).offences).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test("every fault whose undo was journaled is healed before the run ends", () => {
  fc.assert(
    fc.property(worlds, ({ seed, failureShare, disturbed }) => {
      const { events } = rehearse({ chance: chances(seed), failureShare, disturbed });
      const left = new Set<string>();
      for (const event of events) {
        if (event.type === "fault-undo-recorded") left.add(event.fault);
        if (event.type === "fault-healed" || event.type === "fault-heal-unverified") left.delete(event.fault);
      }
      expect([...left]).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test("a run in which nothing fails passes and goes through every phase and fault", () => {
  const { state, events } = rehearse({ chance: chances(1), failureShare: 0, disturbed: calm });
  expect(findingsOf(state)).toEqual([]);
  expect(events.filter(({ type }) => type === "phase-finished")).toHaveLength(7);
  expect([...state.faults.values()].every(({ recovered, exercised, judgement }) => recovered && exercised && judgement?.passed)).toBe(true);
});

test("an engine's own verdict comes once its fault's time is over and before it is healed, and one that says no fails the run", () => {
  let failed = 0;
  fc.assert(
    fc.property(worlds, ({ seed, disturbed }) => {
      const { state, events } = rehearse({ chance: chances(seed), failureShare: 0.02, disturbed });
      for (const [index, event] of events.entries()) {
        if (event.type !== "fault-judged") continue;
        const since = events.findLastIndex(({ type }, at) => at < index && type === "run-resumed");
        const before = events.slice(since + 1, index).filter((other) => "fault" in other && other.fault === event.fault);
        const types = before.map(({ type }) => type);
        expect(types.includes("fault-injected") || types.includes("fault-effect-missing")).toBe(true);
        expect(types).not.toContain("fault-healing");
      }
      const refused = [...state.faults.values()].filter(({ judgement }) => judgement?.passed === false);
      failed += refused.length;
      for (const { id } of refused)
        expect(
          findingsOf(state)
            .map(({ reason }) => reason)
            .join(),
        ).toContain(id);
      if (refused.length > 0) expect(worstVerdict(findingsOf(state))).not.toBe("passed");
    }),
    { numRuns: 1_000 },
  );
  expect(failed).toBeGreaterThan(5);
});

test("an engine that is never seen to begin is asked for its verdict and taken out, and the run proves nothing", () => {
  let never = 0;
  fc.assert(
    fc.property(worlds, ({ seed, disturbed }) => {
      const { state, events } = rehearse({ chance: chances(seed), failureShare: 0.02, disturbed });
      const begun = events.findLastIndex(({ type }) => type === "run-resumed") + 1;
      for (const { id, exercised } of state.faults.values()) {
        const own = events.slice(begun).filter((event) => "fault" in event && event.fault === id);
        const types = own.map(({ type }) => type);
        if (types.includes("fault-injected") || !types.includes("fault-effect-missing")) continue;
        never += 1;
        expect(types.indexOf("fault-healing")).toBeGreaterThan(types.indexOf("fault-effect-missing"));
        expect(exercised).toBe(false);
        expect(["passed", "failed"]).not.toContain(worstVerdict(findingsOf(state)));
      }
    }),
    // One way in sixty leads there.
    { numRuns: 5_000 },
  );
  expect(never).toBeGreaterThan(10);
});

test.for(disturbances.filter((name) => !["hold", "unhold", "crash"].includes(name)))(
  "%s: whenever it comes, no fault goes in after it and the verdict says so",
  (name) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 30 }), fc.integer({ min: 0, max: 60 }), (seed, turn) => {
        const { events } = rehearse({ chance: chances(seed), failureShare: 0, disturbed: new Map([[turn, name]]) });
        const asked = events.findIndex(({ type }) => type === "abort-requested");
        expect(events.slice(asked).map(({ type }) => type)).not.toContain("fault-planned");
        expect(events.at(-1)).toMatchObject({ type: "run-finished", verdict: "aborted" });
      }),
      { numRuns: 300 },
    );
  },
);

test("a hold: the run goes to its end, no fault goes in, and it proves nothing", () => {
  const { events } = rehearse({ chance: chances(5), failureShare: 0, disturbed: new Map([[1, "hold"]]) });
  expect(events.map(({ type }) => type)).not.toContain("fault-injecting");
  expect(events.at(-1)).toMatchObject({ type: "run-finished", verdict: "invalid" });
});

test("a run that is taken up again, however often it crashed, goes through every phase and fault once more and passes", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 30 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 }),
      (seed, turns) => {
        const disturbed = new Map(turns.map((turn) => [turn, "crash"] as const));
        const { state, events } = rehearse({ chance: chances(seed), failureShare: 0, disturbed });
        expect(events.filter(({ type }) => type === "run-resumed").length).toBeGreaterThan(0);
        expect(events.at(-1)).toMatchObject({ type: "run-finished", verdict: "passed", findings: [] });
        expect([...state.faults.values()].every(({ recovered, exercised }) => recovered && exercised)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test("what a run came to is not forgotten when its controller dies before it has written the verdict", () => {
  fc.assert(
    fc.property(worlds, ({ seed, failureShare, disturbed }) => {
      const { state, findingsAtEnd } = rehearse({ chance: chances(seed), failureShare, disturbed, crashAtEnd: true });
      expect(state.stage).toBe("finished");
      expect(findingsOf(state)).toEqual(findingsAtEnd);
    }),
    { numRuns: 1_000 },
  );
});

test("an abort makes the verdict aborted, a heal that was not seen makes it dirty", () => {
  const aborted = rehearse({ chance: chances(3), failureShare: 0, disturbed: new Map([[5, "Ctrl-C"]]) });
  expect(aborted.events.at(-1)).toMatchObject({ type: "run-finished", verdict: "aborted" });
  let seen = 0;
  const dirty = rehearse({ chance: chances(3), failureShare: 0, disturbed: calm });
  for (const event of dirty.events) if (event.type === "fault-healed") seen += 1;
  expect(seen).toBe(7);
  const first = plan.phases.flatMap(({ faults }) => faults)[0]?.id ?? "";
  const fault = dirty.state.faults.get(first);
  if (fault === undefined) throw new Error("the default plan has no fault");
  const findings = findingsOf({ ...dirty.state, faults: new Map(dirty.state.faults).set(first, { ...fault, unverified: true }) });
  expect(worstVerdict(findings)).toBe("dirty");
});
