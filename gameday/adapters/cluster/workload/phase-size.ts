// How a phase's instances are spread over a stack's workloads. Pure.
import type { WorkloadOutput } from "../../../../model/outputs.ts";

export interface Sized {
  readonly workload: WorkloadOutput;
  readonly replicas: number;
}

/**
 * Instances are the replicas of all workloads in all regions together. Those that are not scaled have theirs; the others share what is left, evenly,
 * those of the first regions one more where it does not divide, and none less than one. `fixed`: replicas of those that are not scaled.
 */
export function spread(workloads: readonly WorkloadOutput[], instances: number, fixed: number): readonly Sized[] {
  const scaled = workloads.filter((workload) => workload.scaled && workload.kind !== "daemonset");
  const left = Math.max(scaled.length, instances - fixed);
  const each = Math.floor(left / Math.max(1, scaled.length));
  const further = left - each * scaled.length;
  return scaled.map((workload, place) => ({ workload, replicas: each + (place < further ? 1 : 0) }));
}
