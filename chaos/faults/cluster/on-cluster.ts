// Whether a fault is one for a cluster: the stack has workloads there, and no handle of the kind that the fault would take on a machine.
import type { Outputs } from "../../../model/outputs.ts";

export const onCluster = (outputs: Outputs, handles: "processes" | "links" | "switches" | "disks"): boolean =>
  outputs.workloads.length > 0 && outputs[handles].length === 0;
