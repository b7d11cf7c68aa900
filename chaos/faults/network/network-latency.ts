// A fixed delay on what comes back over a link.
import { expectation } from "../../expectations.ts";
import type { FaultOf } from "../../fault-kind.ts";
import { seconds } from "../../../model/units.ts";
import { renderPodLatency } from "../cluster/link-fault.ts";
import { onCluster } from "../cluster/on-cluster.ts";
import { renderToxics } from "./toxic-fault.ts";

export const networkLatency: FaultOf<"network-latency"> = {
  kind: "network-latency",
  title: "Network latency",
  description: "A fixed delay on every answer over a link. On a cluster: on all that the pods of a workload send.",
  undo: "The toxic is removed; on a cluster Litmus removes its queue.",
  render: ({ link, latency }, context) =>
    onCluster(context.outputs, "links")
      ? renderPodLatency(link, latency, seconds(0), context)
      : renderToxics(
          link,
          {
            toxics: [{ type: "latency", stream: "downstream", attributes: { latency: Math.round(latency * 1_000), jitter: 0 } }],
            slower: latency,
            effect: ({ id }, observe) =>
              expectation(`answers over ${id} take at least ${Math.round(latency * 800)} ms longer`, observe, {
                changed: true,
                atLeast: latency * 800,
              }),
          },
          context,
        ),
};
