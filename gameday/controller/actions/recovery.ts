// After healing: when the system is whole again, and how long it was away, on the writes that clients saw accepted.
import type { FaultKind } from "../../../model/fault/fault.ts";
import { keepsOwnTime } from "../../../model/fault/fault-script.ts";
import { hasWrites } from "../../../model/protocol/load.ts";
import type { SeenExpectation } from "../../ports/fault.ts";
import type { RunningLoad } from "../../ports/load.ts";
import type { Ports, RunContext } from "../context.ts";
import { outageAfter, type Outage } from "../outage.ts";
import { deadlineOf, moments, plannedFault } from "./fault.ts";

/** The part of a run that recovery is watched by. */
export type Watching = Pick<RunContext, "plan" | "state" | "moments" | "outputs" | "accepted" | "observedUntil" | "dispatch"> & {
  readonly ports: Pick<Ports, "clock" | "expecting">;
  readonly load: Pick<RunningLoad, "accepted"> | null;
};

/** What redundancy is for: the system must be back before the lost part is. */
const mustSurvive: readonly FaultKind[] = ["region-loss", "region-partition", "postgres-primary-loss", "redis-primary-loss"];
const betweenLooksMilliseconds = 500;

/** Whole again: every redundancy check holds, and a write was accepted since, or there is no load left to see it by. */
export async function watchRecovery(context: Watching, id: string): Promise<void> {
  const { clock, expecting } = context.ports;
  const moment = moments(context, id);
  const deadline = deadlineOf(context, id);
  for (;;) {
    const seen = await expecting.check(context.outputs.redundancy, []);
    const whole = seen.every(({ held }) => held);
    const late = clock.now() >= deadline();
    const outage = whole || late ? await outageOf(context, moment.injectedAt) : null;
    if (outage !== null) moment.outage = outage;
    const waiting = outage?.ended === false && !observed(context);
    if (late && (!whole || waiting)) return notRecovered(context, id, [...seen, ...(outage?.ended === false ? [stillAway(outage)] : [])]);
    if (whole && !waiting) break;
    await clock.sleep(betweenLooksMilliseconds);
  }
  const { outage } = moment;
  moment.recoveredAt = clock.now();
  const inForSeconds = secondsIn(context, id);
  if (outage?.ended === false && !context.state().stopping) return notRecovered(context, id, [stillAway(outage)]);
  if (outage?.ended === true && mustSurvive.includes(plannedFault(context, id).fault.kind) && outage.recoveryTime > inForSeconds) {
    const detail = `no write was accepted for ${outage.longestGap.toFixed(1)} s; the first one came ${outage.recoveryTime.toFixed(1)} s after injection, when the fault had been taken out after ${inForSeconds.toFixed(1)} s`;
    return notRecovered(context, id, [{ label: "writes are accepted again while the fault is still in", held: false, detail }]);
  }
  await context.dispatch({ type: "fault-recovered", fault: id, ...(outage?.ended === true ? { outageSeconds: outage.recoveryTime } : {}) });
}

/** Until we took it out; but an engine that keeps its own time took it out before that, and gave its verdict on a system without it. */
function secondsIn(context: Watching, id: string): number {
  const { injectedAt = 0, healingAt = context.ports.clock.now() } = moments(context, id);
  const seconds = (healingAt - injectedAt) / 1_000;
  const script = context.state().faults.get(id)?.script;
  return script !== undefined && keepsOwnTime(script) ? Math.min(seconds, Math.ceil(plannedFault(context, id).duration)) : seconds;
}

const notRecovered = (context: Watching, id: string, seen: SeenExpectation[]): Promise<void> =>
  context.dispatch({ type: "fault-not-recovered", fault: id, seen });

const stillAway = ({ longestGap, recoveryTime }: Outage): SeenExpectation => ({
  label: "writes are accepted again",
  held: false,
  detail: `none was accepted in the last ${longestGap.toFixed(1)} s of what was seen, which ended ${recoveryTime.toFixed(1)} s after injection`,
});

/** Null: there is nothing to see it by, no load, or one without writes. */
async function outageOf(context: Watching, injectedAt: number | undefined): Promise<Outage | null> {
  const { plan, state, observedUntil, ports } = context;
  const phase = plan().phases[state().phaseIndex];
  if (injectedAt === undefined || observedUntil === null || phase === undefined || !hasWrites(phase.scenario)) return null;
  const accepted = (await context.load?.accepted()) ?? context.accepted;
  return outageAfter(accepted, injectedAt, Math.min(ports.clock.now(), observedUntil));
}

const observed = ({ observedUntil, ports }: Watching): boolean => observedUntil === null || ports.clock.now() >= observedUntil;
