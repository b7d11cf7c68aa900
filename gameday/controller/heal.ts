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

/** `deadline`: unix ms. `onUndone` is called once, when every undo step has succeeded. */
export async function healFault(
  script: FaultScript,
  ports: { readonly steps: StepPort; readonly expecting: Expecting },
  clock: Clock,
  deadline: number,
  onUndone: () => Promise<unknown>,
): Promise<Healing> {
  let [steps, undone]: [readonly Step[], boolean] = [script.undo, false];
  for (;;) {
    const problems: string[] = [];
    const failed: Step[] = [];
    for (const step of steps) {
      try {
        await ports.steps.perform(step);
      } catch (error) {
        failed.push(step); // The others are still worth doing, and this one is tried again.
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
    steps = failed;
    if (steps.length === 0 && !undone) await onUndone();
    undone ||= steps.length === 0;
    const seen = await ports.expecting.check(script.healed, []);
    const ok = steps.length === 0 && seen.every(({ held }) => held);
    if (ok || clock.now() >= deadline) return { ok, seen, problems };
    await clock.sleep(lookEveryMilliseconds);
  }
}
