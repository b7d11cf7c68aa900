// What a reaper did, where anybody can read it: an Event in the cluster, and a ConfigMap that keeps the last runs.
import { z } from "zod";
import { anyObject, type ClusterApi } from "../api/api.ts";
import { isKind } from "../api/cluster-error.ts";
import { resources } from "../api/resources.ts";
import { runValue } from "../marks.ts";
import type { HealedPart } from "./heal-run.ts";

/** What was done about one run. */
export interface Reaped {
  readonly run: string;
  readonly reason: string;
  readonly parts: readonly HealedPart[];
  readonly ok: boolean;
}

const recordName = "gameday-reaper";
const keptRuns = 20;
const mapSchema = z.looseObject({ data: z.record(z.string(), z.string()).nullish() });

/** Healing comes before its record: what cannot be written is not written. */
export async function writeRecord(api: ClusterApi, namespace: string, by: string, reaped: Reaped): Promise<void> {
  await writeMap(api, namespace, by, reaped).catch(() => undefined);
  await writeEvent(api, namespace, by, reaped).catch(() => undefined);
}

async function writeMap(api: ClusterApi, namespace: string, by: string, { run, reason, parts, ok }: Reaped): Promise<void> {
  const place = { resource: resources.configMaps, namespace, name: recordName };
  const at = new Date().toISOString();
  const entry = { [runValue(run)]: JSON.stringify({ at, by, reason, ok, parts }) };
  const known = (await api.get(place, mapSchema))?.data;
  if (known === undefined || known === null) {
    const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: recordName, namespace }, data: entry };
    await api.create({ resource: resources.configMaps, namespace }, manifest, anyObject).catch((error: unknown) => {
      if (!isKind(error, "exists")) throw error;
    });
    return;
  }
  // Ids begin with the time: the oldest come first.
  const old = Object.keys(known).toSorted().slice(0, -keptRuns);
  await api.patch(place, { data: { ...Object.fromEntries(old.map((key) => [key, null])), ...entry } }, anyObject);
}

async function writeEvent(api: ClusterApi, namespace: string, by: string, { run, reason, parts, ok }: Reaped): Promise<void> {
  const now = new Date().toISOString();
  const missing = parts.filter((part) => !part.ok).map(({ what, detail }) => `${what}: ${detail}`);
  const told = ok ? `${parts.length} parts of it are healed` : `NOT HEALED: ${missing.join("; ")}`;
  await api.create(
    { resource: resources.events, namespace },
    {
      apiVersion: "v1",
      kind: "Event",
      metadata: { generateName: "gameday-reaper-", namespace },
      involvedObject: { apiVersion: "v1", kind: "ConfigMap", name: recordName, namespace },
      type: ok ? "Normal" : "Warning",
      reason: ok ? "RunHealed" : "RunNotHealed",
      message: `run ${run}: ${reason}; ${told}`.slice(0, 1_000),
      source: { component: by },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    },
    anyObject,
  );
}
