// A run without a system: the state machine's actions performed in a random order, each with a random outcome, and what comes from outside at any moment.
import type { Event } from "../../../model/events.ts";
import { keepsOwnTime, type FaultScript } from "../../../model/fault/fault-script.ts";
import { parseDocument } from "../../../model/parse.ts";
import { planSchema } from "../../../model/plan.ts";
import { worstVerdict, type Finding } from "../../../model/verdict.ts";
import { defaultPlan } from "../../../chaos/plans/default.ts";
import { findingsOf } from "../findings.ts";
import { initialState, type Action, type RunState } from "../state.ts";
import { transition } from "../transition.ts";

export const plan = parseDocument(planSchema, defaultPlan, "the default plan");
const script = { engine: "process", targets: ["a"], inject: [], undo: [], settle: [], verdict: [], effect: [], healed: [] } satisfies FaultScript;
const inOwnTime: FaultScript = { ...script, engine: "litmus" };

/** What comes from outside, at any moment. */
export const disturbances = ["Ctrl-C", "stop --all", "breach", "guardian lost", "hold", "unhold", "crash"] as const;
export type Disturbance = (typeof disturbances)[number];

export interface World {
  /** Draws 0–1, deterministic in the test's seed. */
  readonly chance: () => number;
  readonly failureShare: number;
  /** By the turn in which they come. */
  readonly disturbed: ReadonlyMap<number, Disturbance>;
  /** The controller dies when everything is done and only the verdict is left to be written. */
  readonly crashAtEnd?: boolean;
}

export interface History {
  readonly events: readonly Event[];
  readonly state: RunState;
  /** States in which a fault was, or might be, in without a journaled undo; faults injected or healed twice. */
  readonly offences: readonly string[];
  /** What the run came to when the controller died at its end. */
  readonly findingsAtEnd: readonly Finding[] | null;
}

const mayBeIn = new Set(["recorded", "injecting", "injected", "in-force", "healing"]);

/** Performs actions in a random order, each with a random outcome, as an interpreter on a bad day would. */
export function rehearse({ chance, failureShare, disturbed, crashAtEnd = false }: World): History {
  let state = initialState(plan, []);
  let pending: Action[] = [];
  let held = false;
  let findingsAtEnd: readonly Finding[] | null = null;
  const events: Event[] = [];
  const offences: string[] = [];
  const journaled = new Set<string>();
  const done = new Set<string>();

  const feed = (event: Event): void => {
    events.push(event);
    if (event.type === "fault-undo-recorded") journaled.add(event.fault);
    if (event.type === "fault-injecting" && !journaled.has(event.fault)) offences.push(`${event.fault} injected without an undo`);
    if (event.type === "fault-injecting" || event.type === "fault-healed" || event.type === "fault-heal-unverified") once(event.type, event.fault);
    const [next, actions] = transition(state, event);
    state = next;
    for (const { id, status, script: known } of state.faults.values())
      if (mayBeIn.has(status) && (known === undefined || !journaled.has(id))) offences.push(`${id} is ${status} without an undo`);
    if (actions.some(({ type }) => type === "cancel-waits")) pending = pending.filter(({ type }) => type !== "wait-then" && type !== "heal-after");
    pending.push(...actions);
  };
  const once = (what: string, fault: string): void => {
    if (done.has(`${what} ${fault}`)) offences.push(`${what} twice: ${fault}`);
    done.add(`${what} ${fault}`);
  };

  /** The controller dies, its guardian heals from the journal, and another controller folds the journal and goes on. */
  const crash = (): void => {
    pending = [];
    for (const { id, status } of [...state.faults.values()].filter((fault) => mayBeIn.has(fault.status))) {
      if (status !== "healing") events.push({ type: "fault-healing", fault: id, by: "guardian" });
      events.push({ type: "fault-healed", fault: id, by: "guardian", seen: [] });
    }
    state = events.reduce((folded, event) => transition(folded, event)[0], initialState(plan, []));
    done.clear();
    journaled.clear();
    feed({ type: "run-resumed", phase: plan.phases[state.phaseIndex]?.name ?? null });
  };

  const disturb = (disturbance: Disturbance): void => {
    switch (disturbance) {
      case "Ctrl-C":
        return feed({ type: "abort-requested", by: "person", reason: "SIGINT" });
      case "stop --all":
        return feed({ type: "abort-requested", by: "command", reason: "kill switch" });
      case "breach":
        return feed({ type: "abort-requested", by: "breach", reason: "60 % of requests failed" });
      case "guardian lost":
        return feed({ type: "abort-requested", by: "guard", reason: "the guardian took over" });
      case "hold":
        held = true;
        return;
      case "unhold":
        held = false;
        return;
      case "crash":
        return crash();
    }
  };

  feed({ type: "run-started", journal: 1, run: "r", plan: plan.name, stack: "s", provenance: {}, notMeasured: [], unsupported: [], phases: [] });
  for (let turn = 0; turn < 3_000 && state.stage !== "finished"; turn += 1) {
    const disturbance = disturbed.get(turn);
    if (disturbance !== undefined && findingsAtEnd === null) disturb(disturbance);
    if (crashAtEnd && findingsAtEnd === null && state.stage === "finishing") {
      findingsAtEnd = findingsOf(state);
      crash();
    }
    // Waiting comes last: everything else takes less time than a fault or a phase.
    const ready = pending.filter(({ type }) => type !== "wait-then" && type !== "heal-after" && type !== "start-load");
    const choices = ready.length > 0 ? ready : pending;
    const action = choices[Math.floor(chance() * choices.length)];
    if (action === undefined) break;
    pending.splice(pending.indexOf(action), 1);
    // What the second controller finds of its own is not in question then.
    outcome(action, state, held, () => findingsAtEnd === null && chance() < failureShare, chance() < 0.5 ? script : inOwnTime).forEach(feed);
    // It begins after a while, and much may come before that; whatever ends the run's waits ends the looking for it.
    if (action.type === "inject" && keepsOwnTime(action.script) && state.faults.get(action.fault)?.status === "injecting")
      pending.push({ type: "wait-then", seconds: 30, event: { type: "fault-injected", fault: action.fault } });
    if (action.type === "start-load" && state.loadRunning) pending.push({ type: "stop-load" });
  }
  return { events, state, offences, findingsAtEnd };
}

function outcome(action: Action, state: RunState, held: boolean, fails: () => boolean, rendered: FaultScript): Event[] {
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
      // The controller itself has failed then: it ends the run as safely as any other reason does.
      return fails()
        ? [{ type: "finding-made", finding: { verdict: "invalid", reason: "the guardian did not start" } }]
        : [{ type: "guardian-started", pid: 2 }];
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
    case "wait-then": {
      const { event } = action;
      if (event.type !== "fault-injected") return [event];
      // Of one whose injection failed, or that is being taken out, nobody looks for an effect.
      if (state.faults.get(event.fault)?.status !== "injecting") return [];
      return fails()
        ? [{ type: "fault-effect-missing", fault: event.fault, seen: [] }]
        : [event, { type: "fault-effect-seen", fault: event.fault, seen: [] }];
    }
    case "record-undo":
      if (held) return [{ type: "fault-injection-failed", fault: action.fault, reason: 'blocked by the guard "hold"' }];
      return fails()
        ? [{ type: "fault-injection-failed", fault: action.fault, reason: "no target" }]
        : [{ type: "fault-undo-recorded", fault: action.fault, kind: "process-kill", script: rendered }];
    case "inject":
      if (fails())
        return [
          { type: "fault-injecting", fault: action.fault },
          { type: "fault-injection-failed", fault: action.fault, reason: "refused" },
        ];
      if (keepsOwnTime(action.script)) return [{ type: "fault-injecting", fault: action.fault }];
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
      const judged: Event = { type: "fault-judged", fault: action.fault, passed: !fails(), seen: [] };
      return [
        ...(action.type === "heal-after" ? [judged] : []),
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

/** Draws 0–1, the same for the same seed. */
export function chances(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
