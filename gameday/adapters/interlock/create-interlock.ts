// Lock, kill switch and hold of a stack on this machine, as files.
import type { Outputs } from "../../../model/outputs.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { UserError } from "../../../model/user-error.ts";
import type { InterlockPort } from "../../ports/interlock.ts";
import { lockStack } from "./lock.ts";
import { readRefusal } from "./refusal-file.ts";

export function createInterlock(outputs: Outputs): InterlockPort {
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
  };
}
