// A person's word over the runs on a stack's clusters, from any machine: kill switch, hold, abort.
import type { Outputs } from "../../../../model/outputs.ts";
import { UserError, type Problem } from "../../../../model/user-error.ts";
import { exitCodes } from "../../../../model/verdict.ts";
import type { ClusterApi } from "../api/api.ts";
import { problemOf } from "../api/cluster-error.ts";
import { clusterOf } from "../clusters.ts";
import { askForAbort, listLeases, readLease } from "./lease.ts";
import { clearClusterRefusal, writeClusterRefusal, type RefusalKind } from "./refusals.ts";

/** Every cluster is told, also when one cannot be; then UserError with those that were not. Resolves with the runs that are under way there. */
export async function refuseOnClusters(outputs: Outputs, kind: RefusalKind, reason: string): Promise<readonly string[]> {
  const runs = await onEach(outputs, async (api, namespace) => {
    await writeClusterRefusal(api, namespace, kind, reason);
    return (await listLeases(api, namespace)).filter(({ lapsed }) => !lapsed).map(({ run }) => run);
  });
  return [...new Set(runs.flat())];
}

/** False when it was not set anywhere. */
export async function allowOnClusters(outputs: Outputs, kind: RefusalKind): Promise<boolean> {
  return (await onEach(outputs, (api, namespace) => clearClusterRefusal(api, namespace, kind))).some(Boolean);
}

/** Throws UserError where no run has the stack, or another one than `run`. */
export async function abortOnClusters(outputs: Outputs, run: string | undefined, reason: string): Promise<void> {
  const { stack } = outputs;
  const asked = await onEach(outputs, async (api, namespace) => {
    const place = { namespace, stack };
    const lease = await readLease(api, place);
    if (lease === null || (run !== undefined && lease.run !== run)) return false;
    return askForAbort(api, place, reason);
  });
  if (asked.includes(true)) return;
  const message = run === undefined ? "no run has it" : `the run ${run} does not have it`;
  throw new UserError(`nothing can be ended on ${stack}`, [{ path: "--stack", message }]);
}

async function onEach<T>({ stack, clusters }: Outputs, work: (api: ClusterApi, namespace: string) => Promise<T>): Promise<readonly T[]> {
  if (clusters.length === 0)
    throw new UserError(`the stack ${stack} is on no cluster`, [
      { path: "--stack", message: "its outputs name none", remedy: "leave --stack out: a stack of this machine obeys without it" },
    ]);
  const problems: Problem[] = [];
  const results: T[] = [];
  for (const row of clusters) {
    try {
      results.push(await work((await clusterOf(row)).api, row.chaosNamespace));
    } catch (error) {
      problems.push(problemOf(`clusters.${row.id}`, error));
    }
  }
  if (problems.length > 0) throw new UserError(`not every cluster of ${stack} could be told:`, problems, exitCodes.refused);
  return results;
}
