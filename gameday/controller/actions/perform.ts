// One action → what carries it out.
import { assertNever } from "../../../model/assert-never.ts";
import { worstVerdict, type Finding } from "../../../model/verdict.ts";
import type { RunContext } from "../context.ts";
import { findingsOf } from "../findings.ts";
import { rateFactor, smallestFactor } from "../scaled-plan.ts";
import type { Action } from "../state.ts";
import { beginPhase, checkHealth, checkResources, recoverPhase, scaleStack } from "./prepare.ts";
import { endInTime, healOnce, recordUndo } from "./fault.ts";
import { injectOnce } from "./put-in.ts";
import { watchRecovery } from "./recovery.ts";
import { checkIntegrity, drillRestore, judgePhase } from "./judge.ts";
import { startLoad, stopLoad } from "./load.ts";

export async function performAction(context: RunContext, action: Action): Promise<void> {
  switch (action.type) {
    case "start-guardian":
      return context.dispatch({ type: "guardian-started", pid: await context.ports.guardian.start() });
    case "calibrate":
      return calibrate(context);
    case "begin-phase":
      return beginPhase(context, action.phase);
    case "check-health":
      return checkHealth(context, action.phase);
    case "check-resources":
      return checkResources(context, action.phase);
    case "scale":
      return scaleStack(context, action.phase);
    case "start-load":
      return startLoad(context, action.phase);
    case "stop-load":
      return stopLoad(context);
    case "wait-then":
      if (await waited(context, action.seconds)) await context.dispatch(action.event);
      return;
    case "record-undo":
      return recordUndo(context, action.fault);
    case "inject":
      return injectOnce(context, action.fault, action.script);
    case "heal-after":
      if (await waited(context, action.seconds)) await endInTime(context, action.fault, action.script);
      return;
    case "heal":
      return healOnce(context, action.fault, action.script);
    case "watch-recovery":
      return watchRecovery(context, action.fault);
    case "check-integrity":
      return checkIntegrity(context, action.phase);
    case "drill-restore":
      return drillRestore(context, action.phase);
    case "evaluate-gate":
      return judgePhase(context, action.phase);
    case "recover":
      return recoverPhase(context, action.phase);
    case "cancel-waits":
      context.waits.abort();
      context.waits = new AbortController();
      return;
    case "finish": {
      // While the end is not written the guardian heals what this process does not get to.
      const left = await context.ports.stack.settle();
      const findings = [...findingsOf(context.state()), ...left.map((reason): Finding => ({ verdict: "dirty", reason }))];
      return context.dispatch({ type: "run-finished", verdict: worstVerdict(findings), findings });
    }
    default:
      return assertNever(action);
  }
}

async function waited(context: RunContext, seconds: number): Promise<boolean> {
  const { signal } = context.waits;
  await context.ports.clock.sleep(seconds * 1_000, signal);
  return !signal.aborted;
}

async function calibrate(context: RunContext): Promise<void> {
  const plan = context.plan();
  const wanted = Math.max(...plan.phases.map(({ rate }) => rate));
  const reachable = await context.ports.load.calibrate(wanted);
  const factor = rateFactor(plan, reachable);
  if (factor < smallestFactor) {
    const reason = `invalid (generator): this machine reaches ${reachable.toFixed(0)} of ${wanted} requests/s with the stack on it; the plan allows no less than ${smallestFactor * 100} %`;
    return context.dispatch({ type: "finding-made", finding: { verdict: "invalid", reason } });
  }
  await context.dispatch({ type: "calibration-finished", reachable, factor });
}
