// Lock, kill switch and hold of a stack: on this machine as files, and where it runs on clusters in each of them, too.
import type { Outputs } from "../../../model/outputs.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { UserError } from "../../../model/user-error.ts";
import type { InterlockPort } from "../../ports/interlock.ts";
import { createClusterInterlock } from "../cluster/interlock/cluster-interlock.ts";
import { lockStack } from "./lock.ts";
import { readRefusal } from "./refusal-file.ts";

export function createInterlock(outputs: Outputs): InterlockPort {
  const here = createLocalInterlock(outputs);
  if (outputs.clusters.length === 0) return here;
  const there = createClusterInterlock(outputs);
  return {
    async acquire(run, folder) {
      const release = await here.acquire(run, folder);
      try {
        const releaseThere = await there.acquire(run, folder);
        // A Lease that cannot be deleted there lapses, and is left to the reaper; here it is over, and the run's verdict stands.
        return () =>
          releaseThere()
            .catch(() => undefined)
            .finally(release);
      } catch (error) {
        await release();
        throw error;
      }
    },
    stopped: async () => (await here.stopped()) ?? there.stopped(),
    held: async () => (await here.held()) ?? there.held(),
    watch: (onAsked) => there.watch(onAsked),
  };
}

function createLocalInterlock(outputs: Outputs): InterlockPort {
  return {
    async acquire(run, folder) {
      const release = await lockStack(outputs, run, folder);
      // Looked at with the lock in hand: whoever sets the switch either finds this run by its lock, or is seen here.
      const stopped = await readRefusal("stopped");
      if (stopped === null) return release;
      await release();
      throw new UserError(
        "the kill switch is set: no run may begin",
        [{ path: "gameday stop --all", message: `${stopped.by} said: ${stopped.reason}`, remedy: "gameday allow" }],
        exitCodes.refused,
      );
    },
    stopped: () => readRefusal("stopped"),
    held: () => readRefusal("held"),
    watch: () => undefined, // Its folder is watched where the run is: `gameday abort` and `stop --all` write a file there.
  };
}
