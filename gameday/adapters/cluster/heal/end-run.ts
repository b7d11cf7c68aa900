// Ends a run on the clusters of its stack from outside, once its controller is gone: what it left is taken out, then its Lease.
import { hostname, userInfo } from "node:os";
import type { ClusterOutput, Outputs } from "../../../../model/outputs.ts";
import { clusterOf } from "../clusters.ts";
import { deleteLease, readLease } from "../interlock/lease.ts";
import { reapLease, type Reaper } from "./reap.ts";
import type { Reaped } from "./record.ts";
import { healRun, isClean } from "./heal-run.ts";
import { placesOf } from "./places.ts";

const limitSeconds = 300;

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
      if (!lease.lapsed && lease.reaper === null) return { reaped: [], alive: [lease.run] };
      return { reaped: await reapLease(reaper, lease, "gameday heal"), alive: [] };
    }),
  );
  return { reaped: found.flatMap(({ reaped }) => reaped), alive: [...new Set(found.flatMap(({ alive }) => alive))] };
}

async function endRun({ api, places }: Reaper, stack: string, run: string): Promise<readonly string[]> {
  const parts = await healRun(api, places, run, limitSeconds);
  const missing = parts.filter(({ ok }) => !ok).map(({ what, detail }) => `${what}: ${detail}`);
  if (missing.length > 0) return missing;
  if (!(await isClean(api, places, run))) return [`${run} still has something in ${api.connection.title}`];
  await deleteLease(api, { namespace: places.chaosNamespace, stack }, run);
  return [];
}

async function reaperOf(outputs: Outputs, row: ClusterOutput): Promise<Reaper> {
  const { api } = await clusterOf(row);
  return { api, places: placesOf(outputs, row), name: `gameday of ${userInfo().username}@${hostname()}`, limitSeconds };
}
