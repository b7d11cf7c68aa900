// What an engine made and has not taken back: runner, jobs, helper and probe pods beside Litmus, network policies among the workloads; and pods that it hit.
import { z } from "zod";
import type { ClusterApi, Named } from "../api/api.ts";
import { metadataSchema } from "../api/objects.ts";
import { resources, type Resource } from "../api/resources.ts";
import { isKind } from "../api/cluster-error.ts";
import { makerOf, readEngine, uidLabel, type EnginePlace } from "./engine.ts";
import { memoryOf } from "./memory.ts";

export interface LeftoversPlace extends EnginePlace {
  /** Namespace of the workload that was hit. */
  readonly target?: string | undefined;
}

export interface Leftover {
  readonly place: Named;
  readonly uid: string;
  readonly ending: boolean;
  /** For people. */
  readonly title: string;
  /** A pod of the workload that was hit, with the fault still in it. */
  readonly harmed: boolean;
}

const itemSchema = z.looseObject({ metadata: metadataSchema });
type Item = z.output<typeof itemSchema>;

/**
 * Looks while something is left are answered from the server's memory. That nothing is left is told only as it is now: this is what a run is called clean by.
 * As many calls for ten pods as for ten thousand.
 */
export async function leftoversOf(api: ClusterApi, place: LeftoversPlace): Promise<readonly Leftover[]> {
  const left = await look(api, place, { resourceVersion: "0" });
  return left.length > 0 ? left : look(api, place, {});
}

/** What it made, itself and those that it hit aside. */
export const madeOf = async (api: ClusterApi, place: LeftoversPlace): Promise<readonly Leftover[]> =>
  (await leftoversOf(api, place)).filter(({ harmed, place: { resource } }) => !harmed && resource.plural !== "chaosengines");

async function look(api: ClusterApi, place: LeftoversPlace, how: { readonly resourceVersion?: "0" }): Promise<readonly Leftover[]> {
  const { namespace, engine, target } = place;
  const [now, results] = await Promise.all([readEngine(api, place), resultsOf(api, place)]);
  const { uids: seen, targets, harmed } = memoryOf(api, place, now);
  const uids = seen.size > 0 ? seen : new Set(results.map(({ metadata }) => makerOf(metadata)).filter((uid) => uid !== ""));
  const isOf = ({ metadata }: Item): boolean =>
    uids.has(makerOf(metadata)) ||
    metadata.labels["app"] === engine ||
    (metadata.ownerReferences ?? []).some((owner) => owner.kind === "ChaosEngine" && owner.name === engine);
  const places = new Set([namespace, ...targets, ...(target === undefined ? [] : [target])]);
  const find = async (resource: Resource, where: string): Promise<Leftover[]> => {
    const { items } = await api.list({ resource, namespace: where }, itemSchema, { ...how, labelSelector: uidLabel });
    return items.filter(isOf).map((item) => leftover(resource, where, item, false));
  };
  const hit = new Set(results.filter(({ metadata }) => uids.has(makerOf(metadata))).flatMap(harmedBy));
  const found = await Promise.all([
    ...[...places].flatMap((where) => [
      ...(where === namespace ? [find(resources.jobs, where)] : []),
      find(resources.pods, where),
      find(resources.networkPolicies, where),
    ]),
    ...[...places].filter((where) => where !== namespace).map((where) => harmedIn(api, where, hit, harmed)),
  ]);
  return [...(now === null ? [] : [{ ...leftover(resources.chaosEngines, namespace, now, false), title: `ChaosEngine ${engine}` }]), ...found.flat()];
}

const leftover = (resource: Resource, namespace: string, { metadata }: Item, harmed: boolean): Leftover => ({
  place: { resource, namespace, name: metadata.name },
  uid: metadata.uid,
  ending: (metadata.deletionTimestamp ?? null) !== null,
  title: `${resource.plural}/${metadata.name} in ${namespace}${harmed ? " (harmed, and nobody has taken that back)" : ""}`,
  harmed,
});

/** Pods that live still: what was done to one goes with it. */
async function harmedIn(api: ClusterApi, namespace: string, names: ReadonlySet<string>, known: Map<string, string>): Promise<Leftover[]> {
  const found = await Promise.all(
    [...names].map((name) => api.list({ resource: resources.pods, namespace }, itemSchema, { fieldSelector: `metadata.name=${name}` })),
  );
  const living = found.flatMap(({ items }) => items);
  for (const { metadata } of living) {
    const key = `${namespace}/${metadata.name}`;
    known.set(key, known.get(key) ?? metadata.uid);
  }
  return living
    .filter(({ metadata }) => known.get(`${namespace}/${metadata.name}`) === metadata.uid)
    .map((item) => leftover(resources.pods, namespace, item, true));
}

const resultSchema = z.looseObject({
  metadata: metadataSchema,
  spec: z.looseObject({ engine: z.string().nullish() }).nullish(),
  status: z
    .looseObject({
      history: z
        .looseObject({
          targets: z.array(z.looseObject({ name: z.string().nullish(), kind: z.string().nullish(), chaosStatus: z.string().nullish() })).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
type Result = z.output<typeof resultSchema>;

/**
 * Pods into which a helper has put its fault and out of which it has not taken it: one that is killed leaves it there. A helper writes at the result,
 * `pod/<name>: injected`, then `reverted`; in the end the experiment moves that to the result's history.
 * Source: litmus-go, pkg/result/chaosresult.go (AnnotateChaosResult, GetChaosStatus).
 */
function harmedBy({ metadata: { annotations }, status }: Result): readonly string[] {
  const states = new Map<string, string>();
  for (const { name, kind, chaosStatus } of status?.history?.targets ?? []) if (kind === "pod") states.set(name ?? "", chaosStatus ?? "");
  for (const [key, value] of Object.entries(annotations)) if (key.startsWith("pod/")) states.set(key.slice("pod/".length), value);
  return [...states].filter(([name, state]) => name !== "" && state.toLowerCase() === "injected").map(([name]) => name);
}

/** Results outlive their engine, and know its UID. */
async function resultsOf(api: ClusterApi, { namespace, engine }: EnginePlace): Promise<readonly Result[]> {
  try {
    const { items } = await api.list({ resource: resources.chaosResults, namespace }, resultSchema);
    return items.filter(({ spec }) => spec?.engine === engine);
  } catch (error) {
    if (isKind(error, "missing-kind")) return [];
    throw error;
  }
}
