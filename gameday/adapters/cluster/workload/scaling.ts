// The size of a stack on clusters: set for each phase, waited for until its pods are ready, and put back when the run ends.
import { setTimeout as sleep } from "node:timers/promises";
import type { Outputs, WorkloadOutput } from "../../../../model/outputs.ts";
import { resources } from "../api/resources.ts";
import { clusterOf } from "../clusters.ts";
import { spread } from "./phase-size.ts";
import { scaleWorkload, unscale } from "./scale.ts";
import { autoscalerOf, scaledObjectOf, workloadPlace, type WorkloadPlace } from "./workload.ts";

const readyMilliseconds = 300_000;
const lookEveryMilliseconds = 500;
/** An API server that is away may come back; what is not put back by then is left to the reaper, which finds it by its label. */
const restoreMilliseconds = 60_000;

export interface ClusterScaling {
  /** Resolves with the instances that are ready: when all that were asked for are, or the time is up. */
  scale(instances: number): Promise<number>;
  /** Everything as it was before the first `scale`. */
  restore(): Promise<void>;
}

export function createClusterScaling({ clusters, workloads }: Outputs, run: string): ClusterScaling {
  const touched = new Set<WorkloadOutput>();
  const closing = new AbortController();

  const clusterFor = ({ cluster }: WorkloadOutput) => {
    const row = clusters.find(({ id }) => id === cluster);
    if (row === undefined) throw new Error(`the stack publishes no cluster ${cluster}`);
    return clusterOf(row);
  };
  const countsOf = async (workload: WorkloadOutput) => (await clusterFor(workload)).pods(workload.namespace).count(workload.labels);
  const ready = async (of: readonly WorkloadOutput[]): Promise<number> =>
    (await Promise.all(of.map(countsOf))).reduce((sum, counts) => sum + counts.ready, 0);

  return {
    async scale(instances) {
      const unscaled = workloads.filter(({ scaled }) => !scaled);
      const fixed = (await Promise.all(unscaled.map(countsOf))).reduce((sum, { asked }) => sum + asked, 0);
      const sizes = spread(workloads, instances, fixed);
      await Promise.all(
        sizes.map(async ({ workload, replicas }) => {
          touched.add(workload);
          await scaleWorkload((await clusterFor(workload)).api, placeOf(workload), replicas, run);
        }),
      );
      const deadline = Date.now() + readyMilliseconds;
      for (;;) {
        const counts = await Promise.all(sizes.map(async ({ workload, replicas }) => ({ replicas, ...(await countsOf(workload)) })));
        // More than a phase's share is right where an autoscaler wants it: its minimum is what is set.
        const whole = counts.every((of) => of.ready >= of.replicas && of.ready >= of.asked && of.asked >= of.replicas);
        if (whole || Date.now() >= deadline || closing.signal.aborted) return ready(workloads);
        await sleep(lookEveryMilliseconds, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    },
    async restore() {
      closing.abort();
      const deadline = Date.now() + restoreMilliseconds;
      await Promise.all(
        [...touched].map((workload) => again(deadline, async () => putBack((await clusterFor(workload)).api, placeOf(workload), run))),
      );
      touched.clear();
    },
  };
}

async function again(deadline: number, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      await sleep(lookEveryMilliseconds);
    }
  }
}

async function putBack(api: Awaited<ReturnType<typeof clusterOf>>["api"], place: WorkloadPlace, run: string): Promise<void> {
  const [keda, autoscaler] = await Promise.all([scaledObjectOf(api, place), autoscalerOf(api, place)]);
  const at = { namespace: place.namespace };
  if (keda !== null) await unscale(api, { ...at, resource: resources.scaledObjects, name: keda.metadata.name }, run);
  if (autoscaler !== null) await unscale(api, { ...at, resource: resources.autoscalers, name: autoscaler.metadata.name }, run);
  await unscale(api, workloadPlace(place), run);
}

function placeOf({ kind, namespace, name, id }: WorkloadOutput): WorkloadPlace {
  if (kind === "daemonset") throw new Error(`${id} is a daemonset: it has a pod for each node, and cannot be scaled`);
  return { namespace, workload: kind, name };
}
