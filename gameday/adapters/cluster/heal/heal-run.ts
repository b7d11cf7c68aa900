// Takes out of a cluster whatever a run left there, by the run's label alone: no plan, no outputs and no journal are needed. Then looks whether it is out.
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { anyObject, type ClusterApi, type Named } from "../api/api.ts";
import type { KubeObject } from "../api/objects.ts";
import { resources } from "../api/resources.ts";
import { leftoversOf } from "../engine/leftovers.ts";
import { stopEngine } from "../engine/stop.ts";
import { endClusterLoad } from "../../k6-operator/end-load.ts";
import { heldPause, heldReplicas, runValue, scaledFrom } from "../marks.ts";
import { releaseWorkload } from "../workload/hold.ts";
import { unscale } from "../workload/scale.ts";
import { labelled, loadOf } from "./labelled.ts";
import type { ClusterPlaces } from "./places.ts";
import { straysOf, type Stray } from "./strays.ts";

export interface HealedPart {
  /** "ChaosEngine x in litmus". */
  readonly what: string;
  /** Seen to be gone, or whole. */
  readonly ok: boolean;
  readonly detail: string;
}

const lookEveryMilliseconds = 500;
/** Load that does not end keeps faults in no longer than that. */
const loadMilliseconds = 60_000;
const workloadKinds = [
  ["deployment", resources.deployments],
  ["statefulset", resources.statefulSets],
] as const;
const readySchema = z.looseObject({
  spec: z.looseObject({ replicas: z.number().nullish() }),
  status: z.looseObject({ readyReplicas: z.number().nullish() }).nullish(),
});

/** Never rejects for a part that cannot be healed: it says so. Load goes first, as in every other end of a run. */
export async function healRun(api: ClusterApi, places: ClusterPlaces, run: string, limitSeconds: number): Promise<readonly HealedPart[]> {
  const deadline = Date.now() + limitSeconds * 1_000;
  const load = await loadOf(api, places.loadNamespace, run);
  const parts: Promise<HealedPart>[] = load.length === 0 ? [] : [endLoad(api, places.loadNamespace, run, deadline, load)];
  await Promise.allSettled(parts);
  for (const { metadata } of await labelled(api, resources.chaosEngines, places.chaosNamespace, run)) {
    const place = { namespace: places.chaosNamespace, engine: metadata.name };
    parts.push(
      attempt(`ChaosEngine ${metadata.name} in ${places.chaosNamespace}`, async () => {
        await stopEngine(api, place, Math.max(1, (deadline - Date.now()) / 1_000));
        const left = await leftoversOf(api, place);
        if (left.length > 0) throw new Error(`left: ${left.map(({ title }) => title).join(", ")}`);
        return "it is gone, and all that it made";
      }),
    );
  }
  const engines = Promise.allSettled(parts);
  for (const namespace of places.workloadNamespaces) parts.push(...(await healWorkloads(api, namespace, run, deadline)));
  await engines;
  for (const stray of await straysOf(api, places, run)) parts.push(removeStray(api, stray, deadline));
  return Promise.all(parts);
}

const removeStray = (api: ClusterApi, { place, uid, title }: Stray, deadline: number): Promise<HealedPart> =>
  attempt(title, async () => {
    await api.remove(place, { uid });
    const { resource, namespace } = place;
    const there = async () => (await api.list({ resource, namespace }, anyObject, { fieldSelector: `metadata.name=${place.name}` })).items;
    await until(deadline, async () => (await there()).every(({ metadata }) => metadata.uid !== uid), "it is still there");
    return "its engine is gone, and now it is too";
  });

/** Whether the run has anything in the cluster that is still to be taken out. */
export async function isClean(api: ClusterApi, places: ClusterPlaces, run: string): Promise<boolean> {
  const found = await Promise.all([
    loadOf(api, places.loadNamespace, run),
    labelled(api, resources.chaosEngines, places.chaosNamespace, run),
    straysOf(api, places, run),
    ...places.workloadNamespaces.flatMap((namespace) =>
      [...workloadKinds.map(([, resource]) => resource), resources.autoscalers, resources.scaledObjects].map((resource) =>
        labelled(api, resource, namespace, run),
      ),
    ),
  ]);
  return found.every((items) => items.length === 0);
}

const endLoad = (api: ClusterApi, namespace: string, run: string, deadline: number, load: readonly string[]): Promise<HealedPart> =>
  attempt(`load in ${namespace}: ${load.join(", ")}`, async () => {
    const limitMilliseconds = Math.min(loadMilliseconds, Math.max(0, deadline - Date.now()));
    const left = await endClusterLoad(api, { namespace, run: runValue(run), graceSeconds: 0, limitMilliseconds });
    if (left.length > 0) throw new Error(`left: ${left.join(", ")}`);
    return "it is gone";
  });

async function healWorkloads(api: ClusterApi, namespace: string, run: string, deadline: number): Promise<Promise<HealedPart>[]> {
  const parts: Promise<HealedPart>[] = [];
  // What scales a workload goes back first: it would take the workload along otherwise.
  for (const resource of [resources.scaledObjects, resources.autoscalers])
    for (const { metadata } of await labelled(api, resource, namespace, run))
      if (metadata.annotations[scaledFrom] !== undefined)
        parts.push(
          attempt(`${resource.plural}/${metadata.name} in ${namespace}`, async () => {
            await unscale(api, { resource, namespace, name: metadata.name }, run);
            return "it has again what it had";
          }),
        );
  await Promise.allSettled(parts);
  const paused = await labelled(api, resources.scaledObjects, namespace, run);
  for (const [workload, resource] of workloadKinds) {
    const names = new Set([
      ...(await labelled(api, resource, namespace, run)).map(({ metadata }) => metadata.name),
      ...paused.filter(({ metadata }) => metadata.annotations[heldPause] !== undefined).flatMap((object) => targetOf(object, workload)),
    ]);
    for (const name of names)
      parts.push(
        attempt(`${workload} ${name} in ${namespace}`, async () => {
          const place: Named = { resource, namespace, name };
          const before = await api.get(place, anyObject);
          await releaseWorkload(api, { namespace, workload, name }, run);
          await unscale(api, place, run);
          const was = before?.metadata.annotations[heldReplicas] === undefined ? "scaled by a phase" : "held at no pod";
          await until(deadline, () => isReady(api, place), `it was ${was} and is released, but its pods are not ready`);
          return `it was ${was}; all its pods are ready`;
        }),
      );
  }
  return parts;
}

const targetSchema = z.looseObject({
  spec: z.looseObject({ scaleTargetRef: z.looseObject({ kind: z.string().default("Deployment"), name: z.string() }) }),
});

function targetOf(object: KubeObject, workload: string): readonly string[] {
  const { kind, name } = targetSchema.parse(object).spec.scaleTargetRef;
  return kind.toLowerCase() === workload ? [name] : [];
}

async function isReady(api: ClusterApi, place: Named): Promise<boolean> {
  const found = await api.get(place, readySchema);
  return found !== null && (found.status?.readyReplicas ?? 0) >= (found.spec.replicas ?? 1);
}

async function attempt(what: string, work: () => Promise<string>): Promise<HealedPart> {
  try {
    return { what, ok: true, detail: await work() };
  } catch (error) {
    return { what, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function until(deadline: number, holds: () => Promise<boolean>, otherwise: string): Promise<void> {
  while (!(await holds())) {
    if (Date.now() >= deadline) throw new Error(otherwise);
    await sleep(lookEveryMilliseconds);
  }
}
