// Before the load of a phase: health, resources, scale; and emergency recovery, which ends in the same health check.
import type { Outputs } from "../../../model/outputs.ts";
import type { RunContext } from "../context.ts";
import { faultsInForce } from "../state.ts";
import { healOnce } from "./fault.ts";

const healthLimitSeconds = 10;
/** Idle's replicas; a stack may have a floor of its own. */
const idleInstances = 3;
const smallestMemoryMegabytes = 400;
const smallestDiskMegabytes = 300;

export async function beginPhase(context: RunContext, index: number): Promise<void> {
  const phase = context.plan().phases[index];
  if (phase === undefined) throw new Error(`the plan has no phase ${index}`);
  Object.assign(context, {
    accepted: [],
    snapshots: [],
    probeSamples: [],
    integrity: null,
    drill: null,
    loadWindow: null,
    observedUntil: null,
    answersToldAt: null,
  });
  context.othersAtStart = { at: context.ports.clock.now(), coreSeconds: await context.ports.machine.othersCpuSeconds() };
  await context.dispatch({ type: "phase-started", phase: phase.name, rate: phase.rate, seconds: phase.duration });
}

/** `size`: at which size of the stack, for the journal. */
export async function checkHealth(context: RunContext, index: number, limitSeconds = healthLimitSeconds, size = ""): Promise<void> {
  const phase = context.plan().phases[index];
  if (phase === undefined) return;
  const { signal } = context.waits;
  const deadline = context.ports.clock.now() + limitSeconds * 1_000;
  for (;;) {
    const problems = await unhealthy(context);
    if (problems.length === 0 || context.ports.clock.now() >= deadline || signal.aborted) {
      const detail =
        problems.length === 0
          ? `${context.outputs.probes.length} probes and ${context.outputs.redundancy.length} redundancy checks hold`
          : problems.join("; ");
      return context.dispatch({ type: "health-checked", phase: phase.name, healthy: problems.length === 0, detail: `${size}${detail}` });
    }
    await context.ports.clock.sleep(500, signal);
  }
}

async function unhealthy({ outputs, ports }: RunContext): Promise<string[]> {
  const [probes, redundancy] = await Promise.all([
    Promise.all(outputs.probes.map(async (probe) => ({ probe, seen: await ports.observer.look(probe.observe) }))),
    ports.expecting.check(outputs.redundancy, []),
  ]);
  return [
    ...probes.filter(({ seen }) => seen.held !== true).map(({ probe, seen }) => `${probe.label ?? probe.id}: ${seen.detail}`),
    ...redundancy.filter(({ held }) => !held).map(({ label, detail }) => `${label}: ${detail}`),
  ];
}

export async function checkResources(context: RunContext, index: number): Promise<void> {
  const phase = context.plan().phases[index];
  if (phase === undefined) return;
  const { cpuCores, memoryMegabytes, diskMegabytes } = await context.ports.machine.resources();
  // A stack on clusters takes nothing of this machine but what the run writes down.
  const elsewhere = context.outputs.clusters.length > 0;
  const missing = [
    ...(!elsewhere && memoryMegabytes < smallestMemoryMegabytes
      ? [`${memoryMegabytes.toFixed(0)} MB of memory available, ${smallestMemoryMegabytes} needed`]
      : []),
    ...(diskMegabytes < smallestDiskMegabytes ? [`${diskMegabytes.toFixed(0)} MB of disk free, ${smallestDiskMegabytes} needed`] : []),
  ];
  const detail =
    missing.length > 0 ? missing.join("; ") : `${cpuCores} cores, ${memoryMegabytes.toFixed(0)} MB of memory, ${diskMegabytes.toFixed(0)} MB of disk`;
  await context.dispatch({ type: "resources-checked", phase: phase.name, enough: missing.length === 0, detail, cpuCores, memoryMegabytes });
}

export async function scaleStack(context: RunContext, index: number): Promise<void> {
  const phase = context.plan().phases[index];
  if (phase === undefined) return;
  const started = context.ports.clock.now();
  if (phase.instances === undefined || !canScale(context.outputs)) {
    const decision =
      phase.instances === undefined ? "none asked for" : "not scaled: the stack's outputs have no scale handle, and no workload that is scaled";
    return context.dispatch({ type: "stack-scaled", phase: phase.name, instances: phase.instances ?? 0, seconds: 0, decision });
  }
  const instances = await context.ports.stack.scale(phase.instances);
  const seconds = (context.ports.clock.now() - started) / 1_000;
  const missing = instances < phase.instances ? `${phase.instances - instances} are missing under load` : "none was taken away under load";
  const decision = `immediate: ${phase.instances} instances asked for before the load, ${instances} ready; ${costOf(context.outputs, phase.duration)}; risk: ${missing}`;
  await context.dispatch({ type: "stack-scaled", phase: phase.name, instances, seconds, decision });
}

/** By a handle of its own, or by the replicas of workloads that it publishes as scaled. */
const canScale = ({ scale, clusters, workloads }: Outputs): boolean =>
  scale !== undefined || (clusters.length > 0 && workloads.some(({ scaled }) => scaled));

function costOf({ clusters, costPerHour }: Outputs, seconds: number): string {
  if (clusters.length === 0) return "no cost on this stack";
  return costPerHour === undefined
    ? "its cost is not stated by the stack's outputs"
    : `at most $${((costPerHour * seconds) / 3_600).toFixed(2)} for the phase, at the size of the stack's plan`;
}

/** Load is off already: heal everything, scale to Idle, then wait for health. */
export async function recoverPhase(context: RunContext, index: number): Promise<void> {
  await Promise.all(
    faultsInForce(context.state())
      .toReversed()
      .flatMap(({ id, script }) => (script === undefined ? [] : [healOnce(context, id, script)])),
  );
  await checkHealth(context, index, context.plan().emergencyRecovery, await scaleToIdle(context));
}

/** A stack that is ill may not be able to; health is waited for all the same. */
async function scaleToIdle({ outputs, ports }: RunContext): Promise<string> {
  if (!canScale(outputs)) return "";
  return ports.stack.scale(idleInstances).then(
    (instances) => `at ${instances} instances, as near to Idle's ${idleInstances} as the stack goes: `,
    (error: unknown) => `not scaled to Idle (${error instanceof Error ? error.message : String(error)}): `,
  );
}
