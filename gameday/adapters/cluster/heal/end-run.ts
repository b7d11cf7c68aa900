// Ends a run on the clusters of its stack from outside, once its controller is gone: what it left is taken out, then its Lease.
import { hostname, userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterOutput, Outputs } from "../../../../model/outputs.ts";
import type { ClusterApi } from "../api/api.ts";
import { clusterOf } from "../clusters.ts";
import { deleteLease, leaseSeconds, readLease, type Lease, type LeasePlace } from "../interlock/lease.ts";
import { reapLease, type Reaper } from "./reap.ts";
import type { Reaped } from "./record.ts";
import { placesOf } from "./places.ts";
import { settleRun } from "./settle-run.ts";

const limitSeconds = 300;
const settleSeconds = 120;
const lookEveryMilliseconds = 1_000;

/** For a controller that lives: the same without its Lease, which it gives up itself. */
export async function settleOn(outputs: Outputs, row: ClusterOutput, run: string): Promise<readonly string[]> {
  try {
    const { api } = await clusterOf(row);
    return (await settleRun(api, placesOf(outputs, row), run, settleSeconds)).map((part) => `${row.id}: ${part}`);
  } catch (error) {
    return [`${row.id}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** One sentence for each cluster on which something is left, or cannot be told; empty: nothing is. */
export async function endRunOnClusters(outputs: Outputs, run: string): Promise<readonly string[]> {
  const told = await Promise.all(
    outputs.clusters.map(async (row) => {
      try {
        return await endRun(await reaperOf(outputs, row), outputs.stack, run);
      } catch (error) {
        return [`${row.id}: ${error instanceof Error ? error.message : String(error)}`];
      }
    }),
  );
  return told.flat();
}

/** Of every cluster of the stack, the run that left it without an end; what was done to each. `alive`: those that have it now. */
export async function healStack(outputs: Outputs): Promise<{ readonly reaped: readonly Reaped[]; readonly alive: readonly string[] }> {
  const found = await Promise.all(
    outputs.clusters.map(async (row) => {
      const reaper = await reaperOf(outputs, row);
      const lease = await readLease(reaper.api, { namespace: row.chaosNamespace, stack: outputs.stack });
      if (lease === null) return { reaped: [], alive: [] };
      const still = await unrenewed(reaper.api, { namespace: row.chaosNamespace, stack: outputs.stack }, lease);
      if (still === null) return { reaped: [], alive: [] };
      if (still === "renewed") return { reaped: [], alive: [lease.run] };
      return { reaped: await reapLease(reaper, still, "gameday heal"), alive: [] };
    }),
  );
  return { reaped: found.flatMap(({ reaped }) => reaped), alive: [...new Set(found.flatMap(({ alive }) => alive))] };
}

/** Watched for as long as it lasts, by this machine's clock alone: its holder's may be another time. Null: it is gone, and its run with it. */
async function unrenewed(api: ClusterApi, place: LeasePlace, first: Lease): Promise<Lease | "renewed" | null> {
  let lease: Lease | null = first;
  for (const since = performance.now(); lease?.reaper === null && performance.now() - since <= leaseSeconds * 1_000;) {
    await sleep(lookEveryMilliseconds);
    lease = await readLease(api, place);
    if (lease?.run !== first.run) return null;
    if (lease.renewedAt !== first.renewedAt) return "renewed";
  }
  return lease;
}

async function endRun({ api, places }: Reaper, stack: string, run: string): Promise<readonly string[]> {
  const left = await settleRun(api, places, run, limitSeconds);
  if (left.length === 0) await deleteLease(api, { namespace: places.chaosNamespace, stack }, run);
  return left;
}

async function reaperOf(outputs: Outputs, row: ClusterOutput): Promise<Reaper> {
  const { api } = await clusterOf(row);
  return { api, places: placesOf(outputs, row), name: `gameday of ${userInfo().username}@${hostname()}`, limitSeconds };
}
