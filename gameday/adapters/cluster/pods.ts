// The pods of a namespace, and how many its workloads ask for: from one list and one watch of each kind, whatever is looked at and however many there are.
import { z } from "zod";
import type { ClusterApi } from "./api/api.ts";
import { hasLabels, metadataSchema } from "./api/objects.ts";
import { resources } from "./api/resources.ts";
import { Watched, type Kept } from "./api/watch.ts";

const podSchema = z.looseObject({
  metadata: metadataSchema,
  status: z
    .looseObject({
      phase: z.string().default(""),
      conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).nullish(),
      containerStatuses: z.array(z.looseObject({ restartCount: z.number().default(0) })).nullish(),
    })
    .optional(),
});

const workloadSchema = z.looseObject({
  metadata: metadataSchema,
  spec: z.looseObject({
    replicas: z.number().nullish(),
    template: z.looseObject({ metadata: metadataSchema.optional() }),
  }),
  status: z.looseObject({ desiredNumberScheduled: z.number().nullish() }).optional(),
});

interface Pod {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ready: boolean;
  readonly restarts: number;
  /** It has ended, or was told to: it is none that serves. */
  readonly ending: boolean;
}

interface Asking {
  readonly labels: Readonly<Record<string, string>>;
  readonly replicas: number;
}

export interface PodCounts {
  /** That are not ending. */
  readonly pods: number;
  readonly ready: number;
  /** That are neither ready nor ending. */
  readonly waiting: readonly string[];
  readonly ending: number;
  /** Replicas that workloads with these labels ask for; 0: there is no such workload. */
  readonly asked: number;
  /** Distinct pods that were ever seen: a number that grows. */
  readonly seen: number;
  /** Starts of containers beyond the first, of all pods that were ever seen. */
  readonly restarts: number;
}

export class NamespacePods {
  readonly #pods: Watched<Pod>;
  readonly #workloads: readonly Watched<Asking>[];
  /** Every pod that was ever seen, those that are gone too. */
  readonly #seen = new Map<string, Pick<Pod, "labels" | "restarts">>();

  constructor(api: ClusterApi, namespace: string) {
    this.#pods = new Watched(api, {
      place: { resource: resources.pods, namespace },
      reduce: reducePod,
      onChange: ({ id, value: { labels, restarts } }) =>
        this.#seen.set(id, { labels, restarts: Math.max(restarts, this.#seen.get(id)?.restarts ?? 0) }),
    });
    this.#workloads = [resources.deployments, resources.statefulSets, resources.daemonSets].map(
      (resource) => new Watched(api, { place: { resource, namespace }, reduce: reduceWorkload, onChange: () => undefined }),
    );
  }

  /** Rejects with ClusterError while it cannot be told. */
  async count(labels: Readonly<Record<string, string>>): Promise<PodCounts> {
    const [pods, ...workloads] = await Promise.all([this.#pods.current(), ...this.#workloads.map((watched) => watched.current())]);
    const selected = [...pods.values()].filter((pod) => hasLabels(pod.labels, labels));
    const serving = selected.filter(({ ending }) => !ending);
    const seen = [...this.#seen.values()].filter((pod) => hasLabels(pod.labels, labels));
    const asking = workloads.flatMap((of) => [...of.values()]).filter((workload) => hasLabels(workload.labels, labels));
    return {
      pods: serving.length,
      ready: serving.filter(({ ready }) => ready).length,
      waiting: serving.filter(({ ready }) => !ready).map(({ name }) => name),
      ending: selected.length - serving.length,
      asked: asking.reduce((sum, { replicas }) => sum + replicas, 0),
      seen: seen.length,
      restarts: seen.reduce((sum, { restarts }) => sum + restarts, 0),
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.#pods.close(), ...this.#workloads.map((watched) => watched.close())]);
  }
}

function reducePod(object: unknown): Kept<Pod> {
  const { metadata, status } = podSchema.parse(object);
  const phase = status?.phase ?? "";
  return {
    id: metadata.uid,
    value: {
      name: metadata.name,
      labels: metadata.labels,
      ready: (status?.conditions ?? []).some((condition) => condition.type === "Ready" && condition.status === "True"),
      restarts: (status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0),
      ending: (metadata.deletionTimestamp ?? null) !== null || phase === "Succeeded" || phase === "Failed",
    },
  };
}

function reduceWorkload(object: unknown): Kept<Asking> {
  const { metadata, spec, status } = workloadSchema.parse(object);
  return {
    id: metadata.uid,
    value: { labels: spec.template.metadata?.labels ?? {}, replicas: status?.desiredNumberScheduled ?? spec.replicas ?? 1 },
  };
}
