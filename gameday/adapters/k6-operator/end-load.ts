// Takes a run's load out of a cluster: all that carries the run's label in the namespace of load, and sees that it is gone.
import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi } from "../cluster/api/api.ts";
import { isKind } from "../cluster/api/cluster-error.ts";
import { objectSchema, selectorText } from "../cluster/api/objects.ts";
import { resources, type Resource } from "../cluster/api/resources.ts";
import { runLabel } from "../cluster/marks.ts";

/** The TestRun goes first: while it is there the operator makes what is missing. Services go with it, by the cluster's own garbage collection. */
const madeOfIt = [resources.jobs, resources.pods, resources.configMaps, resources.secrets] as const;
export const loadKinds = [resources.testRuns, ...madeOfIt, resources.services] as const;
const stepMilliseconds = 300;

export interface EndOptions {
  readonly namespace: string;
  readonly run: string;
  /** That k6 gets to tell its last figures; 0: killed at once. */
  readonly graceSeconds: number;
  /** Within which all must be gone. */
  readonly limitMilliseconds: number;
}

/**
 * What is left of it, as "pods x", or what cannot be told, as "pods: why"; empty: nothing. Past the grace the pods are killed. A call that fails takes none
 * of the others with it, and is made again until the time is over. Never rejects.
 */
export async function endClusterLoad(api: ClusterApi, { namespace, run, graceSeconds, limitMilliseconds }: EndOptions): Promise<readonly string[]> {
  const labelSelector = selectorText({ [runLabel]: run });
  const namesOf = async (resource: Resource): Promise<readonly string[]> =>
    (await api.list({ resource, namespace }, objectSchema, { labelSelector })).items.map(({ metadata }) => metadata.name);
  const remove = async (resource: Resource, grace: number): Promise<void> => {
    const options = resource === resources.pods ? { graceSeconds: grace } : {};
    await Promise.all((await namesOf(resource)).map((name) => api.remove({ resource, namespace, name }, options)));
  };
  const begun = Date.now();
  for (;;) {
    const spent = Date.now() - begun;
    const grace = spent > graceSeconds * 1_000 ? 0 : graceSeconds;
    const failed = [await problemsOf(resources.testRuns, () => remove(resources.testRuns, grace))];
    failed.push(...(await Promise.all(madeOfIt.map((resource) => problemsOf(resource, () => remove(resource, grace))))));
    const left: string[] = [];
    const look = async (resource: Resource): Promise<void> =>
      void left.push(...(await namesOf(resource)).map((name) => `${resource.plural} ${name}`));
    const unseen = await Promise.all(loadKinds.map((resource) => problemsOf(resource, () => look(resource))));
    if (left.length === 0 && unseen.flat().length === 0) return [];
    if (spent > limitMilliseconds) return [...left, ...new Set([...failed, ...unseen].flat())];
    await sleep(stepMilliseconds);
  }
}

async function problemsOf({ plural }: Resource, work: () => Promise<void>): Promise<readonly string[]> {
  try {
    await work();
    return [];
  } catch (error) {
    // A cluster without that kind has nothing of it.
    if (isKind(error, "missing-kind")) return [];
    // The reaper may read no secret: a load's goes with its TestRun, whose it is.
    if (plural === resources.secrets.plural && isKind(error, "forbidden")) return [];
    return [`${plural}: ${error instanceof Error ? error.message : String(error)}`];
  }
}
