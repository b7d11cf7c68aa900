// After the load of a phase: integrity, restore drill, gate.
import type { RecoveryFigures } from "../../gates/measurements.ts";
import { evaluateGate } from "../../gates/evaluate.ts";
import type { PhaseName } from "../../../model/phases.ts";
import type { RunContext } from "../context.ts";
import { lossOf, mayLoseWrites } from "../loss.ts";

export async function checkIntegrity(context: RunContext, index: number): Promise<void> {
  const phase = context.plan().phases[index];
  if (phase === undefined) return;
  const { integrity } = context.ports;
  if (integrity === null) {
    return context.dispatch({
      type: "integrity-checked",
      phase: phase.name,
      accepted: 0,
      lost: 0,
      lostBeyondRpo: 0,
      doubled: 0,
      unaccounted: 0,
      detail: "the stack's outputs have no integrity queries",
    });
  }
  // Chaos reads everything back, and so does the last phase: a region that was lost may have taken earlier writes with it.
  const { phases } = context.plan();
  const everything = phase.faults.length > 0 || index === phases.length - 1;
  const writes = everything ? await context.ports.load.accepted(phases.slice(0, index + 1).map(({ name }) => name)) : context.accepted;
  const report = await integrity.check(writes.map(({ id }) => id));
  const losses = [...context.losses, ...lossesNow(context)];
  const loss = lossOf(new Set(report.lost), writes, losses);
  context.integrity = {
    accepted: writes.length,
    lost: loss.lost,
    lostBeyondRpo: loss.beyond,
    doubled: report.doubled.length,
    unaccounted: report.unaccounted.length,
    rpo: losses.length > 0 ? loss.windowSeconds : null,
  };
  await context.dispatch({
    type: "integrity-checked",
    phase: phase.name,
    accepted: writes.length,
    lost: loss.lost,
    lostBeyondRpo: loss.beyond,
    doubled: report.doubled.length,
    unaccounted: report.unaccounted.length,
    detail: [...report.lost, ...report.doubled, ...report.unaccounted].slice(0, 5).join(", "),
  });
}

export async function drillRestore(context: RunContext, index: number): Promise<void> {
  const phase = context.plan().phases[index];
  if (phase === undefined) return;
  if (context.outputs.restoreDrill === undefined)
    return context.dispatch({
      type: "restore-drilled",
      phase: phase.name,
      rows: 0,
      unequal: 0,
      seconds: 0,
      detail: "the stack's outputs have no restore drill",
    });
  const { clock, stack } = context.ports;
  const from = clock.now();
  const drilled = await stack.restoreDrill().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  if (typeof drilled === "string") {
    // A backup that cannot be restored is the stack's failure: the gate has no rows to compare, and fails.
    context.drill = null;
    return context.dispatch({
      type: "restore-drilled",
      phase: phase.name,
      rows: 0,
      unequal: 0,
      seconds: (clock.now() - from) / 1_000,
      detail: `the backup could not be restored: ${drilled}`,
    });
  }
  const { rows, unequal, seconds } = drilled;
  context.drill = { rows, unequal };
  await context.dispatch({
    type: "restore-drilled",
    phase: phase.name,
    rows,
    unequal,
    seconds,
    detail: `${rows} rows of a restored backup compared`,
  });
}

export async function judgePhase(context: RunContext, index: number): Promise<void> {
  const phase = context.plan().phases[index];
  if (phase === undefined) return;
  const window = context.loadWindow ?? { from: 0, to: 0 };
  const start = context.snapshots.findLast(({ at }) => at <= window.from) ?? context.snapshots[0];
  const end = context.snapshots.at(-1);
  const facts = await context.ports.facts.facts();
  const results = evaluateGate(
    { phase: phase.name, notMeasured: context.notMeasured, limits: context.plan().criteria },
    {
      ...window,
      load: context.load !== null && phase.rate > 0 ? context.load.window(window.from, window.to) : null,
      metrics: start !== undefined && end !== undefined && start !== end ? { start, end } : null,
      probes: context.probeSamples.filter(({ at }) => at >= window.from && at <= window.to),
      integrity: context.integrity,
      drill: context.drill,
      recovery: recoveryOf(context, index),
      primaryRegion: facts.postgresPrimary,
    },
  );
  context.load = null;
  await observeMachine(context, phase.name);
  await context.dispatch({
    type: "gate-evaluated",
    phase: phase.name,
    passed: results.every(({ status }) => status !== "failed"),
    from: window.from,
    to: window.to,
    results,
  });
  await context.dispatch({ type: "phase-finished", phase: phase.name });
}

/** Of the faults that this controller put in. */
const lossesNow = (context: RunContext): number[] =>
  context
    .plan()
    .phases.flatMap(({ faults }) => faults)
    .flatMap(({ id, fault }) => {
      const at = context.moments.get(id)?.injectedAt;
      return at !== undefined && mayLoseWrites(fault.kind) ? [at] : [];
    });

async function observeMachine({ ports, othersAtStart, dispatch }: RunContext, phase: PhaseName): Promise<void> {
  const [used, { cpuCores }] = await Promise.all([ports.machine.othersCpuSeconds(), ports.machine.resources()]);
  const seconds = Math.max(1, (ports.clock.now() - othersAtStart.at) / 1_000);
  await dispatch({ type: "machine-observed", phase, cores: cpuCores, others: Math.max(0, used - othersAtStart.coreSeconds) / seconds });
}

function recoveryOf(context: RunContext, index: number): RecoveryFigures | null {
  const faults = (context.plan().phases[index]?.faults ?? []).map(({ id }) => context.state().faults.get(id)).filter((fault) => fault !== undefined);
  if (faults.length === 0) return null;
  const figures = faults.map(({ id }) => context.moments.get(id) ?? {});
  const highest = (values: readonly (number | undefined)[]): number | null => {
    const known = values.filter((value) => value !== undefined);
    return known.length === 0 ? null : Math.max(...known);
  };
  return {
    rto: highest(figures.map(({ outage }) => outage?.recoveryTime)),
    rtoEnded: figures.every(({ outage }) => outage?.ended !== false),
    rpo: context.integrity?.rpo ?? null,
    detection: highest(
      figures.map(({ injectedAt, detectedAt }) =>
        injectedAt === undefined || detectedAt === undefined ? undefined : (detectedAt - injectedAt) / 1_000,
      ),
    ),
    succeeded: faults.filter(({ exercised, recovered, judgement }) => exercised && recovered && judgement?.passed !== false).length,
    experiments: faults.length,
  };
}
