// The life of one fault inside the run: due → undo journaled → injecting → injected → in force → judged → healing → healed → settled. One whose engine
// keeps its own time is injected when its effect is seen, or in force without ever having been injected.
import { assertNever } from "../../model/assert-never.ts";
import type { Event } from "../../model/events.ts";
import type { Action, FaultState, RunState } from "./state.ts";

const faultEvents = [
  "fault-planned",
  "fault-undo-recorded",
  "fault-injecting",
  "fault-injected",
  "fault-injection-failed",
  "fault-effect-seen",
  "fault-effect-missing",
  "fault-detected",
  "fault-judged",
  "fault-healing",
  "fault-undone",
  "fault-healed",
  "fault-heal-unverified",
  "fault-recovered",
  "fault-not-recovered",
] as const;
export type FaultEvent = Extract<Event, { type: (typeof faultEvents)[number] }>;

export const isFaultEvent = (event: Event): event is FaultEvent => faultEvents.some((type) => type === event.type);

export function faultTransition(state: RunState, event: FaultEvent): readonly [RunState, readonly Action[]] {
  const fault = state.faults.get(event.fault);
  if (fault === undefined) return [state, []];
  switch (event.type) {
    case "fault-planned":
      if (state.stopping || fault.status !== "waiting") return [state, []];
      return [update(state, fault, { status: "due" }), [{ type: "record-undo", fault: fault.id }]];
    case "fault-undo-recorded": {
      const recorded = { ...update(state, fault, { status: "recorded", script: event.script }), injectionOrder: [...state.injectionOrder, fault.id] };
      return state.stopping
        ? [recorded, [{ type: "heal", fault: fault.id, script: event.script }]]
        : [recorded, [{ type: "inject", fault: fault.id, script: event.script }]];
    }
    case "fault-injecting":
      return fault.status === "recorded" ? [update(state, fault, { status: "injecting" }), []] : [state, []];
    case "fault-injected":
      if (fault.status !== "injecting") return [state, []];
      return [update(state, fault, { status: "injected" }), healLater(state, fault)];
    case "fault-injection-failed": {
      if (fault.script === undefined) return [update(state, fault, { status: "settled", failure: event.reason }), []];
      const failed = update(state, fault, { failure: event.reason });
      return alreadyHealing(fault) ? [failed, []] : [failed, [{ type: "heal", fault: fault.id, script: fault.script }]];
    }
    case "fault-effect-seen":
      return [update(state, fault, { exercised: true, ...(fault.status === "injected" ? { status: "in-force" as const } : {}) }), []];
    case "fault-effect-missing":
      if (fault.status === "injected") return [update(state, fault, { status: "in-force" }), []];
      // An engine that was never seen to begin has no time to be in: it is asked what it says of that, and taken out.
      if (fault.status !== "injecting" || state.stopping) return [state, []];
      return [update(state, fault, { status: "in-force" }), healAfter(fault, 0)];
    case "fault-judged":
      return [update(state, fault, { judgement: { passed: event.passed, detail: missedOf(event) } }), []];
    case "fault-detected":
    case "fault-undone":
      return [state, []];
    case "fault-healing":
      if (alreadyHealing(fault) || fault.script === undefined) return [state, []];
      return [update(state, fault, { status: "healing" }), []];
    case "fault-healed":
      // Seen late, perhaps by the guardian after the controller had given up: seen all the same.
      return [update(state, fault, { status: "healed", unverified: false }), [{ type: "watch-recovery", fault: fault.id }]];
    case "fault-heal-unverified":
      return [update(state, fault, { status: "settled", unverified: true }), []];
    case "fault-recovered":
      return [update(state, fault, { status: "settled", recovered: true }), []];
    case "fault-not-recovered":
      return [update(state, fault, { status: "settled" }), []];
    default:
      return assertNever(event);
  }
}

const missedOf = ({ seen }: Extract<FaultEvent, { type: "fault-judged" }>): string =>
  seen
    .filter(({ held }) => !held)
    .map(({ detail }) => detail)
    .join("; ");

const alreadyHealing = (fault: FaultState): boolean => fault.status === "healing" || fault.status === "healed" || fault.status === "settled";

function update(state: RunState, fault: FaultState, change: Partial<FaultState>): RunState {
  return { ...state, faults: new Map(state.faults).set(fault.id, { ...fault, ...change }) };
}

function healLater(state: RunState, fault: FaultState): Action[] {
  const planned = state.plan.phases.flatMap(({ faults }) => faults).find(({ id }) => id === fault.id);
  return planned === undefined ? [] : healAfter(fault, planned.duration);
}

const healAfter = ({ id, script }: FaultState, seconds: number): Action[] =>
  script === undefined ? [] : [{ type: "heal-after", seconds, fault: id, script }];
