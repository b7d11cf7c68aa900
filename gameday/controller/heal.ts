// Taking a fault out: undo in order, steps that fail tried again until time is up, and proof on the consumer's side. Never throws.
import type { FaultScript, Step } from "../../model/fault/fault-script.ts";
import type { Clock } from "../ports/clock.ts";
import type { Expecting, SeenExpectation, StepPort } from "../ports/fault.ts";

export interface Healing {
  /** Every undo step succeeded and every proof was seen. */
  readonly ok: boolean;
  readonly seen: readonly SeenExpectation[];
  readonly problems: readonly string[];
}

const lookEveryMilliseconds = 250;

/** All that healing needs of a fault's script. */
export type Undo = Pick<FaultScript, "undo" | "healed">;

/** `deadline`: unix ms, asked for anew after each look. `onUndone` is called once, when every undo step has succeeded. */
export async function healFault(
  script: Undo,
  ports: { readonly steps: StepPort; readonly expecting: Expecting },
  clock: Clock,
  deadline: () => number,
  onUndone: () => Promise<unknown>,
): Promise<Healing> {
  let [steps, undone]: [readonly Step[], boolean] = [script.undo, false];
  for (;;) {
    const { failed, problems } = await undoSteps(steps, ports.steps);
    steps = failed;
    if (steps.length === 0 && !undone) await onUndone();
    undone ||= steps.length === 0;
    const seen = await ports.expecting.check(script.healed, []);
    const ok = steps.length === 0 && seen.every(({ held }) => held);
    if (ok || clock.now() >= deadline()) return { ok, seen, problems };
    await clock.sleep(lookEveryMilliseconds);
  }
}

/** Each step once; those that failed, and why. `signal` ends the waiting of steps that do nothing but wait. */
export async function undoSteps(
  steps: readonly Step[],
  port: StepPort,
  signal?: AbortSignal,
): Promise<{ readonly failed: readonly Step[]; readonly problems: readonly string[] }> {
  const failed: Step[] = [];
  const problems: string[] = [];
  const perform = async (step: Step): Promise<void> => {
    try {
      await port.perform(step, signal);
    } catch (error) {
      failed.push(step); // The others are still worth doing, and this one is tried again.
      problems.push(error instanceof Error ? error.message : String(error));
    }
  };
  for (const together of inTurn(steps)) await Promise.all(together.map(perform));
  return { failed, problems };
}

/** One after the other; but engines know nothing of each other, and a fault of twenty is given no more time than a fault of one. */
function inTurn(steps: readonly Step[]): readonly (readonly Step[])[] {
  const turns: Step[][] = [];
  for (const step of steps) {
    const last = turns.at(-1);
    if (last !== undefined && isOfEngine(step) && last.every(isOfEngine)) last.push(step);
    else turns.push([step]);
  }
  return turns;
}

const isOfEngine = ({ kind }: Step): boolean => kind === "engine-settled" || kind === "engine-stop";
