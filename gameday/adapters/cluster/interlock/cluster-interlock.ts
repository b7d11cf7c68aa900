// Lock, kill switch and hold of a stack that runs on clusters: in each of them, where a laptop and a pipeline see the same.
import type { ClusterOutput, Outputs } from "../../../../model/outputs.ts";
import { UserError } from "../../../../model/user-error.ts";
import { exitCodes } from "../../../../model/verdict.ts";
import type { InterlockPort, Refusal } from "../../../ports/interlock.ts";
import { isKind, problemOf } from "../api/cluster-error.ts";
import { clusterOf, type Cluster } from "../clusters.ts";
import { placesOf } from "../heal/places.ts";
import { settleRun } from "../heal/settle-run.ts";
import { HeldLease, type OnAsked } from "./held-lease.ts";
import { createLease, readLease, type Lease } from "./lease.ts";
import { readRefusals, type RefusalKind } from "./refusals.ts";

/** For what a run has left when its Lease is to be given up; the reaper has longer. */
const healSeconds = 60;

interface Held {
  readonly row: ClusterOutput;
  readonly lease: HeldLease;
}

export function createClusterInterlock(outputs: Outputs): InterlockPort {
  const { stack, clusters } = outputs;
  const held: Held[] = [];
  let listener: OnAsked | null = null;
  let early: Parameters<OnAsked> | null = null;
  const onAsked: OnAsked = (by, reason) => {
    if (listener === null) early ??= [by, reason];
    else listener(by, reason);
  };

  /** A stack that is not seen to be clean is not given to anybody else. */
  async function release(run: string): Promise<void> {
    const left = await Promise.all(
      held.splice(0).map(async ({ row, lease }) => {
        const { api } = await clusterOf(row);
        const parts = await settleRun(api, placesOf(outputs, row), run, healSeconds);
        await (parts.length === 0 ? lease.release() : lease.leave());
        return parts.map((part) => `${row.id}: ${part}`);
      }),
    );
    if (left.flat().length > 0) throw new Error(`${run} keeps its Lease of ${stack}: ${left.flat().join("; ")}`);
  }

  async function refusal(kind: RefusalKind): Promise<Refusal | null> {
    if (held.some(({ lease }) => !lease.fresh)) throw new Error("the Lease of this run is not renewed, so others may take the controller for dead");
    const all = await Promise.all(clusters.map(async (row) => (await readRefusals((await clusterOf(row)).api, row.chaosNamespace))[kind]));
    return all.find((found) => found !== null) ?? null;
  }

  return {
    async acquire(run, folder) {
      try {
        for (const row of clusters) held.push({ row, lease: await take(row, await clusterOf(row), stack, run, folder, onAsked) });
        const stopped = await refusal("stopped");
        if (stopped !== null)
          throw new UserError(
            "the kill switch is set in the cluster: no run may begin",
            [{ path: "gameday stop --all", message: `${stopped.by} said: ${stopped.reason}`, remedy: `gameday allow --stack ${stack}` }],
            exitCodes.refused,
          );
        return () => release(run);
      } catch (error) {
        // Nothing of it was made yet.
        await Promise.allSettled(held.splice(0).map(({ lease }) => lease.release()));
        if (error instanceof UserError) throw error;
        throw new UserError("the stack cannot be locked", [problemOf("clusters", error)], exitCodes.refused);
      }
    },
    stopped: () => refusal("stopped"),
    held: () => refusal("held"),
    watch(asked) {
      listener = asked;
      if (early !== null) asked(...early);
    },
  };
}

async function take(
  { id, chaosNamespace: namespace }: ClusterOutput,
  { api }: Cluster,
  stack: string,
  run: string,
  folder: string,
  onAsked: OnAsked,
): Promise<HeldLease> {
  const place = { namespace, stack };
  try {
    return new HeldLease(api, place, await createLease(api, place, run, folder), onAsked);
  } catch (error) {
    if (!isKind(error, "exists")) throw error;
    throw inUse(id, stack, await readLease(api, place));
  }
}

function inUse(cluster: string, stack: string, lease: Lease | null): UserError {
  const path = `the Lease of ${stack} on ${cluster}`;
  if (lease?.lapsed === true)
    return new UserError(
      "the stack is in use",
      [
        {
          path,
          message: `run ${lease.run} of ${lease.holder} left it without an end, and its faults are not seen to be healed`,
          remedy: `gameday heal --stack ${stack}`,
        },
      ],
      exitCodes.refused,
    );
  return new UserError(
    "the stack is in use",
    [
      {
        path,
        message: `run ${lease?.run ?? "unknown"} of ${lease?.holder ?? "somebody"} has it`,
        remedy: `wait for it, or end it with: gameday abort --stack ${stack}`,
      },
    ],
    exitCodes.refused,
  );
}
