// Continuous probes: each at its own interval for the whole run, remembered for the gates, journaled where they say something new.
import type { Probe } from "../../model/outputs.ts";
import type { RunContext } from "./context.ts";
import type { Observer, Seen } from "../ports/fault.ts";
import { detect } from "./actions/put-in.ts";

/** A probe that has a value is journaled this often even when nothing changed. */
const journalEverySeconds = 5;

/** Runs until the signal aborts. */
export async function runProbes(context: RunContext, signal: AbortSignal): Promise<void> {
  await Promise.all(context.outputs.probes.map((probe) => runProbe(context, probe, signal)));
}

async function runProbe(context: RunContext, probe: Probe, signal: AbortSignal): Promise<void> {
  const { clock, observer } = context.ports;
  let [failures, up, journaledAt] = [0, true, 0];
  while (!signal.aborted) {
    const seen = await lookRepeatedly(observer, probe);
    const at = clock.now();
    failures = seen.held === true ? 0 : failures + 1;
    context.probeSamples.push({ probe: probe.id, at, up: seen.held === true, value: seen.value, expected: probe.expected ?? null });
    const nowUp = failures < probe.failures;
    if (nowUp !== up || at - journaledAt >= journalEverySeconds * 1_000) {
      if (!nowUp && up) await blame(context, probe.label ?? probe.id);
      [up, journaledAt] = [nowUp, at];
      if (!signal.aborted)
        await context.dispatch({ type: "probe-sampled", probe: probe.id, up, value: seen.value, detail: seen.held === true ? "" : seen.detail });
    }
    await clock.sleep(probe.interval * 1_000, signal);
  }
}

/** The median of as many readings as the probe asks for; the first that does not hold is the answer. */
export async function lookRepeatedly(observer: Observer, { observe, readings }: Pick<Probe, "observe" | "readings">): Promise<Seen> {
  const values: number[] = [];
  for (let reading = 1; ; reading += 1) {
    const seen = await observer.look(observe);
    if (seen.value !== null) values.push(seen.value);
    if (seen.held !== true || reading >= readings) return seen.held === true ? { ...seen, value: median(values) } : seen;
  }
}

const median = (values: readonly number[]): number | null => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;

/** The faults that are in when a probe goes down are detected by it. */
async function blame(context: RunContext, by: string): Promise<void> {
  for (const { id, status } of context.state().faults.values()) {
    const inForce = status === "injected" || status === "in-force" || status === "healing";
    if (inForce && context.moments.get(id)?.detectedAt === undefined) await detect(context, id, by);
  }
}
