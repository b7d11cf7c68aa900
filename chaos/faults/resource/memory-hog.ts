// Memory taken beside the stack.
import { expectation } from "../../expectations.ts";
import { rendered, unsupported, type FaultOf } from "../../fault-kind.ts";
import { renderPodMemory } from "../cluster/pod-stress.ts";
import { helperSteps } from "./helper.ts";

export const memoryHog: FaultOf<"memory-hog"> = {
  kind: "memory-hog",
  title: "Memory hog",
  description: "A helper takes memory and touches every page of it. On a cluster: inside the pods of a workload, within their limit.",
  undo: "The helper is ended; on a cluster Litmus ends its own.",
  render({ megabytes }, context) {
    if (!context.outputs.helpers && context.outputs.workloads.length > 0) return renderPodMemory(megabytes, context);
    if (!context.outputs.helpers) return unsupported("the stack does not run on this machine: its outputs do not say helpers: true");
    const { inject, undo, pidFile } = helperSteps("memory-hog", { megabytes }, context);
    return rendered({
      engine: "helper",
      targets: [`${megabytes} MB of memory`],
      inject,
      undo,
      effect: [
        expectation(
          `at least ${Math.round(megabytes / 2)} MB less are available`,
          { kind: "memory-available" },
          { changed: true, atMost: -megabytes / 2 },
        ),
      ],
      healed: [
        expectation("the helper is gone", { kind: "process", process: { pidFile }, state: "gone" }),
        ...context.outputs.probes.slice(0, 1).map(({ observe, label, id }) => expectation(label ?? id, observe)),
      ],
    });
  },
};
