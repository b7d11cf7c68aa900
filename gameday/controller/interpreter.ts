// Carries a run out: journals each event, lets the transition decide, and performs the actions that follow.
import type { Entry, Event } from "../../model/events.ts";
import type { Outputs } from "../../model/outputs.ts";
import type { Plan } from "../../model/plan.ts";
import type { CriterionId } from "../../model/criteria.ts";
import type { Verdict } from "../../model/verdict.ts";
import type { JournalPort } from "../ports/journal.ts";
import { performAction } from "./actions/perform.ts";
import type { Ports, RunContext } from "./context.ts";
import { watchErrors } from "./breach.ts";
import { runProbes } from "./probes.ts";
import { initialState } from "./state.ts";
import { lossesIn } from "./loss.ts";
import { transition } from "./transition.ts";

export interface RunOptions {
  readonly run: string;
  readonly folder: string;
  readonly plan: Plan;
  readonly outputs: Outputs;
  readonly ports: Ports;
  readonly journal: JournalPort;
  readonly notMeasured: readonly CriterionId[];
  readonly unsupported: readonly { readonly fault: string; readonly reason: string }[];
  readonly provenance: Readonly<Record<string, string | number>>;
  /** The journal so far, of a run that another controller began; everything it left in the system is healed. */
  readonly before?: readonly Entry[];
}

export interface Run {
  readonly finished: Promise<Verdict>;
  /** Ends the run safely: load off, every fault healed, then the verdict. May be asked for at any time, and again. */
  abort(by: "person" | "guard" | "breach" | "command", reason: string): void;
}

export function startRun(options: RunOptions): Run {
  const { promise: finished, resolve, reject } = Promise.withResolvers<Verdict>();
  const { before = [] } = options;
  const unsupported = options.unsupported.map(({ fault }) => fault);
  let state = before.reduce((folded, { event }) => transition(folded, event)[0], initialState(options.plan, unsupported));

  const probing = new AbortController();

  /** The journal's last event is on its way to disk. */
  let told = false;
  const dispatch = async (event: Event): Promise<void> => {
    if (told || state.stage === "finished") return; // What was under way when the run ended has nothing more to tell.
    told = event.type === "run-finished";
    await options.journal.append(event, { sync: mustBeOnDisk(event) }).catch(endUnrecorded);
    advance(event);
    if (event.type === "guardian-started") runProbes(context, probing.signal).catch(failInternally);
    if (event.type === "load-sampled") {
      const { all, errors } = context.answers ?? { all: 0, errors: 0 };
      const { sample } = event;
      context.answers = { all: all + sample.ok + sample.shed + sample.errors, errors: errors + sample.errors };
      await watchErrors(context, event);
    }
    if (event.type === "run-finished") {
      probing.abort();
      resolve(event.verdict);
    }
  };

  function advance(event: Event): void {
    const [next, actions] = transition(state, event);
    state = next;
    for (const action of actions) performAction(context, action).catch(failInternally);
  }

  /** Without a journal nothing more may go in, but what is in must come out: the run ends in memory, the same way as ever. */
  let recorded = true;
  function endUnrecorded(cause: unknown): void {
    if (!recorded) return;
    recorded = false;
    const reason = `the run can no longer be recorded: ${cause instanceof Error ? cause.message : String(cause)}`;
    advance({ type: "finding-made", finding: { verdict: "invalid", reason } });
  }

  const context: RunContext = {
    ...options,
    notMeasured: new Set(options.notMeasured),
    dispatch,
    state: () => state,
    plan: () => state.plan,
    waits: new AbortController(),
    load: null,
    loadWindow: null,
    observedUntil: null,
    othersAtStart: { at: 0, coreSeconds: 0 },
    snapshots: [],
    probeSamples: [],
    accepted: [],
    losses: lossesIn(before),
    integrity: null,
    drill: null,
    answers: null,
    recentAnswers: [],
    answersToldAt: null,
    armedAt: null,
    moments: new Map(),
    letIn: Promise.resolve(),
    injecting: new Map(),
    healing: new Map(),
  };

  let failures = 0;
  function failInternally(cause: unknown): void {
    failures += 1;
    const reason = `the controller itself failed: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`;
    // Once it ends the run safely; a second failure while ending leaves the faults to the guardian.
    if (failures > 1) reject(new Error(reason, { cause }));
    else dispatch({ type: "finding-made", finding: { verdict: "invalid", reason } }).catch(reject);
  }

  const first: Event =
    before.length === 0
      ? startEvent(options)
      : { type: "run-resumed", phase: state.stopping ? null : (state.plan.phases[state.phaseIndex]?.name ?? null) };
  dispatch(first).catch(reject);
  return { finished, abort: (by, reason) => void dispatch({ type: "abort-requested", by, reason }).catch(failInternally) };
}

function mustBeOnDisk(event: Event): boolean {
  return (
    event.type === "fault-undo-recorded" ||
    event.type === "fault-healed" ||
    event.type === "fault-heal-unverified" ||
    event.type === "run-finished" ||
    event.type === "run-started" ||
    event.type === "run-resumed"
  );
}

function startEvent({ run, plan, outputs, provenance, notMeasured, unsupported }: RunOptions): Event {
  return {
    type: "run-started",
    journal: 1,
    run,
    plan: plan.name,
    stack: outputs.stack,
    provenance: { ...provenance },
    notMeasured: [...notMeasured],
    unsupported: unsupported.map((row) => ({ ...row })),
    phases: plan.phases.map(({ name, duration, rate, instances, faults }) => ({
      phase: name,
      seconds: duration,
      rate,
      ...(instances === undefined ? {} : { instances }),
      faults: faults.map(({ id }) => id),
    })),
  };
}
