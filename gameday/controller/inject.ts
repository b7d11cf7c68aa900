// Putting a fault in, and looking for its effect on the consumer's side. Its undo is journaled before this is called. Never throws for a step.
import type { FaultScript } from "../../model/fault/fault-script.ts";
import type { Clock } from "../ports/clock.ts";
import type { Expecting, SeenExpectation, StepPort } from "../ports/fault.ts";

export interface Injection {
  /** Every step succeeded. */
  readonly injected: boolean;
  /** The effect was seen. */
  readonly ok: boolean;
  readonly seen: readonly SeenExpectation[];
  readonly problems: readonly string[];
}

const lookEveryMilliseconds = 250;

/**
 * `deadline`: unix ms until which the effect is looked for, asked for anew after each look. `onInjecting` is called right before the first step, `onInjected` right after the last.
 * Once `signal` is aborted there is no further step and no further look.
 */
export async function injectFault(
  script: FaultScript,
  ports: { readonly steps: StepPort; readonly expecting: Expecting },
  clock: Clock,
  deadline: () => number,
  { onInjecting, onInjected }: { readonly onInjecting: () => Promise<void>; readonly onInjected: () => Promise<void> },
  signal: AbortSignal,
): Promise<Injection> {
  const before = await ports.expecting.before(script.effect);
  const notIn = (problem: string): Injection => ({ injected: false, ok: false, seen: [], problems: [problem] });
  if (signal.aborted) return notIn("it was taken out before it was in");
  await onInjecting();
  for (const step of script.inject) {
    if (signal.aborted) return notIn("it was taken out before all of it was in");
    try {
      await ports.steps.perform(step);
    } catch (error) {
      return notIn(error instanceof Error ? error.message : String(error));
    }
  }
  await onInjected();
  for (;;) {
    const seen = await ports.expecting.check(script.effect, before);
    const ok = seen.some(({ held }) => held);
    if (ok || signal.aborted || clock.now() >= deadline()) return { injected: true, ok, seen, problems: [] };
    await clock.sleep(lookEveryMilliseconds, signal);
  }
}
