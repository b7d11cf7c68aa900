// What carries a run's label in a namespace of a cluster, kind by kind.
import { loadKinds } from "../../k6-operator/end-load.ts";
import { anyObject, type ClusterApi } from "../api/api.ts";
import { isKind } from "../api/cluster-error.ts";
import type { KubeObject } from "../api/objects.ts";
import { resources, type Resource } from "../api/resources.ts";
import { runLabel, runValue } from "../marks.ts";

/** `run` absent: of any run. */
export async function labelled(api: ClusterApi, resource: Resource, namespace: string, run?: string): Promise<readonly KubeObject[]> {
  try {
    const labelSelector = run === undefined ? runLabel : `${runLabel}=${runValue(run)}`;
    return (await api.list({ resource, namespace }, anyObject, { labelSelector })).items;
  } catch (error) {
    // A cluster without KEDA or k6-operator has nothing of theirs.
    if (isKind(error, "missing-kind")) return [];
    throw error;
  }
}

/** A run's load, as "pods x"; kinds beside the TestRun that may not even be listed were not made from here, or go with their TestRun. */
export async function loadOf(api: ClusterApi, namespace: string, run: string): Promise<readonly string[]> {
  return (await loadObjects(api, namespace, run)).map(([{ plural }, { metadata }]) => `${plural} ${metadata.name}`);
}

export async function loadObjects(api: ClusterApi, namespace: string, run?: string): Promise<readonly (readonly [Resource, KubeObject])[]> {
  const found = await Promise.all(
    loadKinds.map(async (resource) => {
      try {
        return (await labelled(api, resource, namespace, run)).map((object) => [resource, object] as const);
      } catch (error) {
        if (resource !== resources.testRuns && isKind(error, "forbidden")) return [];
        throw error;
      }
    }),
  );
  return found.flat();
}
