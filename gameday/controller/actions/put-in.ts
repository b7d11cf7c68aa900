// A fault on its way in: its steps, then its effect, looked for from the consumer's side.
import { keepsOwnTime, type FaultScript } from "../../../model/fault/fault-script.ts";
import type { Ports, RunContext } from "../context.ts";
import { undoSteps } from "../heal.ts";
import { injectFault } from "../inject.ts";
import { moments, plannedFault } from "./fault.ts";

/** The part of a run that a fault goes in with. */
export type Injecting = Pick<RunContext, "plan" | "state" | "moments" | "injecting" | "dispatch"> & {
  readonly ports: Pick<Ports, "clock" | "steps" | "expecting">;
};

const effectLimitSeconds = 10;
/** For Litmus to begin: its runner and the experiment's job are scheduled, their images come, the target is checked. */
const engineStartSeconds = 120;

export async function injectOnce(context: Injecting, id: string, script: FaultScript): Promise<void> {
  const { promise: settled, resolve } = Promise.withResolvers<void>();
  const stop = new AbortController();
  context.injecting.set(id, { settled, stop });
  try {
    await inject(context, id, script, stop.signal, resolve);
  } finally {
    resolve();
  }
}

async function inject(context: Injecting, id: string, script: FaultScript, signal: AbortSignal, onSettled: () => void): Promise<void> {
  const { clock } = context.ports;
  const ownTime = keepsOwnTime(script);
  const limit = clock.now() + effectLimitOf(script, plannedFault(context, id).duration) * 1_000;
  const looking = new AbortController();
  const begun = (): Promise<void> => {
    moments(context, id).injectedAt = clock.now();
    return context.dispatch({ type: "fault-injected", fault: id });
  };
  const hooks = {
    onInjecting: () => context.dispatch({ type: "fault-injecting", fault: id }),
    async onInjected() {
      onSettled();
      if (ownTime) void watchEngine(context, id, script, AbortSignal.any([signal, looking.signal]));
      else await begun();
    },
  };
  const result = await injectFault(script, context.ports, clock, () => (moments(context, id).engineEnded === true ? 0 : limit), hooks, signal);
  looking.abort();
  if (!result.injected) return context.dispatch({ type: "fault-injection-failed", fault: id, reason: result.problems.join("; ") });
  if (result.ok) {
    // What is seen of one that is being taken out already began at a moment that nobody has seen.
    if (ownTime && signal.aborted) return;
    if (ownTime) await begun();
    const now = clock.now();
    moments(context, id).effectAt = now;
    await context.dispatch({ type: "fault-effect-seen", fault: id, seen: [...result.seen] });
    if (moments(context, id).detectedAt === undefined) await detect(context, id, "effect proof");
    // Of one that the run's end took out again nobody can say that it would have shown nothing.
  } else if (!context.state().stopping) await context.dispatch({ type: "fault-effect-missing", fault: id, seen: [...result.seen] });
}

/** As long as the fault may take to begin, and is in then. */
const effectLimitOf = (script: FaultScript, duration: number): number =>
  keepsOwnTime(script) ? duration + engineStartSeconds : Math.min(effectLimitSeconds, duration);

/** An engine that has come to its end, or that nobody works on, shows nothing any more: it is not looked at for all the time that it might have taken. */
async function watchEngine(context: Injecting, id: string, { settle = [] }: FaultScript, signal: AbortSignal): Promise<void> {
  const { failed } = await undoSteps(settle, context.ports.steps, signal);
  if (settle.length > 0 && failed.length === 0 && !signal.aborted) moments(context, id).engineEnded = true;
}

export async function detect(context: Pick<Injecting, "moments" | "dispatch" | "ports">, id: string, by: string): Promise<void> {
  moments(context, id).detectedAt = context.ports.clock.now();
  await context.dispatch({ type: "fault-detected", fault: id, by });
}
