// Whether what a fault did is still there: asked of Toxiproxy and of /proc by the bench itself, whoever injected it.
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { liveProcess, processState } from "../../../gameday/adapters/machine/process-handle.ts";
import type { Step } from "../../../model/fault/fault-script.ts";

const toxicsSchema = z.array(z.object({ name: z.string() }));
const lookEveryMilliseconds = 20;

/** `steps`: the undo of proxy and signal faults. Resolves with the unix ms at which none of them was needed any more, to about 20 ms. */
export async function whenGone(steps: readonly Step[], limitMilliseconds: number): Promise<number | null> {
  for (const deadline = Date.now() + limitMilliseconds; Date.now() < deadline; await sleep(lookEveryMilliseconds))
    if ((await Promise.all(steps.map(isNeeded))).every((needed) => !needed)) return Date.now();
  return null;
}

/** Resolves once all of them are needed: the faults are in. */
export async function whenIn(steps: readonly Step[]): Promise<void> {
  while ((await Promise.all(steps.map(isNeeded))).some((needed) => !needed)) await sleep(lookEveryMilliseconds);
}

async function isNeeded(step: Step): Promise<boolean> {
  switch (step.kind) {
    case "toxic-remove": {
      const response = await fetch(`${step.api}/proxies/${encodeURIComponent(step.proxy)}/toxics`);
      return toxicsSchema.parse(await response.json()).some(({ name }) => name === step.toxic);
    }
    case "signal": {
      const record = await liveProcess(step.process.pidFile);
      return record !== null && (await processState(record.pid)) === "T";
    }
    default:
      throw new Error(`the bench cannot look for what ${step.kind} undoes`);
  }
}
