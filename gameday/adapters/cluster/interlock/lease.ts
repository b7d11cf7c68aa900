// A run's hold on a stack, as a Lease in the cluster: renewed while its controller lives, so that anybody can see when it does not.
import { hostname, userInfo } from "node:os";
import { z } from "zod";
import { anyObject, type ClusterApi, type Named } from "../api/api.ts";
import { isKind } from "../api/cluster-error.ts";
import { metadataSchema } from "../api/objects.ts";
import { resources } from "../api/resources.ts";
import { runLabel, runValue } from "../marks.ts";

/** Not renewed for so long, its controller is taken to be gone. An API server that is started anew is back before. */
export const leaseSeconds = 30;

const annotation = {
  run: "gameday/run-id",
  stack: "gameday/stack",
  folder: "gameday/folder",
  abort: "gameday/abort",
  reaper: "gameday/reaper",
} as const;

const leaseSchema = z.looseObject({
  metadata: metadataSchema,
  spec: z.looseObject({
    holderIdentity: z.string().nullish(),
    leaseDurationSeconds: z.number().nullish(),
    renewTime: z.string().nullish(),
  }),
});

export interface Lease {
  readonly name: string;
  readonly run: string;
  readonly stack: string;
  readonly folder: string;
  /** User, machine and process. */
  readonly holder: string;
  readonly resourceVersion: string;
  /** Unix ms. */
  readonly renewedAt: number;
  /** By the clock of whoever looks. */
  readonly lapsed: boolean;
  /** Somebody asks the run to end, and why. */
  readonly abort: string | null;
  /** Whoever heals instead of the controller. */
  readonly reaper: string | null;
}

export interface LeasePlace {
  /** Where engines are made. */
  readonly namespace: string;
  readonly stack: string;
}

/** A stack is told apart by its name. */
export const leaseName = (stack: string): string =>
  `gameday-${stack
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-")
    .slice(0, 50)
    .replace(/-+$/, "")}`;

const placeOf = ({ namespace, stack }: LeasePlace): Named => ({ resource: resources.leases, namespace, name: leaseName(stack) });
const now = (): string => new Date().toISOString().replace("Z", "000Z"); // Microseconds, as the API has them.

/** Rejects with ClusterError `exists` where the stack has one. */
export async function createLease(api: ClusterApi, place: LeasePlace, run: string, folder: string): Promise<Lease> {
  const manifest = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: {
      name: leaseName(place.stack),
      namespace: place.namespace,
      labels: { [runLabel]: runValue(run) },
      annotations: { [annotation.run]: run, [annotation.stack]: place.stack, [annotation.folder]: folder },
    },
    spec: {
      holderIdentity: `${userInfo().username}@${hostname()}/${process.pid}`,
      leaseDurationSeconds: leaseSeconds,
      acquireTime: now(),
      renewTime: now(),
    },
  };
  return read(await api.create({ resource: resources.leases, namespace: place.namespace }, manifest, leaseSchema));
}

export async function readLease(api: ClusterApi, place: LeasePlace): Promise<Lease | null> {
  const found = await api.get(placeOf(place), leaseSchema);
  return found === null ? null : read(found);
}

/** Every run that has, or had, a stack on the cluster. */
export async function listLeases(api: ClusterApi, namespace: string): Promise<readonly Lease[]> {
  const { items } = await api.list({ resource: resources.leases, namespace }, leaseSchema, { labelSelector: runLabel });
  return items.map(read);
}

/** Null: it is gone. Rejects with ClusterError `conflict` where somebody has changed it since: read it then. */
export async function renewLease(api: ClusterApi, place: LeasePlace, { resourceVersion }: Lease): Promise<Lease | null> {
  const renewed = await api.patch(placeOf(place), { metadata: { resourceVersion }, spec: { renewTime: now() } }, leaseSchema);
  return renewed === null ? null : read(renewed);
}

/** From then on its controller, should it come back, knows that another one heals. False: the Lease was renewed meanwhile, or is gone. */
export async function takeOver(api: ClusterApi, namespace: string, { name, resourceVersion }: Lease, reaper: string): Promise<boolean> {
  const change = { metadata: { resourceVersion, annotations: { [annotation.reaper]: reaper } } };
  try {
    return (await api.patch({ resource: resources.leases, namespace, name }, change, anyObject)) !== null;
  } catch (error) {
    if (isKind(error, "conflict")) return false;
    throw error;
  }
}

/** False: no run has the stack. */
export async function askForAbort(api: ClusterApi, place: LeasePlace, reason: string): Promise<boolean> {
  return (await api.patch(placeOf(place), { metadata: { annotations: { [annotation.abort]: reason } } }, anyObject)) !== null;
}

/** Only that run's. */
export async function deleteLease(api: ClusterApi, place: LeasePlace, run: string): Promise<void> {
  const found = await api.get(placeOf(place), leaseSchema);
  if (found !== null && read(found).run === run) await api.remove(placeOf(place), { uid: found.metadata.uid });
}

function read({ metadata, spec }: z.output<typeof leaseSchema>): Lease {
  const renewedAt = Date.parse(spec.renewTime ?? "") || 0;
  const { annotations } = metadata;
  return {
    name: metadata.name,
    run: annotations[annotation.run] ?? "",
    stack: annotations[annotation.stack] ?? "",
    folder: annotations[annotation.folder] ?? "",
    holder: spec.holderIdentity ?? "",
    resourceVersion: metadata.resourceVersion,
    renewedAt,
    lapsed: Date.now() - renewedAt > (spec.leaseDurationSeconds ?? leaseSeconds) * 1_000,
    abort: annotations[annotation.abort] ?? null,
    reaper: annotations[annotation.reaper] ?? null,
  };
}
