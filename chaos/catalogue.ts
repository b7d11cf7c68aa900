// Every kind of fault, in one list.
import { assertNever } from "../model/assert-never.ts";
import type { Fault } from "../model/fault/fault.ts";
import { dependencyErrors } from "./faults/dependency/dependency-errors.ts";
import { bandwidthLimit } from "./faults/network/bandwidth-limit.ts";
import { connectionReset } from "./faults/network/connection-reset.ts";
import { networkJitter } from "./faults/network/network-jitter.ts";
import { networkLatency } from "./faults/network/network-latency.ts";
import { networkStall } from "./faults/network/network-stall.ts";
import { processFreeze } from "./faults/process/process-freeze.ts";
import { processKill } from "./faults/process/process-kill.ts";
import { postgresPrimaryLoss, redisPrimaryLoss } from "./faults/region/primary-loss.ts";
import { regionLoss } from "./faults/region/region-loss.ts";
import { regionPartition } from "./faults/region/region-partition.ts";
import { cpuHog } from "./faults/resource/cpu-hog.ts";
import { diskFill } from "./faults/resource/disk-fill.ts";
import { memoryHog } from "./faults/resource/memory-hog.ts";
import type { RenderContext, Rendered } from "./fault-kind.ts";

export const faultCatalogue = [
  processKill,
  processFreeze,
  networkLatency,
  networkJitter,
  bandwidthLimit,
  networkStall,
  connectionReset,
  regionPartition,
  dependencyErrors,
  cpuHog,
  memoryHog,
  diskFill,
  postgresPrimaryLoss,
  redisPrimaryLoss,
  regionLoss,
] as const;

/** The steps, undo and proofs of a fault on a stack; or why the stack does not allow it. */
export function renderFault(fault: Fault, context: RenderContext): Rendered {
  switch (fault.kind) {
    case "process-kill":
      return processKill.render(fault, context);
    case "process-freeze":
      return processFreeze.render(fault, context);
    case "network-latency":
      return networkLatency.render(fault, context);
    case "network-jitter":
      return networkJitter.render(fault, context);
    case "bandwidth-limit":
      return bandwidthLimit.render(fault, context);
    case "network-stall":
      return networkStall.render(fault, context);
    case "connection-reset":
      return connectionReset.render(fault, context);
    case "region-partition":
      return regionPartition.render(fault, context);
    case "dependency-errors":
      return dependencyErrors.render(fault, context);
    case "cpu-hog":
      return cpuHog.render(fault, context);
    case "memory-hog":
      return memoryHog.render(fault, context);
    case "disk-fill":
      return diskFill.render(fault, context);
    case "postgres-primary-loss":
      return postgresPrimaryLoss.render(fault, context);
    case "redis-primary-loss":
      return redisPrimaryLoss.render(fault, context);
    case "region-loss":
      return regionLoss.render(fault, context);
    default:
      return assertNever(fault);
  }
}
