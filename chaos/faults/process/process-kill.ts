// A process killed; whoever supervises it must start it again.
import { expectation } from "../../expectations.ts";
import { rendered, unsupported, type FaultOf } from "../../fault-kind.ts";
import { selectProcesses } from "../../select.ts";
import { onCluster } from "../cluster/on-cluster.ts";
import { renderPodKill } from "../cluster/pod-kill.ts";

export const processKill: FaultOf<"process-kill"> = {
  kind: "process-kill",
  title: "Process kill",
  description: "SIGKILL to a process that something restarts. On a cluster: a pod deleted without a grace period.",
  undo: "Nothing to undo: the supervisor, or the pod's owner, starts it again, and healing is seen when it serves.",
  render({ target }, context) {
    const { outputs } = context;
    if (onCluster(outputs, "processes")) return renderPodKill(target, context);
    const selected = selectProcesses(outputs, target);
    if (!selected.found) return unsupported(selected.reason);
    const lonely = selected.items.find(({ restarted }) => !restarted);
    if (lonely !== undefined) return unsupported(`nothing restarts ${lonely.id}: its outputs must say restarted: true, or it would stay dead`);
    return rendered({
      engine: "process",
      targets: selected.items.map(({ id }) => id),
      ...(selected.items[0]?.region === undefined ? {} : { region: selected.items[0].region }),
      inject: selected.items.map(({ pidFile, children }) => ({ kind: "signal", process: { pidFile, children }, signal: "SIGKILL" })),
      undo: [],
      // The pid differs, or there is none: restarts may be faster than any look.
      effect: selected.items.map(({ id, pidFile }) =>
        expectation(`${id} is not the process it was`, { kind: "process", process: { pidFile }, state: "running" }, { changed: true }),
      ),
      healed: selected.items.flatMap(({ id, pidFile, ready }) => [
        expectation(`${id} runs`, { kind: "process", process: { pidFile }, state: "running" }),
        ...(ready === undefined ? [] : [expectation(`${id} serves`, ready)]),
      ]),
    });
  },
};
