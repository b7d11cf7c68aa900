// Cores kept busy beside the stack.
import { expectation } from "../../expectations.ts";
import { rendered, unsupported, type FaultOf } from "../../fault-kind.ts";
import { renderPodCpu } from "../cluster/pod-stress.ts";
import { helperSteps } from "./helper.ts";

export const cpuHog: FaultOf<"cpu-hog"> = {
  kind: "cpu-hog",
  title: "CPU hog",
  description:
    "A helper keeps cores busy for a share of the time (duty-cycled), at the priority of the stack's processes. On a cluster: inside the pods of a workload, within their limit.",
  undo: "The helper is ended; on a cluster Litmus ends its own.",
  render({ cores, load }, context) {
    if (!context.outputs.helpers && context.outputs.workloads.length > 0) return renderPodCpu(cores, load, context);
    if (!context.outputs.helpers) return unsupported("the stack does not run on this machine: its outputs do not say helpers: true");
    const { inject, undo, pidFile } = helperSteps("cpu-hog", { cores, load }, context);
    return rendered({
      engine: "helper",
      targets: [`${cores} cores at ${Math.round(load * 100)} %`],
      inject,
      undo,
      effect: [
        expectation(
          `at least ${(cores * load * 0.6).toFixed(2)} cores are busy with it`,
          { kind: "cpu-busy", process: { pidFile } },
          { atLeast: cores * load * 0.6 },
        ),
      ],
      healed: [
        expectation("the helper is gone", { kind: "process", process: { pidFile }, state: "gone" }),
        ...context.outputs.probes.slice(0, 1).map(({ observe, label, id }) => expectation(label ?? id, observe)),
      ],
    });
  },
};
