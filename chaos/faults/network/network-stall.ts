// No byte passes, and nobody is told.
import { expectation } from "../../expectations.ts";
import type { FaultOf } from "../../fault-kind.ts";
import { renderPodStall } from "../cluster/link-fault.ts";
import { onCluster } from "../cluster/on-cluster.ts";
import { renderToxics } from "./toxic-fault.ts";

export const networkStall: FaultOf<"network-stall"> = {
  kind: "network-stall",
  title: "Network stall",
  description:
    "No byte passes in either direction while connections stay open. A rate of 0 and not Toxiproxy's timeout, whose removal closes connections. On a cluster: every packet that the pods of a workload send is lost.",
  undo: "The toxics are removed, on a cluster the queue; what waited goes on.",
  render: ({ link }, context) =>
    onCluster(context.outputs, "links")
      ? renderPodStall(link, context)
      : renderToxics(
          link,
          {
            toxics: (["downstream", "upstream"] as const).map((stream) => ({ type: "bandwidth", stream, attributes: { rate: 0 } })),
            effect: ({ id }, observe) => expectation(`nothing comes over ${id}`, observe, { is: false }),
          },
          context,
        ),
};
