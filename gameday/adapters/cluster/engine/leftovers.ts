// What an engine made and has not taken back: runner, jobs, helper and probe pods beside Litmus, network policies among the workloads.
import { z } from "zod";
import type { ClusterApi, Named } from "../api/api.ts";
import { metadataSchema, type objectSchema } from "../api/objects.ts";
import { resources, type Resource } from "../api/resources.ts";
import { isKind } from "../api/cluster-error.ts";
import { readEngine, type EnginePlace } from "./engine.ts";
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
}

const label = "chaosUID";
const itemSchema = z.looseObject({ metadata: metadataSchema });

/** As it is now, and not as a cache remembers it: this is what a run is called clean by. As many calls for ten pods as for ten thousand. */
export async function leftoversOf(api: ClusterApi, place: LeftoversPlace): Promise<readonly Leftover[]> {
  const { namespace, engine, target } = place;
  const now = await readEngine(api, place);
  const { uids: seen, targets } = memoryOf(api, place, now);
  const uids = seen.size > 0 ? seen : new Set(await resultUids(api, place));
  const isOf = ({ metadata: { labels, ownerReferences } }: z.output<typeof itemSchema>): boolean =>
    uids.has(labels[label] ?? "") ||
    labels["app"] === engine ||
    (ownerReferences ?? []).some((owner) => owner.kind === "ChaosEngine" && owner.name === engine);
  const places = new Set([namespace, ...targets, ...(target === undefined ? [] : [target])]);
  const found = await Promise.all(
    [...places].flatMap((where) => [
      ...(where === namespace ? [find(resources.jobs, where)] : []),
      find(resources.pods, where),
      find(resources.networkPolicies, where),
    ]),
  );
  return [
    ...(now === null
      ? []
      : [
          {
            place: { resource: resources.chaosEngines, namespace, name: engine },
            uid: now.metadata.uid,
            ending: isEnding(now),
            title: `ChaosEngine ${engine}`,
          },
        ]),
    ...found.flat(),
  ];

  async function find(resource: Resource, where: string): Promise<Leftover[]> {
    const { items } = await api.list({ resource, namespace: where }, itemSchema, { labelSelector: label });
    return items.filter(isOf).map((item) => ({
      place: { resource, namespace: where, name: item.metadata.name },
      uid: item.metadata.uid,
      ending: isEnding(item),
      title: `${resource.plural}/${item.metadata.name} in ${where}`,
    }));
  }
}

const isEnding = ({ metadata }: z.output<typeof objectSchema>): boolean => (metadata.deletionTimestamp ?? null) !== null;

/** Results outlive their engine, and know its UID. */
async function resultUids(api: ClusterApi, { namespace, engine }: EnginePlace): Promise<readonly string[]> {
  const schema = z.looseObject({ metadata: metadataSchema, spec: z.looseObject({ engine: z.string().nullish() }).nullish() });
  try {
    const { items } = await api.list({ resource: resources.chaosResults, namespace }, schema);
    return items.flatMap(({ metadata, spec }) => (spec?.engine === engine ? (metadata.labels[label] ?? []) : []));
  } catch (error) {
    if (isKind(error, "missing-kind")) return [];
    throw error;
  }
}
