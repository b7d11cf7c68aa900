// Properties of the run as a state machine, over random stacks, random failures and aborts at random moments.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Event } from "../../model/events.ts";
import type { FaultScript } from "../../model/fault/fault-script.ts";
import { parseDocument } from "../../model/parse.ts";
import { planSchema } from "../../model/plan.ts";
import { worstVerdict } from "../../model/verdict.ts";
import { defaultPlan } from "../../chaos/plans/default.ts";
import { findingsOf } from "./findings.ts";
import { initialState, type Action, type RunState } from "./state.ts";
import { transition } from "./transition.ts";

const plan = parseDocument(planSchema, defaultPlan, "the default plan");
const script = { engine: "process", targets: ["a"], inject: [], undo: [], effect: [], healed: [] } satisfies FaultScript;

interface World {
  /** Draws 0–1, deterministic in the test's seed. */
  readonly chance: () => number;
  readonly failureShare: number;
  readonly abortAt: number;
}

interface History {
  readonly events: readonly Event[];
  readonly state: RunState;
  /** Faults that were injected without a journaled undo, or twice. */
  readonly offences: readonly string[];
}

/** Performs actions in a random order, each with a random outcome, as an interpreter on a bad day would. */
function rehearse({ chance, failureShare, abortAt }: World): History {
  let state = initialState(plan, []);
  const events: Event[] = [];
  const offences: string[] = [];
  const recorded = new Set<string>();
  let pending: Action[] = [];
  const feed = (event: Event): void => {
    events.push(event);
    if (event.type === "fault-undo-recorded") recorded.add(event.fault);
    if ((event.type === "fault-injecting" || event.type === "fault-injected") && !recorded.has(event.fault)) offences.push(event.fault);
    const [next, actions] = transition(state, event);
    state = next;
    if (actions.some(({ type }) => type === "cancel-waits")) pending = pending.filter(({ type }) => type !== "wait-then" && type !== "heal-after");
    pending.push(...actions);
  };
  feed({ type: "run-started", journal: 1, run: "r", plan: plan.name, stack: "s", provenance: {}, notMeasured: [], unsupported: [], phases: [] });
  for (let turn = 0; turn < 2_000 && state.stage !== "finished"; turn += 1) {
    if (turn === abortAt) feed({ type: "abort-requested", by: "person", reason: "asked" });
    // Waiting comes last: everything else takes less time than a fault or a phase.
    const ready = pending.filter(({ type }) => type !== "wait-then" && type !== "heal-after" && type !== "start-load");
    const choices = ready.length > 0 ? ready : pending;
    const action = choices[Math.floor(chance() * choices.length)];
    if (action === undefined) break;
    pending.splice(pending.indexOf(action), 1);
    outcome(action, state, () => chance() < failureShare).forEach(feed);
    if (action.type === "start-load" && state.loadRunning) pending.push({ type: "stop-load" });
  }
  return { events, state, offences };
}

function outcome(action: Action, state: RunState, fails: () => boolean): Event[] {
  const phase = state.plan.phases[state.phaseIndex]?.name ?? "idle";
  const stopped: Event = {
    type: "load-stopped",
    phase,
    planned: 100,
    started: fails() ? 50 : 100,
    dropped: 0,
    generatorCpu: 0,
    starved: fails(),
    exitCode: 0,
    detail: "",
  };
  switch (action.type) {
    case "start-guardian":
      return [{ type: "guardian-started", pid: 2 }];
    case "calibrate":
      return [{ type: "calibration-finished", reachable: 1_000, factor: fails() ? 0.5 : 1 }];
    case "begin-phase":
      return [{ type: "phase-started", phase, rate: 1, seconds: 1 }];
    case "check-health":
    case "recover":
      return [{ type: "health-checked", phase, healthy: !fails(), detail: "" }];
    case "check-resources":
      return [{ type: "resources-checked", phase, enough: !fails(), detail: "", cpuCores: 2, memoryMegabytes: 1_000 }];
    case "scale":
      return [{ type: "stack-scaled", phase, instances: 1, seconds: 0, decision: "" }];
    case "start-load":
      return [{ type: "load-started", phase, scenario: "mixed", rate: 1 }];
    case "stop-load":
      return state.loadRunning ? [stopped] : [];
    case "wait-then":
      return [action.event];
    case "record-undo":
      return fails()
        ? [{ type: "fault-injection-failed", fault: action.fault, reason: "no target" }]
        : [{ type: "fault-undo-recorded", fault: action.fault, kind: "process-kill", script }];
    case "inject":
      if (fails())
        return [
          { type: "fault-injecting", fault: action.fault },
          { type: "fault-injection-failed", fault: action.fault, reason: "refused" },
        ];
      return [
        { type: "fault-injecting", fault: action.fault },
        { type: "fault-injected", fault: action.fault },
        { type: fails() ? "fault-effect-missing" : "fault-effect-seen", fault: action.fault, seen: [] },
      ];
    case "heal":
    case "heal-after": {
      // The interpreter heals a fault once, however often it is asked to.
      const status = state.faults.get(action.fault)?.status;
      if (status === "healed" || status === "settled" || status === "healing") return [];
      return [
        { type: "fault-healing", fault: action.fault, by: "controller" },
        { type: "fault-undone", fault: action.fault, by: "controller" },
        { type: fails() ? "fault-heal-unverified" : "fault-healed", fault: action.fault, by: "controller", seen: [] },
      ];
    }
    case "watch-recovery":
      return fails()
        ? [{ type: "fault-not-recovered", fault: action.fault, seen: [] }]
        : [{ type: "fault-recovered", fault: action.fault, outageSeconds: 1 }];
    case "check-integrity":
      return [{ type: "integrity-checked", phase, accepted: 1, lost: 0, lostBeyondRpo: 0, doubled: 0, unaccounted: 0, detail: "" }];
    case "drill-restore":
      return [{ type: "restore-drilled", phase, rows: 1, unequal: 0, seconds: 1, detail: "" }];
    case "evaluate-gate":
      return [
        { type: "gate-evaluated", phase, passed: !fails(), from: 0, to: 1, results: [] },
        { type: "phase-finished", phase },
      ];
    case "cancel-waits":
      return [];
    case "finish":
      return [{ type: "run-finished", verdict: worstVerdict(findingsOf(state)), findings: findingsOf(state) }];
  }
}

const worlds = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 30 }),
  failureShare: fc.constantFrom(0, 0.02, 0.1, 0.5),
  abortAt: fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 120 })),
});

function chances(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

test("every way through a run ends, with a verdict and no fault left in", () => {
  fc.assert(
    fc.property(worlds, ({ seed, failureShare, abortAt }) => {
      const { state, events } = rehearse({ chance: chances(seed), failureShare, abortAt });
      expect(state.stage).toBe("finished");
      expect(events.filter(({ type }) => type === "run-finished")).toHaveLength(1);
      for (const fault of state.faults.values()) expect(["waiting", "settled"]).toContain(fault.status);
    }),
    { numRuns: 500 },
  );
});

test("no fault is injected before its undo is journaled, and none is healed twice", () => {
  fc.assert(
    fc.property(worlds, ({ seed, failureShare, abortAt }) => {
      const { offences, events } = rehearse({ chance: chances(seed), failureShare, abortAt });
      expect(offences).toEqual([]);
      const healed = events.flatMap((event) => (event.type === "fault-healed" || event.type === "fault-heal-unverified" ? [event.fault] : []));
      expect(new Set(healed).size).toBe(healed.length);
    }),
    { numRuns: 500 },
  );
});

test("every fault whose undo was journaled is healed before the run ends", () => {
  fc.assert(
    fc.property(worlds, ({ seed, failureShare, abortAt }) => {
      const { events } = rehearse({ chance: chances(seed), failureShare, abortAt });
      const recorded = events.flatMap((event) => (event.type === "fault-undo-recorded" ? [event.fault] : []));
      const healed = new Set(
        events.flatMap((event) => (event.type === "fault-healed" || event.type === "fault-heal-unverified" ? [event.fault] : [])),
      );
      expect(recorded.filter((id) => !healed.has(id))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("a run in which nothing fails passes and goes through every phase and fault", () => {
  const { state, events } = rehearse({ chance: chances(1), failureShare: 0, abortAt: -1 });
  expect(findingsOf(state)).toEqual([]);
  expect(events.filter(({ type }) => type === "phase-finished")).toHaveLength(7);
  expect([...state.faults.values()].every(({ recovered, exercised }) => recovered && exercised)).toBe(true);
});

test("an abort makes the verdict aborted, a heal that was not seen makes it dirty", () => {
  const aborted = rehearse({ chance: chances(3), failureShare: 0, abortAt: 5 });
  expect(aborted.events.at(-1)).toMatchObject({ type: "run-finished", verdict: "aborted" });
  let seen = 0;
  const dirty = rehearse({ chance: chances(3), failureShare: 0, abortAt: -1 });
  for (const event of dirty.events) if (event.type === "fault-healed") seen += 1;
  expect(seen).toBe(7);
  const first = plan.phases.flatMap(({ faults }) => faults)[0]?.id ?? "";
  const fault = dirty.state.faults.get(first);
  if (fault === undefined) throw new Error("the default plan has no fault");
  const findings = findingsOf({ ...dirty.state, faults: new Map(dirty.state.faults).set(first, { ...fault, unverified: true }) });
  expect(worstVerdict(findings)).toBe("dirty");
});
