// The one label that tells a workload's pods from all others: Litmus takes the pods that have any of several labels, so it is given no more than one.
import type { Outputs, WorkloadOutput } from "../../../model/outputs.ts";

type Label = readonly [key: string, value: string];

/** Undefined where each label of the workload is also one of another's in the namespace. */
export function soleLabel({ workloads }: Outputs, workload: WorkloadOutput, labels = workload.labels): Label | undefined {
  const others = workloads.filter(
    (other) => other.id !== workload.id && other.cluster === workload.cluster && other.namespace === workload.namespace,
  );
  const taken = (key: string, value: string): boolean => others.some((other) => other.labels[key] === value || other.primaryLabels?.[key] === value);
  return Object.entries(labels).find(([key, value]) => !taken(key, value));
}

/** The one that only the primary among its pods has. */
export function primaryLabel(outputs: Outputs, workload: WorkloadOutput): Label | undefined {
  const own = Object.entries(workload.primaryLabels ?? {}).filter(([key, value]) => workload.labels[key] !== value);
  return own.length === 1 ? soleLabel(outputs, workload, Object.fromEntries(own)) : undefined;
}
