// Taking a fault out: undo in order, each step tried until it succeeds or time is up, then proof on the consumer's side. Never throws.
import type { FaultScript } from "../../model/fault/fault-script.ts";
import type { Clock } from "../ports/clock.ts";
import type { Expecting, SeenExpectation, StepPort } from "../ports/fault.ts";

export interface Healing {
  /** Every undo step succeeded and every proof was seen. */
  readonly ok: boolean;
  readonly seen: readonly SeenExpectation[];
  readonly problems: readonly string[];
}

const lookEveryMilliseconds = 250;

/** `deadline`: unix ms. */
export async function healFault(
  script: FaultScript,
  ports: { readonly steps: StepPort; readonly expecting: Expecting },
  clock: Clock,
  deadline: number,
): Promise<Healing> {
  const problems: string[] = [];
  for (const step of script.undo) {
    for (;;) {
      try {
        await ports.steps.perform(step);
        break;
      } catch (error) {
        if (clock.now() < deadline) {
          await clock.sleep(lookEveryMilliseconds);
          continue;
        }
        problems.push(error instanceof Error ? error.message : String(error));
        break; // The other steps are still worth doing.
      }
    }
  }
  for (;;) {
    const seen = await ports.expecting.check(script.healed, []);
    const healed = seen.every(({ held }) => held);
    if (healed || clock.now() >= deadline) return { ok: healed && problems.length === 0, seen, problems };
    await clock.sleep(lookEveryMilliseconds);
  }
}
