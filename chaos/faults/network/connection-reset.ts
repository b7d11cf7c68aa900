// Connections are cut off hard.
import { expectation } from "../../expectations.ts";
import type { FaultOf } from "../../fault-kind.ts";
import { renderPodReset } from "../cluster/link-fault.ts";
import { onCluster } from "../cluster/on-cluster.ts";
import { renderToxics } from "./toxic-fault.ts";

export const connectionReset: FaultOf<"connection-reset"> = {
  kind: "connection-reset",
  title: "Connection reset",
  description: "Every connection over a link is reset by TCP RST. On a cluster: every HTTP request to the pods of a workload.",
  undo: "The toxic is removed; on a cluster Litmus ends its proxy.",
  render: ({ link }, context) =>
    onCluster(context.outputs, "links")
      ? renderPodReset(link, context)
      : renderToxics(
          link,
          {
            toxics: [{ type: "reset_peer", stream: "downstream", attributes: { timeout: 0 } }],
            effect: ({ id }, observe) => expectation(`connections over ${id} are reset`, observe, { is: false }),
          },
          context,
        ),
};
