// A fault on its way in and out, each step journaled before the next.
import { renderFault } from "../../../chaos/catalogue.ts";
import type { FaultScript } from "../../../model/fault/fault-script.ts";
import type { ScheduledFault } from "../../../model/fault/fault.ts";
import type { Moments, Ports, RunContext } from "../context.ts";
import { blockedBy, type Situation } from "../../guards/guards.ts";
import { healFault, undoSteps } from "../heal.ts";
import { faultsInForce } from "../state.ts";

/** A fault that is due in the first moments of the load waits this long for answers to judge the error budget by. */
const firstAnswersMilliseconds = 10_000;

/** One fault after the other: the guards of the second must see that the first was let in. */
export function recordUndo(context: RunContext, id: string): Promise<void> {
  const turn = context.letIn.then(() => letIn(context, id));
  context.letIn = turn.catch(() => undefined);
  return turn;
}

async function letIn(context: RunContext, id: string): Promise<void> {
  const planned = plannedFault(context, id);
  const facts = await context.ports.facts.facts();
  const rendered = renderFault(planned.fault, { id, outputs: context.outputs, facts, folder: context.folder, duration: planned.duration });
  if (!rendered.supported) return context.dispatch({ type: "fault-injection-failed", fault: id, reason: rendered.reason });
  const blocked = blockedBy(await situationOf(context, planned, rendered.script));
  if (context.state().stopping) return context.dispatch({ type: "fault-injection-failed", fault: id, reason: "the run was ending" });
  if (blocked.length > 0) {
    const reason = `blocked by ${blocked.map(({ guard, reason: why }) => `the guard "${guard}": ${why}`).join("; ")}`;
    return context.dispatch({ type: "fault-injection-failed", fault: id, reason });
  }
  context.armedAt ??= context.ports.clock.now();
  await context.dispatch({ type: "fault-undo-recorded", fault: id, kind: planned.fault.kind, script: rendered.script });
}

async function situationOf(context: RunContext, planned: ScheduledFault, script: FaultScript): Promise<Situation> {
  const { clock, interlock } = context.ports;
  const loadRuns = context.load !== null;
  const deadline = clock.now() + firstAnswersMilliseconds;
  while (loadRuns && context.answers === null && clock.now() < deadline && !context.state().stopping) await clock.sleep(100);
  const [held, stopped] = await Promise.all([interlock.held().catch(unknown), interlock.stopped().catch(unknown)]);
  return {
    guards: context.plan().guards,
    outputs: context.outputs,
    kind: planned.fault.kind,
    script,
    now: new Date(clock.now()),
    inForce: faultsInForce(context.state()).flatMap(({ id, script: other }) => (other === undefined ? [] : [{ fault: id, script: other }])),
    answers: context.answers ?? (loadRuns ? null : { all: 0, errors: 0 }),
    held,
    stopped,
  };
}

const unknown = (): "unknown" => "unknown";

/** A fault whose time is over: the engine that did it may come to its own verdict first, unless the run no longer waits for anything. */
export async function endInTime(context: RunContext, id: string, script: FaultScript): Promise<void> {
  const { signal } = context.waits;
  const { settle = [], verdict = [] } = script;
  if (settle.length > 0 && moments(context, id).engineEnded !== true)
    await Promise.race([undoSteps(settle, context.ports.steps, signal), aborted(signal)]);
  if (signal.aborted) return; // Whatever ended the waiting takes it out.
  if (verdict.length > 0) {
    const seen = await context.ports.expecting.check(verdict, []);
    if (signal.aborted) return;
    await context.dispatch({ type: "fault-judged", fault: id, passed: seen.every(({ held }) => held), seen: [...seen] });
  }
  await healOnce(context, id, script);
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

export function healOnce(context: RunContext, id: string, script: FaultScript): Promise<void> {
  const under = context.healing.get(id) ?? heal(context, id, script);
  context.healing.set(id, under);
  return under;
}

async function heal(context: RunContext, id: string, script: FaultScript): Promise<void> {
  const { clock } = context.ports;
  // No step may go in behind its undo. Each has its own limit, and the one under way is the last.
  const injecting = context.injecting.get(id);
  injecting?.stop.abort();
  await injecting?.settled;
  moments(context, id).healingAt = clock.now();
  await context.dispatch({ type: "fault-healing", fault: id, by: "controller" });
  const result = await healFault(script, context.ports, clock, deadlineOf(context, id), () =>
    context.dispatch({ type: "fault-undone", fault: id, by: "controller" }),
  );
  const seen = [...result.seen, ...result.problems.map((detail) => ({ label: "undo", held: false, detail }))];
  if (result.ok) moments(context, id).healedAt = clock.now();
  await context.dispatch({ type: result.ok ? "fault-healed" : "fault-heal-unverified", fault: id, by: "controller", seen });
}

/**
 * Unix ms until which the system may take to be whole. What another fault does to it is not this one's: while one is in, time does not count. Bounded,
 * because every fault that is in has its time to heal.
 */
export function deadlineOf(context: Pick<RunContext, "plan" | "state"> & { readonly ports: Pick<Ports, "clock"> }, id: string): () => number {
  const { clock } = context.ports;
  let from = clock.now();
  return () => {
    const others = faultsInForce(context.state()).some((fault) => fault.id !== id && fault.status !== "healing");
    if (others) from = clock.now();
    return from + plannedFault(context, id).recovery * 1_000;
  };
}

export function moments(context: Pick<RunContext, "moments">, id: string): Moments {
  const known = context.moments.get(id) ?? {};
  context.moments.set(id, known);
  return known;
}

export function plannedFault(context: Pick<RunContext, "plan">, id: string): ScheduledFault {
  const found = context
    .plan()
    .phases.flatMap(({ faults }) => faults)
    .find((fault) => fault.id === id);
  if (found === undefined) throw new Error(`the plan has no fault ${id}`);
  return found;
}
