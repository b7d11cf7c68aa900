// A workload as it is scaled here, and what else scales it: an autoscaler, or KEDA.
import { z } from "zod";
import type { ClusterApi, Named } from "../api/api.ts";
import { isKind } from "../api/cluster-error.ts";
import { metadataSchema } from "../api/objects.ts";
import { resources } from "../api/resources.ts";

export const workloadSchema = z.looseObject({
  metadata: metadataSchema,
  spec: z.looseObject({ replicas: z.number().nullish() }),
  status: z.looseObject({ readyReplicas: z.number().nullish() }).nullish(),
});
export type Workload = z.output<typeof workloadSchema>;

export interface WorkloadPlace {
  readonly namespace: string;
  readonly workload: "deployment" | "statefulset";
  readonly name: string;
}

export const workloadPlace = ({ namespace, workload, name }: WorkloadPlace): Named => ({
  resource: workload === "deployment" ? resources.deployments : resources.statefulSets,
  namespace,
  name,
});

/** Kubernetes' own default. */
export const replicasOf = ({ spec }: Workload): number => spec.replicas ?? 1;

const target = z.looseObject({ kind: z.string().default("Deployment"), name: z.string() });
export const scalerSchema = z.looseObject({
  metadata: metadataSchema,
  spec: z.looseObject({
    scaleTargetRef: target,
    minReplicas: z.number().nullish(),
    maxReplicas: z.number().nullish(),
    minReplicaCount: z.number().nullish(),
    maxReplicaCount: z.number().nullish(),
  }),
});
export type Scaler = z.output<typeof scalerSchema>;

const scales = (scaler: Scaler, { workload, name }: WorkloadPlace): boolean =>
  scaler.spec.scaleTargetRef.name === name && scaler.spec.scaleTargetRef.kind.toLowerCase() === workload;

/** KEDA's, where the cluster has KEDA. */
export const scaledObjectOf = (api: ClusterApi, place: WorkloadPlace): Promise<Scaler | null> => scalerIn(api, place, "scaledObjects");

/** The autoscaler that is nobody's: KEDA makes one for each ScaledObject, and changes it back. */
export async function autoscalerOf(api: ClusterApi, place: WorkloadPlace): Promise<Scaler | null> {
  const found = await scalerIn(api, place, "autoscalers");
  return found === null || (found.metadata.ownerReferences ?? []).length > 0 ? null : found;
}

async function scalerIn(api: ClusterApi, place: WorkloadPlace, kind: "autoscalers" | "scaledObjects"): Promise<Scaler | null> {
  try {
    const { items } = await api.list({ resource: resources[kind], namespace: place.namespace }, scalerSchema);
    return items.find((scaler) => scales(scaler, place)) ?? null;
  } catch (error) {
    if (isKind(error, "missing-kind")) return null;
    throw error;
  }
}
