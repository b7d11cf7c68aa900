// Gives a workload as many replicas as a phase asks for, through whatever scales it, and puts back what it had: that is written where it was changed.
import type { ClusterApi, Named } from "../api/api.ts";
import { anyObject } from "../api/api.ts";
import { resources } from "../api/resources.ts";
import { heldReplicas, runLabel, runValue, scaledFrom } from "../marks.ts";
import { isOf, mustBeFree } from "./owner.ts";
import {
  autoscalerOf,
  replicasOf,
  scaledObjectOf,
  workloadPlace,
  workloadSchema,
  type Scaler,
  type Workload,
  type WorkloadPlace,
} from "./workload.ts";

/** What decides how many replicas there are, and where that is written. */
type Knob =
  | { readonly by: "autoscaler"; readonly place: Named; readonly of: Scaler; readonly fields: readonly ["minReplicas", "maxReplicas"] }
  | { readonly by: "KEDA"; readonly place: Named; readonly of: Scaler; readonly fields: readonly ["minReplicaCount", "maxReplicaCount"] }
  | { readonly by: "replicas"; readonly place: Named; readonly of: Workload };

async function knobOf(api: ClusterApi, place: WorkloadPlace): Promise<Knob | null> {
  const [keda, autoscaler] = await Promise.all([scaledObjectOf(api, place), autoscalerOf(api, place)]);
  const at = (resource: Named["resource"], { metadata }: Scaler): Named => ({ resource, namespace: place.namespace, name: metadata.name });
  if (keda !== null) return { by: "KEDA", place: at(resources.scaledObjects, keda), of: keda, fields: ["minReplicaCount", "maxReplicaCount"] };
  if (autoscaler !== null)
    return { by: "autoscaler", place: at(resources.autoscalers, autoscaler), of: autoscaler, fields: ["minReplicas", "maxReplicas"] };
  const workload = await api.get(workloadPlace(place), workloadSchema);
  return workload === null ? null : { by: "replicas", place: workloadPlace(place), of: workload };
}

/** How it is scaled, for the run's decision; throws where there is no such workload. */
export async function scaleWorkload(api: ClusterApi, place: WorkloadPlace, replicas: number, run: string): Promise<Knob["by"]> {
  const knob = await knobOf(api, place);
  if (knob === null) throw new Error(`there is no ${place.workload} ${place.name} in namespace ${place.namespace}`);
  mustBeFree(knob.of, run);
  const { metadata } = knob.of;
  const mark = (before: unknown) => ({
    labels: { [runLabel]: runValue(run) },
    annotations: { [scaledFrom]: metadata.annotations[scaledFrom] ?? JSON.stringify(before) },
  });
  if (knob.by === "replicas") {
    await api.patch(knob.place, { metadata: mark({ replicas: replicasOf(knob.of) }), spec: { replicas } }, anyObject);
    return knob.by;
  }
  const [least, most] = knob.fields;
  const now = { least: knob.of.spec[least] ?? null, most: knob.of.spec[most] ?? null };
  // Its maximum is its owner's word: it is raised only where the phase cannot be reached without.
  const spec = { [least]: replicas, ...(now.most !== null && now.most < replicas ? { [most]: replicas } : {}) };
  await api.patch(knob.place, { metadata: mark({ [least]: now.least, [most]: now.most }), spec }, anyObject);
  return knob.by;
}

/** Puts back what a phase changed at that object; does nothing to one that is not marked, or that another run has marked. */
export async function unscale(api: ClusterApi, place: Named, run: string): Promise<void> {
  const found = await api.get(place, anyObject);
  const before = found?.metadata.annotations[scaledFrom];
  if (found === null || before === undefined || !isOf(found, run)) return;
  const held = found.metadata.annotations[heldReplicas];
  const spec: unknown = JSON.parse(before);
  const replicas = typeof spec === "object" && spec !== null && "replicas" in spec ? String(spec.replicas) : undefined;
  // One that is held at nothing gets it when it is released.
  const change =
    held === undefined
      ? { metadata: { labels: { [runLabel]: null }, annotations: { [scaledFrom]: null } }, spec }
      : { metadata: { annotations: { [scaledFrom]: null, ...(replicas === undefined ? {} : { [heldReplicas]: replicas }) } } };
  await api.patch(place, change, anyObject);
}
