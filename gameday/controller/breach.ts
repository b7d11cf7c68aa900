// The error guard: too many failed requests in a sliding window while a fault is in that should not cause them.
import type { EventOf } from "../../model/events.ts";
import type { FaultKind } from "../../model/fault/fault.ts";
import { breachOf, sinceArmed, slide, windowSeconds } from "../guards/error-window.ts";
import type { RunContext } from "./context.ts";
import { faultsInForce } from "./state.ts";
import { plannedFault } from "./actions/fault.ts";

/** Faults whose point is that the system is away for a while; the gate judges how long. */
const outages: readonly FaultKind[] = ["region-loss", "region-partition", "postgres-primary-loss"];

export async function watchErrors(context: RunContext, { sample }: EventOf<"load-sampled">): Promise<void> {
  const now = context.ports.clock.now();
  const [from, armedAt] = [context.answersToldAt ?? now, context.armedAt];
  context.answersToldAt = now;
  context.armedAt = null;
  const armed = faultsInForce(context.state());
  if (armed.length === 0 || armed.some(({ id }) => outages.includes(plannedFault(context, id).fault.kind))) {
    context.recentAnswers = [];
    return;
  }
  const newest = { at: now, answers: sample.ok + sample.shed + sample.errors, errors: sample.errors };
  context.recentAnswers = slide(context.recentAnswers, context.recentAnswers.length === 0 ? sinceArmed(newest, from, armedAt) : newest);
  const limit = context.plan().guards.abortErrorShare;
  const breach = breachOf(context.recentAnswers, limit);
  if (breach === null || context.state().stopping) return;
  await context.dispatch({
    type: "abort-requested",
    by: "breach",
    reason: `${(breach.share * 100).toFixed(0)} % of ${breach.answers} requests failed within ${windowSeconds} s while ${armed.map(({ id }) => id).join(", ")} was in; the plan's limit is ${limit * 100} %`,
  });
}
