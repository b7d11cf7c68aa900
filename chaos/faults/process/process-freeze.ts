// A process stopped in its tracks: connections stay open, nothing answers.
import { expectation } from "../../expectations.ts";
import { rendered, unsupported, type FaultOf } from "../../fault-kind.ts";
import { selectProcesses } from "../../select.ts";
import { onCluster } from "../cluster/on-cluster.ts";

export const processFreeze: FaultOf<"process-freeze"> = {
  kind: "process-freeze",
  title: "Process freeze",
  description: "SIGSTOP: the process keeps its connections and answers nothing. Not on a cluster.",
  undo: "SIGCONT to the same process.",
  render({ target }, { outputs }) {
    if (onCluster(outputs, "processes"))
      return unsupported(
        "nothing freezes a process inside a pod: no experiment of Litmus sends SIGSTOP, and a liveness probe would end the container",
      );
    const selected = selectProcesses(outputs, target);
    if (!selected.found) return unsupported(selected.reason);
    const blind = selected.items.find(({ ready }) => ready === undefined);
    if (blind !== undefined) return unsupported(`${blind.id} has no ready observation, so its freezing could not be seen by a consumer`);
    return rendered({
      engine: "process",
      targets: selected.items.map(({ id }) => id),
      ...(selected.items[0]?.region === undefined ? {} : { region: selected.items[0].region }),
      inject: selected.items.map(({ pidFile, children }) => ({ kind: "signal", process: { pidFile, children }, signal: "SIGSTOP" })),
      undo: selected.items.map(({ pidFile, children }) => ({ kind: "signal", process: { pidFile, children }, signal: "SIGCONT" })),
      effect: selected.items.flatMap(({ id, ready }) => (ready === undefined ? [] : [expectation(`${id} answers nothing`, ready, { is: false })])),
      healed: selected.items.flatMap(({ id, ready }) => (ready === undefined ? [] : [expectation(`${id} serves`, ready)])),
    });
  },
};
