// Takes a run's load out of a cluster: all that carries the run's label in the namespace of load, and sees that it is gone.
import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi } from "../cluster/api/api.ts";
import { objectSchema, selectorText } from "../cluster/api/objects.ts";
import { resources } from "../cluster/api/resources.ts";
import { runLabel } from "../cluster/marks.ts";

/** The TestRun first: while it is there the operator makes what is missing. Services go with it, by the cluster's own garbage collection. */
const removed = [resources.testRuns, resources.jobs, resources.pods, resources.configMaps, resources.secrets] as const;
const looked = [...removed, resources.services] as const;
const stepMilliseconds = 300;

export interface EndOptions {
  readonly namespace: string;
  readonly run: string;
  /** That k6 gets to tell its last figures; 0: killed at once. */
  readonly graceSeconds: number;
  /** Within which all must be gone. */
  readonly limitMilliseconds: number;
}

/** What is left of it, as "pods x"; empty: nothing. Past the grace the pods are killed. Rejects with ClusterError where the cluster refuses or is gone. */
export async function endClusterLoad(api: ClusterApi, { namespace, run, graceSeconds, limitMilliseconds }: EndOptions): Promise<readonly string[]> {
  const labelSelector = selectorText({ [runLabel]: run });
  const namesOf = async (resource: (typeof looked)[number]): Promise<readonly string[]> =>
    (await api.list({ resource, namespace }, objectSchema, { labelSelector })).items.map(({ metadata }) => metadata.name);
  const begun = Date.now();
  for (;;) {
    const spent = Date.now() - begun;
    const grace = spent > graceSeconds * 1_000 ? 0 : graceSeconds;
    for (const resource of removed)
      for (const name of await namesOf(resource))
        await api.remove({ resource, namespace, name }, resource === resources.pods ? { graceSeconds: grace } : {});
    const left = (await Promise.all(looked.map(async (resource) => (await namesOf(resource)).map((name) => `${resource.plural} ${name}`)))).flat();
    if (left.length === 0 || spent > limitMilliseconds) return left;
    await sleep(stepMilliseconds);
  }
}
