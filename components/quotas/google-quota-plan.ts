// Google: which quotas a region's nodes draw on, and how much to ask for. Pure.
import type { GooglePools } from "../cluster/google-size-plan.ts";

/** As Compute Engine calls them. Source: cloud.google.com/compute/resource-usage, checked against `gcloud beta quotas info list`. */
export type GoogleQuota = "CPUS-per-project-region" | "INSTANCES-per-project-region" | "SSD-TOTAL-GB-per-project-region";

/** The alarm rings at this part of a quota, so that a stack at its most must stay below. */
export const alarmAt = 0.8;

/** GB of every node's own disk. */
const bootDisk = 100;
/** GB of volumes: search, metrics, vectors. */
const volumes = 1_000;

export function planGoogleQuotas(pools: GooglePools): readonly { readonly quota: GoogleQuota; readonly wanted: number }[] {
  const all = Object.values(pools);
  // A node more in each pool while one is replaced.
  const nodes = all.reduce((sum, { maximum }) => sum + maximum + 1, 0);
  const cores = all.reduce((sum, pool) => sum + (pool.maximum + 1) * pool.cores, 0);
  const below = (need: number): number => Math.floor(need / alarmAt) + 1;
  return [
    { quota: "CPUS-per-project-region", wanted: below(cores) },
    { quota: "INSTANCES-per-project-region", wanted: below(nodes) },
    { quota: "SSD-TOTAL-GB-per-project-region", wanted: below(nodes * bootDisk + volumes) },
  ];
}
