// The load of a phase, with what is watched while it runs: samples, metric snapshots.
import type { PlannedPhase } from "../../../model/plan.ts";
import type { RunContext } from "../context.ts";
import { warmUpSeconds } from "../scaled-plan.ts";
import type { MetricSnapshot } from "../../ports/stack.ts";
import type { LoadSummary } from "../../ports/load.ts";

const snapshotEverySeconds = 3;
/** Load is asked to end within this; then it is killed. */
const graceMilliseconds = 1_000;

export async function startLoad(context: RunContext, index: number): Promise<void> {
  const phase = context.plan().phases[index];
  if (phase === undefined) return;
  const { clock, load, metrics } = context.ports;
  const warmUp = Math.min(warmUpSeconds, phase.duration / 4) * 1_000;
  if (phase.rate === 0) {
    await context.dispatch({ type: "load-started", phase: phase.name, scenario: "none", rate: 0 });
    const from = clock.now() + warmUp;
    await clock.sleep(phase.duration * 1_000, context.waits.signal);
    context.loadWindow = { from, to: clock.now() };
    return context.dispatch({
      type: "load-stopped",
      phase: phase.name,
      planned: 0,
      started: 0,
      dropped: 0,
      generatorCpu: 0,
      starved: false,
      exitCode: 0,
      detail: "no load in this phase",
    });
  }
  const running = await load.start(phase, (sample) => void context.dispatch({ type: "load-sampled", phase: phase.name, sample }));
  context.load = running;
  // The generator takes a while to allot its virtual users: faults are due after the load's beginning, not after the program's.
  const began = (await running.begun) ?? clock.now();
  const from = began + warmUp;
  context.answersToldAt ??= began;
  context.observedUntil ??= began + steadySeconds(phase) * 1_000;
  await context.dispatch({ type: "load-started", phase: phase.name, scenario: phase.scenario, rate: phase.rate });

  const watching = new AbortController();
  const snapshots = takeSnapshots(context, from, watching.signal);
  const summary = await running.finished;
  endObservation(context);
  watching.abort();
  await snapshots;
  keep(context, await metrics.snapshot());
  context.accepted = [...(await running.accepted())];
  context.loadWindow = { from, to: clock.now() };
  await context.dispatch({ type: "load-stopped", phase: phase.name, ...stopped(summary) });
}

export async function stopLoad(context: RunContext): Promise<void> {
  endObservation(context);
  await context.load?.stop(graceMilliseconds);
}

function endObservation(context: RunContext): void {
  context.observedUntil = Math.min(context.observedUntil ?? Infinity, context.ports.clock.now());
}

/** A soak goes down to nothing at its end: few writes are few requests then. */
const steadySeconds = ({ shape, duration }: PlannedPhase): number => (shape.kind === "soak" ? duration * (1 - shape.rampShare) : duration);

/** The first one at `from`, unix ms. */
async function takeSnapshots(context: RunContext, from: number, signal: AbortSignal): Promise<void> {
  const { clock, metrics } = context.ports;
  await clock.sleep(Math.max(0, from - clock.now()), signal);
  while (!signal.aborted) {
    keep(context, await metrics.snapshot());
    await clock.sleep(snapshotEverySeconds * 1_000, signal);
  }
}

/** A gate needs the two ends of its window only; those in between are kept for the window's start to be near one. */
function keep(context: RunContext, snapshot: MetricSnapshot): void {
  context.snapshots.push(snapshot);
  if (context.snapshots.length > 400) context.snapshots.splice(1, 1);
}

function stopped({ planned, started, dropped, generatorCpu, generatorLost, starved, exitCode, detail }: LoadSummary) {
  return { planned, started, dropped, generatorCpu, generatorLost, starved, exitCode, detail };
}
