// What an engine of a run made, once the engine itself is gone: Litmus' results know whose engine it was, and outlive it.
import { anyObject, type ClusterApi, type Named } from "../api/api.ts";
import { resources, type Resource } from "../api/resources.ts";
import { makerOf, uidLabel } from "../engine/engine.ts";
import { runLabel, runValue } from "../marks.ts";
import { labelled } from "./labelled.ts";
import type { ClusterPlaces } from "./places.ts";

export interface Stray {
  /** As a label has it. */
  readonly run: string;
  readonly place: Named;
  readonly uid: string;
  /** "pods x in litmus" */
  readonly title: string;
}

/** Of every run. Of engines that are there still nothing is told: it is theirs to take back. */
export async function allStrays(api: ClusterApi, { chaosNamespace, workloadNamespaces }: ClusterPlaces): Promise<readonly Stray[]> {
  const engines = await api.list({ resource: resources.chaosEngines, namespace: chaosNamespace }, anyObject);
  const living = new Set(engines.items.map(({ metadata }) => metadata.uid));
  const find = async (resource: Resource, namespace: string) =>
    (await api.list({ resource, namespace }, anyObject, { labelSelector: uidLabel })).items
      .filter(({ metadata }) => !living.has(makerOf(metadata)))
      .map((object) => ({ resource, namespace, object }));
  // Jobs first: one whose pod is taken away makes another.
  const found = await Promise.all([
    find(resources.jobs, chaosNamespace),
    find(resources.pods, chaosNamespace),
    ...[...new Set([chaosNamespace, ...workloadNamespaces])].map((namespace) => find(resources.networkPolicies, namespace)),
  ]);
  if (found.flat().length === 0) return [];
  const results = await labelled(api, resources.chaosResults, chaosNamespace);
  const runs = new Map(results.map(({ metadata }) => [makerOf(metadata), metadata.labels[runLabel] ?? ""]));
  return found.flat().flatMap(({ resource, namespace, object: { metadata } }) => {
    const run = metadata.labels[runLabel] ?? runs.get(makerOf(metadata)) ?? "";
    const { name, uid } = metadata;
    return run === "" ? [] : [{ run, place: { resource, namespace, name }, uid, title: `${resource.plural} ${name} in ${namespace}` }];
  });
}

export const straysOf = async (api: ClusterApi, places: ClusterPlaces, run: string): Promise<readonly Stray[]> =>
  (await allStrays(api, places)).filter((stray) => stray.run === runValue(run));
