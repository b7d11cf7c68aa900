// A person's word over every run on a cluster, in one ConfigMap that laptop, pipeline and reaper see: the kill switch and the hold.
import { userInfo } from "node:os";
import { z } from "zod";
import type { Refusal } from "../../../ports/interlock.ts";
import { anyObject, type ClusterApi, type Named } from "../api/api.ts";
import { isKind } from "../api/cluster-error.ts";
import { resources } from "../api/resources.ts";

export type RefusalKind = "stopped" | "held";

const refusalsName = "gameday-interlock";
const refusalSchema = z.object({ reason: z.string(), by: z.string(), at: z.number() });
const mapSchema = z.looseObject({ data: z.record(z.string(), z.string()).nullish() });

const placeOf = (namespace: string): Named => ({ resource: resources.configMaps, namespace, name: refusalsName });

/** Rejects where it cannot be read or understood: then nothing may be injected. */
export async function readRefusals(api: ClusterApi, namespace: string): Promise<Readonly<Record<RefusalKind, Refusal | null>>> {
  const data = (await api.get(placeOf(namespace), mapSchema))?.data ?? {};
  const parse = (text: string | undefined): Refusal | null => (text === undefined ? null : refusalSchema.parse(JSON.parse(text)));
  return { stopped: parse(data["stopped"]), held: parse(data["held"]) };
}

export async function writeClusterRefusal(api: ClusterApi, namespace: string, kind: RefusalKind, reason: string): Promise<void> {
  const data = { [kind]: JSON.stringify({ reason, by: userInfo().username, at: Date.now() }) };
  if ((await api.patch(placeOf(namespace), { data }, anyObject)) !== null) return;
  const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: refusalsName, namespace }, data };
  try {
    await api.create({ resource: resources.configMaps, namespace }, manifest, anyObject);
  } catch (error) {
    if (!isKind(error, "exists")) throw error;
    await api.patch(placeOf(namespace), { data }, anyObject);
  }
}

/** False when it was not set. */
export async function clearClusterRefusal(api: ClusterApi, namespace: string, kind: RefusalKind): Promise<boolean> {
  const was = (await api.get(placeOf(namespace), mapSchema))?.data?.[kind] !== undefined;
  if (was) await api.patch(placeOf(namespace), { data: { [kind]: null } }, anyObject);
  return was;
}
