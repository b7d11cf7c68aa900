// A ceiling on what comes back over a link.
import { expectation } from "../../expectations.ts";
import type { FaultOf } from "../../fault-kind.ts";
import { renderPodBandwidth } from "../cluster/link-fault.ts";
import { onCluster } from "../cluster/on-cluster.ts";
import { renderToxics } from "./toxic-fault.ts";

/** A status line, one header and two letters: what a bare health answer of Node's takes. Toxiproxy paces in bursts of 100 ms. */
const smallestAnswerBytes = 59;
/** Less cannot be told from a machine that is busy: a ceiling so wide that the look through the link does not feel it counts as not exercised. */
const noticeableMilliseconds = 20;

export const bandwidthLimit: FaultOf<"bandwidth-limit"> = {
  kind: "bandwidth-limit",
  title: "Bandwidth limit",
  description:
    "A ceiling on the kilobytes per second that come back over a link. At 1 kB/s even a health answer is slower; a wider ceiling shows only under load.",
  undo: "The toxic is removed; on a cluster Litmus removes its queue.",
  render: ({ link, kilobytesPerSecond }, context) =>
    onCluster(context.outputs, "links")
      ? renderPodBandwidth(link, kilobytesPerSecond, context)
      : renderToxics(
          link,
          {
            toxics: [{ type: "bandwidth", stream: "downstream", attributes: { rate: kilobytesPerSecond } }],
            effect: ({ id }, observe) => {
              const least = Math.max(noticeableMilliseconds, (smallestAnswerBytes / kilobytesPerSecond) * 0.7);
              return expectation(`answers over ${id} take at least ${least.toFixed(1)} ms longer`, observe, { changed: true, atLeast: least });
            },
          },
          context,
        ),
};
