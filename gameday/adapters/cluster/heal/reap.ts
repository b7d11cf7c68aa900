// One look over a cluster for runs whose controller is gone, or was told to end and does not: each is healed, and what was done is written down.
import type { ClusterApi } from "../api/api.ts";
import { resources } from "../api/resources.ts";
import { deleteLease, leaseSeconds, listLeases, takeOver, type Lease } from "../interlock/lease.ts";
import { readRefusals } from "../interlock/refusals.ts";
import { runLabel, runValue } from "../marks.ts";
import { healRun, isClean } from "./heal-run.ts";
import { labelled, loadObjects } from "./labelled.ts";
import type { ClusterPlaces } from "./places.ts";
import { writeRecord, type Reaped } from "./record.ts";
import { allStrays } from "./strays.ts";

export interface Reaper {
  readonly api: ClusterApi;
  readonly places: ClusterPlaces;
  /** Its name, for whoever asks who healed. */
  readonly name: string;
  readonly limitSeconds: number;
}

/** What was seen of a Lease, and since when by this process's own clock: two machines' clocks are never compared. */
export type Sightings = Map<string, { readonly version: string; readonly since: number }>;

/** A run that has been told to end heals by itself; it gets this long. */
const endingMilliseconds = 120_000;

export async function reap(reaper: Reaper, sightings: Sightings): Promise<readonly Reaped[]> {
  const { api, places } = reaper;
  // Before the Leases: a run's Lease is there before anything else of it.
  const running = await runsWithParts(reaper);
  const leases = await listLeases(api, places.chaosNamespace);
  const { stopped } = await readRefusals(api, places.chaosNamespace).catch(() => ({ stopped: null }));
  const now = Date.now();
  const reaped: Reaped[] = [];
  for (const lease of leases) {
    const reason = reasonFor(
      lease,
      sightings,
      stopped !== null && isOld(sightings, switchKey(lease.run), String(stopped.at), endingMilliseconds, now),
      now,
    );
    if (reason !== null) reaped.push(...(await reapLease(reaper, lease, reason)));
  }
  const living = new Set(leases.map(({ run }) => runValue(run)));
  const orphans = running.filter((run) => !living.has(run));
  for (const run of orphans) if (isStill(sightings, orphanKey(run), "", now)) reaped.push(await healed(reaper, run, "it has no Lease any more"));
  const seen = new Set([...leases.flatMap(({ name, run }) => [name, ...(stopped === null ? [] : [switchKey(run)])]), ...orphans.map(orphanKey)]);
  for (const key of sightings.keys()) if (!seen.has(key)) sightings.delete(key);
  return reaped;
}

/** Null: its controller lives. A Lease that has not changed for as long as it lasts has lapsed, whatever its time says. */
function reasonFor({ name, resourceVersion, reaper }: Lease, sightings: Sightings, stopped: boolean, now: number): string | null {
  const still = isStill(sightings, name, resourceVersion, now);
  if (reaper !== null) return "healing was begun and not seen to its end";
  if (still) return `its Lease was not renewed for ${leaseSeconds} s`;
  if (stopped) return "the kill switch is set and its controller does not end it";
  return null;
}

const switchKey = (run: string): string => `kill switch: ${run}`;
const orphanKey = (run: string): string => `without a Lease: ${run}`;

/** Seen as it is for as long as a Lease lasts. */
const isStill = (sightings: Sightings, key: string, version: string, now: number): boolean =>
  isOld(sightings, key, version, leaseSeconds * 1_000, now);

function isOld(sightings: Sightings, key: string, version: string, milliseconds: number, now: number): boolean {
  const seen = sightings.get(key);
  const since = seen?.version === version ? seen.since : now;
  sightings.set(key, { version, since });
  return now - since > milliseconds;
}

/** For `gameday heal --stack`: a Lease that has lapsed, by now. Empty: it was renewed meanwhile. */
export async function reapLease(reaper: Reaper, lease: Lease, reason: string): Promise<readonly Reaped[]> {
  const { api, places, name } = reaper;
  if (lease.reaper !== name && !(await takeOver(api, places.chaosNamespace, lease, name))) return [];
  const result = await healed(reaper, lease.run, reason);
  if (result.ok) await deleteLease(api, { namespace: places.chaosNamespace, stack: lease.stack }, lease.run);
  return [result];
}

async function healed(reaper: Reaper, run: string, reason: string): Promise<Reaped> {
  const { api, places, limitSeconds } = reaper;
  const parts = await healRun(api, places, run, limitSeconds);
  const ok = parts.every((part) => part.ok) && (await isClean(api, places, run));
  const result = { run, reason, parts, ok };
  await writeRecord(api, places.chaosNamespace, reaper.name, result);
  return result;
}

/** By their labels, and by those of their results. */
async function runsWithParts({ api, places }: Reaper): Promise<readonly string[]> {
  const found = await Promise.all([
    labelled(api, resources.chaosEngines, places.chaosNamespace),
    loadObjects(api, places.loadNamespace).then((load) => load.map(([, object]) => object)),
    ...places.workloadNamespaces.flatMap((namespace) =>
      [resources.deployments, resources.statefulSets, resources.autoscalers, resources.scaledObjects].map((resource) =>
        labelled(api, resource, namespace),
      ),
    ),
  ]);
  const strays = await allStrays(api, places);
  const runs = [...found.flat().map(({ metadata }) => metadata.labels[runLabel] ?? ""), ...strays.map(({ run }) => run)];
  return [...new Set(runs)].filter((run) => run !== "");
}
