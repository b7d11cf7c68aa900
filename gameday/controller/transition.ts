// The run as a state machine: (state, event) → [state, actions]. Pure; every way through it ends in run-finished.
import { assertNever } from "../../model/assert-never.ts";
import type { Event } from "../../model/events.ts";
import type { Finding } from "../../model/verdict.ts";
import { faultsInForce, unplanned, type Action, type RunState } from "./state.ts";
import { scalePlan } from "./scaled-plan.ts";
import { faultTransition, isFaultEvent } from "./fault-transition.ts";

export type Step = readonly [RunState, readonly Action[]];

export function transition(state: RunState, event: Event): Step {
  if (state.stage === "finished") return [state, []];
  if (isFaultEvent(event)) {
    const [next, actions] = faultTransition(state, event);
    return proceed(next, actions);
  }
  switch (event.type) {
    case "run-started":
      return [state, [{ type: "start-guardian" }]];
    case "run-resumed":
      return resume(state);
    case "guardian-started":
      if (state.stopping) return proceed(state, []);
      if (state.resumeAt !== null) return beginPhase({ ...state, resumeAt: null }, state.resumeAt);
      return state.plan.calibrate ? [{ ...state, stage: "calibrating" }, [{ type: "calibrate" }]] : beginPhase(state, 0);
    case "calibration-finished":
      return state.stopping ? proceed(state, []) : beginPhase({ ...state, plan: scalePlan(state.plan, event.factor) }, 0);
    case "phase-started":
      return state.stopping ? proceed(state, []) : [state, [{ type: "check-health", phase: state.phaseIndex }]];
    case "health-checked":
      if (state.stopping) return proceed(state, []);
      return event.healthy
        ? [state, [{ type: "check-resources", phase: state.phaseIndex }]]
        : recoverOrAbort(state, `not healthy before ${event.phase}: ${event.detail}`);
    case "resources-checked":
      if (state.stopping) return proceed(state, []);
      if (!event.enough) return stop(state, { verdict: "invalid", reason: `not enough resources for ${event.phase}: ${event.detail}` });
      return [state, [{ type: "scale", phase: state.phaseIndex }]];
    case "stack-scaled":
      return state.stopping ? proceed(state, []) : [state, [{ type: "start-load", phase: state.phaseIndex }]];
    case "load-started":
      return state.stopping
        ? [{ ...state, stage: "loading", loadRunning: true }, [{ type: "stop-load" }]]
        : [{ ...state, stage: "loading", loadRunning: true }, scheduleFaults(state)];
    case "load-stopped":
      return proceed(
        {
          ...state,
          stage: state.stage === "loading" ? "settling" : state.stage,
          loadRunning: false,
          findings: [...state.findings, ...loadFindings(state, event)],
        },
        [],
      );
    case "integrity-checked":
      if (state.stopping) return proceed(state, []);
      return currentPhase(state)?.restoreDrill === true
        ? [state, [{ type: "drill-restore", phase: state.phaseIndex }]]
        : [state, [{ type: "evaluate-gate", phase: state.phaseIndex }]];
    case "restore-drilled":
      return state.stopping ? proceed(state, []) : [state, [{ type: "evaluate-gate", phase: state.phaseIndex }]];
    case "machine-observed": {
      if (event.others <= event.cores * contendedShare) return [state, []];
      const share = `other programs kept ${event.others.toFixed(1)} of ${event.cores} cores busy`;
      return [{ ...state, contended: new Map(state.contended).set(event.phase, share) }, []];
    }
    case "gate-evaluated": {
      const failed = event.passed ? state.failedGates : [...state.failedGates, { phase: event.phase, results: event.results }];
      return [{ ...state, failedGates: failed }, []];
    }
    case "phase-finished":
      return nextPhase(state);
    case "emergency-recovery-started":
      if (state.stopping) return proceed(state, []);
      return [
        { ...state, stage: "recovering", retried: new Set([...state.retried, event.phase]) },
        [{ type: "cancel-waits" }, ...(state.loadRunning ? [{ type: "stop-load" } as const] : []), { type: "recover", phase: state.phaseIndex }],
      ];
    case "abort-requested":
      return stop(state, { verdict: "aborted", reason: event.reason });
    case "finding-made":
      return stop(state, event.finding);
    case "run-finished":
      return [{ ...state, stage: "finished" }, []];
    case "load-sampled":
    case "probe-sampled":
      return [state, []];
    default:
      return assertNever(event);
  }
}

/** Of the machine's cores, to programs of neither the run nor the stack: above it a failure is no finding about the stack. */
export const contendedShare = 0.25;

const currentPhase = (state: RunState) => state.plan.phases[state.phaseIndex];

function beginPhase(state: RunState, phase: number): Step {
  return [{ ...state, stage: "preparing", phaseIndex: phase }, [{ type: "begin-phase", phase }]];
}

/** The safe points are the starts of phases: the one that was under way begins anew, its faults with it. */
function resume(state: RunState): Step {
  // A run that was ending was judged, or had its reason to end: nothing of that is taken back. What was in is healed.
  if (state.stopping) return [{ ...state, stage: "starting", loadRunning: false, faults: settled(state.faults) }, [{ type: "start-guardian" }]];
  const phase = currentPhase(state);
  const anew = new Set(phase?.faults.map(({ id }) => id));
  const faults = [...state.faults].map(([id, fault]) => [id, anew.has(id) ? unplanned(id) : fault] as const);
  const resumed: RunState = {
    ...state,
    stage: "starting",
    loadRunning: false,
    resumeAt: state.stage === "starting" || state.stage === "calibrating" ? null : state.phaseIndex,
    faults: new Map(faults),
    injectionOrder: state.injectionOrder.filter((id) => !anew.has(id)),
    failedGates: state.failedGates.filter((gate) => gate.phase !== phase?.name),
    contended: new Map([...state.contended].filter(([name]) => name !== phase?.name)),
  };
  return [resumed, [{ type: "start-guardian" }]];
}

const settled = (faults: RunState["faults"]): RunState["faults"] =>
  new Map([...faults].map(([id, fault]) => [id, fault.status === "waiting" ? fault : { ...fault, status: "settled" }]));

function nextPhase(state: RunState): Step {
  if (state.stopping) return proceed(state, []);
  const judged = state.failedGates.length > 0 || state.findings.length > 0;
  const last = state.phaseIndex + 1 >= state.plan.phases.length;
  return judged || last ? proceed({ ...state, stopping: true }, []) : beginPhase(state, state.phaseIndex + 1);
}

function scheduleFaults(state: RunState): Action[] {
  const phase = currentPhase(state);
  return (phase?.faults ?? [])
    .filter(({ id }) => state.faults.get(id)?.status === "waiting")
    .map(({ id, at, fault, hypothesis }) => ({
      type: "wait-then",
      seconds: at,
      event: { type: "fault-planned", fault: id, kind: fault.kind, hypothesis, phase: phase?.name ?? "chaos" },
    }));
}

function recoverOrAbort(state: RunState, reason: string): Step {
  const phase = currentPhase(state);
  if (phase === undefined || state.retried.has(phase.name))
    return stop(state, { verdict: "aborted", reason: `${reason}; emergency recovery did not help` });
  return [state, [{ type: "wait-then", seconds: 0, event: { type: "emergency-recovery-started", phase: phase.name, reason } }]];
}

/** Ends the run from wherever it is: no new faults, load off, everything healed, then the verdict. */
function stop(state: RunState, finding: Finding): Step {
  const known = state.findings.some(({ verdict, reason }) => verdict === finding.verdict && reason === finding.reason);
  const findings = known ? state.findings : [...state.findings, finding];
  if (state.stopping) return proceed({ ...state, findings }, []);
  return proceed({ ...state, findings, stopping: true }, [
    { type: "cancel-waits" },
    ...(state.loadRunning ? [{ type: "stop-load" } as const] : []),
    ...healAll(state),
  ]);
}

function healAll(state: RunState): Action[] {
  return faultsInForce(state)
    .toReversed()
    .flatMap(({ id, status, script }) => (script === undefined || status === "healing" ? [] : [{ type: "heal", fault: id, script } as const]));
}

/** Goes on once nothing that was started is still under way: the place where waiting for load and faults ends. */
function proceed(state: RunState, actions: readonly Action[]): Step {
  const busy = state.loadRunning || [...state.faults.values()].some(({ status }) => status !== "waiting" && status !== "settled");
  if (busy || state.stage === "finishing" || state.stage === "finished") return [state, actions];
  if (state.stopping) return [{ ...state, stage: "finishing" }, [...actions, { type: "finish" }]];
  if (state.stage !== "settling") return [state, actions];
  const pending = (currentPhase(state)?.faults ?? []).some(({ id }) => state.faults.get(id)?.status === "waiting");
  if (pending) return [state, actions];
  return [{ ...state, stage: "judging" }, [...actions, { type: "check-integrity", phase: state.phaseIndex }]];
}

function loadFindings(state: RunState, event: Extract<Event, { type: "load-stopped" }>): Finding[] {
  if (state.stopping) return [];
  const allowed = Math.max(event.planned * 0.01, 2);
  if (event.planned - event.started <= allowed && event.exitCode === 0 && !event.starved) return [];
  const cause = event.starved || event.exitCode !== 0 ? "generator" : "target";
  return [
    {
      verdict: "invalid",
      reason: `invalid (${cause}): ${event.phase} started ${event.started} of ${Math.round(event.planned)} planned iterations. ${event.detail}`,
    },
  ];
}
