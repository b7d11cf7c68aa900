// Scales a workload to no pod and keeps it there, and gives it back; how many pods it had is written at the workload itself, in the same change.
import type { ClusterApi, Named } from "../api/api.ts";
import { anyObject } from "../api/api.ts";
import { ClusterError, isKind } from "../api/cluster-error.ts";
import { resources } from "../api/resources.ts";
import { heldPause, heldReplicas, runLabel, runValue, scaledFrom } from "../marks.ts";
import { isOf, mustBeFree } from "./owner.ts";
import { replicasOf, scaledObjectOf, workloadPlace, workloadSchema, type Scaler, type WorkloadPlace } from "./workload.ts";

/** KEDA's own: as many replicas, whatever its triggers say. */
const pausedReplicas = "autoscaling.keda.sh/paused-replicas";
const attempts = 5;

/** An autoscaler of Kubernetes' own lets a workload with no replicas alone; KEDA would bring it back, and is paused. */
export async function holdWorkload(api: ClusterApi, place: WorkloadPlace, run: string): Promise<void> {
  const scaler = await scaledObjectOf(api, place);
  if (scaler !== null) mustBeFree(scaler, run);
  if (scaler !== null && scaler.metadata.annotations[heldPause] === undefined)
    await api.patch(
      scalerPlace(scaler),
      {
        metadata: {
          labels: { [runLabel]: runValue(run) },
          annotations: { [heldPause]: scaler.metadata.annotations[pausedReplicas] ?? "", [pausedReplicas]: "0" },
        },
      },
      anyObject,
    );
  await change(api, place, (workload) => {
    mustBeFree(workload, run);
    const held = workload.metadata.annotations[heldReplicas] ?? String(replicasOf(workload));
    return {
      metadata: { labels: { [runLabel]: runValue(run) }, annotations: { [heldReplicas]: held } },
      spec: { replicas: 0 },
    };
  });
}

/** Does nothing to one that is not held, or that another run holds. */
export async function releaseWorkload(api: ClusterApi, place: WorkloadPlace, run: string): Promise<void> {
  await change(api, place, (workload) => {
    const held = workload.metadata.annotations[heldReplicas];
    if (held === undefined || !isOf(workload, run)) return null;
    const { annotations } = workload.metadata;
    const labels = annotations[scaledFrom] === undefined ? { labels: { [runLabel]: null } } : {};
    return { metadata: { ...labels, annotations: { [heldReplicas]: null } }, spec: { replicas: Number(held) } };
  });
  const scaler = await scaledObjectOf(api, place);
  const before = scaler?.metadata.annotations[heldPause];
  if (scaler === null || before === undefined || !isOf(scaler, run)) return;
  const annotations = { [heldPause]: null, [pausedReplicas]: before === "" ? null : before };
  const labels = scaler.metadata.annotations[scaledFrom] === undefined ? { labels: { [runLabel]: null } } : {};
  await api.patch(scalerPlace(scaler), { metadata: { ...labels, annotations } }, anyObject);
}

const scalerPlace = ({ metadata: { namespace, name } }: Scaler): Named => ({ resource: resources.scaledObjects, namespace, name });

/** Read, changed, and written only if nobody else has changed it meanwhile. */
async function change(
  api: ClusterApi,
  place: WorkloadPlace,
  to: (workload: NonNullable<Awaited<ReturnType<typeof read>>>) => { readonly metadata: object; readonly spec: object } | null,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const workload = await read(api, place);
    if (workload === null)
      throw new ClusterError(
        "not-found",
        `there is no ${place.workload} ${place.name} in namespace ${place.namespace}`,
        "correct the stack's outputs",
      );
    const wanted = to(workload);
    if (wanted === null) return;
    try {
      const { resourceVersion } = workload.metadata;
      await api.patch(workloadPlace(place), { ...wanted, metadata: { ...wanted.metadata, resourceVersion } }, workloadSchema);
      return;
    } catch (error) {
      if (!isKind(error, "conflict") || attempt === attempts) throw error;
    }
  }
}

const read = (api: ClusterApi, place: WorkloadPlace) => api.get(workloadPlace(place), workloadSchema);
