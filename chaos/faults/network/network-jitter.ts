// A delay that varies.
import { expectation } from "../../expectations.ts";
import type { FaultOf } from "../../fault-kind.ts";
import { renderPodLatency } from "../cluster/link-fault.ts";
import { onCluster } from "../cluster/on-cluster.ts";
import { renderToxics } from "./toxic-fault.ts";

export const networkJitter: FaultOf<"network-jitter"> = {
  kind: "network-jitter",
  title: "Network jitter",
  description: "A delay on every answer over a link that varies by plus or minus the jitter.",
  undo: "The toxic is removed; on a cluster Litmus removes its queue.",
  render: ({ link, latency, jitter }, context) =>
    onCluster(context.outputs, "links")
      ? renderPodLatency(link, latency, jitter, context)
      : renderToxics(
          link,
          {
            toxics: [
              { type: "latency", stream: "downstream", attributes: { latency: Math.round(latency * 1_000), jitter: Math.round(jitter * 1_000) } },
            ],
            slower: latency + jitter,
            effect: ({ id }, observe) => {
              const least = Math.max(latency - jitter, latency / 2) * 800;
              return expectation(`answers over ${id} take at least ${Math.round(least)} ms longer`, observe, { changed: true, atLeast: least });
            },
          },
          context,
        ),
};
