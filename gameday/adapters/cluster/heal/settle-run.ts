// Sees that a run has nothing in a cluster any more, before anybody else may have the stack: what it left is healed once more, and looked for again.
import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi } from "../api/api.ts";
import { healRun, isClean } from "./heal-run.ts";
import type { ClusterPlaces } from "./places.ts";

const attempts = 3;
const betweenMilliseconds = 2_000;

/** One sentence for each thing that is left, or cannot be told; empty: nothing is. Never rejects. A server that refuses for a moment is asked again. */
export async function settleRun(api: ClusterApi, places: ClusterPlaces, run: string, limitSeconds: number): Promise<readonly string[]> {
  const deadline = Date.now() + limitSeconds * 1_000;
  for (let attempt = 1; ; attempt += 1) {
    const left = await settleOnce(api, places, run, Math.max(1, (deadline - Date.now()) / 1_000));
    if (left.length === 0 || attempt === attempts || Date.now() + betweenMilliseconds >= deadline) return left;
    await sleep(betweenMilliseconds);
  }
}

async function settleOnce(api: ClusterApi, places: ClusterPlaces, run: string, limitSeconds: number): Promise<readonly string[]> {
  try {
    if (await isClean(api, places, run)) return [];
    const parts = await healRun(api, places, run, limitSeconds);
    const missing = parts.filter(({ ok }) => !ok).map(({ what, detail }) => `${what}: ${detail}`);
    if (missing.length > 0) return missing;
    return (await isClean(api, places, run)) ? [] : [`${run} still has something in ${api.connection.title}`];
  } catch (error) {
    return [`it cannot be told what ${run} left: ${error instanceof Error ? error.message : String(error)}`];
  }
}
