// What the controller knows of a run: a fold of the journal's events, nothing else.
import type { CriterionResult, Event } from "../../model/events.ts";
import type { FaultScript } from "../../model/fault/fault-script.ts";
import type { Plan } from "../../model/plan.ts";
import type { PhaseName } from "../../model/phases.ts";
import type { Finding } from "../../model/verdict.ts";

export type FaultStatus = "waiting" | "due" | "recorded" | "injecting" | "injected" | "in-force" | "healing" | "healed" | "settled";

export interface FaultState {
  readonly id: string;
  readonly status: FaultStatus;
  readonly script?: FaultScript;
  readonly exercised: boolean;
  readonly unverified: boolean;
  readonly recovered: boolean;
  /** What the engine that did it says of it; absent: it says nothing, or the fault was taken out before its time. */
  readonly judgement?: { readonly passed: boolean; readonly detail: string };
  /** Why it never went in. */
  readonly failure?: string;
}

export type Stage = "starting" | "calibrating" | "preparing" | "loading" | "settling" | "judging" | "recovering" | "finishing" | "finished";

export interface RunState {
  readonly plan: Plan;
  readonly unsupported: ReadonlySet<string>;
  readonly stage: Stage;
  readonly phaseIndex: number;
  readonly faults: ReadonlyMap<string, FaultState>;
  /** Ids in the order in which their undo was journaled: healed last in, first out. */
  readonly injectionOrder: readonly string[];
  readonly loadRunning: boolean;
  /** Index of the phase to begin with instead of the first, once the run was taken up again. */
  readonly resumeAt: number | null;
  readonly retried: ReadonlySet<PhaseName>;
  readonly stopping: boolean;
  /** Phases in which other programs took so much of the machine that a failure there proves nothing, and how much. */
  readonly contended: ReadonlyMap<PhaseName, string>;
  readonly failedGates: readonly { readonly phase: PhaseName; readonly results: readonly CriterionResult[] }[];
  readonly findings: readonly Finding[];
}

/** What the interpreter is to do next; each ends in one or more events. */
export type Action =
  | { readonly type: "start-guardian" }
  | { readonly type: "calibrate" }
  | { readonly type: "begin-phase"; readonly phase: number }
  | { readonly type: "check-health"; readonly phase: number }
  | { readonly type: "check-resources"; readonly phase: number }
  | { readonly type: "scale"; readonly phase: number }
  | { readonly type: "start-load"; readonly phase: number }
  | { readonly type: "stop-load" }
  | { readonly type: "wait-then"; readonly seconds: number; readonly event: Event }
  | { readonly type: "record-undo"; readonly fault: string }
  | { readonly type: "inject"; readonly fault: string; readonly script: FaultScript }
  | { readonly type: "heal"; readonly fault: string; readonly script: FaultScript }
  | { readonly type: "heal-after"; readonly seconds: number; readonly fault: string; readonly script: FaultScript }
  | { readonly type: "watch-recovery"; readonly fault: string }
  | { readonly type: "check-integrity"; readonly phase: number }
  | { readonly type: "drill-restore"; readonly phase: number }
  | { readonly type: "evaluate-gate"; readonly phase: number }
  | { readonly type: "recover"; readonly phase: number }
  | { readonly type: "cancel-waits" }
  | { readonly type: "finish" };

export const unplanned = (id: string): FaultState => ({ id, status: "waiting", exercised: false, unverified: false, recovered: false });

export function initialState(plan: Plan, unsupported: readonly string[]): RunState {
  const skipped = new Set(unsupported);
  const faults = plan.phases
    .flatMap((phase) => phase.faults)
    .filter(({ id }) => !skipped.has(id))
    .map(({ id }) => [id, unplanned(id)] as const);
  return {
    plan,
    unsupported: skipped,
    stage: "starting",
    phaseIndex: 0,
    faults: new Map(faults),
    injectionOrder: [],
    loadRunning: false,
    resumeAt: null,
    retried: new Set(),
    stopping: false,
    contended: new Map(),
    failedGates: [],
    findings: [],
  };
}

/** Faults that are, or may be, in the system: their undo is journaled and healing has not been seen to end. */
export function faultsInForce(state: RunState): FaultState[] {
  return state.injectionOrder
    .map((id) => state.faults.get(id))
    .filter(
      (fault): fault is FaultState => fault !== undefined && ["recorded", "injecting", "injected", "in-force", "healing"].includes(fault.status),
    );
}
