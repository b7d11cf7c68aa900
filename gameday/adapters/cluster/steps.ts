// The steps of a fault that are taken on a cluster.
import type { Step } from "../../../model/fault/fault-script.ts";
import { assertNever } from "../../../model/assert-never.ts";
import { clusterOf } from "./clusters.ts";
import { settleEngine } from "./engine/settle.ts";
import { startEngine } from "./engine/start.ts";
import { stopEngine } from "./engine/stop.ts";
import { holdWorkload, releaseWorkload } from "./workload/hold.ts";

type ClusterStep = Extract<Step, { readonly cluster: unknown }>;

/** `run`: written at what is changed. `signal` ends the waiting for a verdict. */
export async function performOnCluster(step: ClusterStep, run: string, signal?: AbortSignal): Promise<void> {
  const { api } = await clusterOf(step.cluster);
  switch (step.kind) {
    case "engine-start":
      return startEngine(api, step.namespace, step.experiment, step.engine);
    case "engine-settled":
      return settleEngine(api, step, step.limit, signal);
    case "engine-stop":
      return stopEngine(api, step, step.limit);
    case "workload-hold":
      return holdWorkload(api, step, run);
    case "workload-release":
      return releaseWorkload(api, step, run);
    default:
      return assertNever(step);
  }
}
