// A ceiling on what comes back over a link.
import { expectation } from "../../expectations.ts";
import type { FaultOf } from "../../fault-kind.ts";
import { renderToxics } from "./toxic-fault.ts";

/** Toxiproxy paces in bursts of 100 ms; the smallest HTTP answer with its headers is about 120 bytes. */
const smallestAnswerBytes = 120;

export const bandwidthLimit: FaultOf<"bandwidth-limit"> = {
  kind: "bandwidth-limit",
  title: "Bandwidth limit",
  description:
    "A ceiling on the kilobytes per second that come back over a link. At 1 kB/s even a health answer is slower; a wider ceiling shows only under load.",
  undo: "The toxic is removed.",
  render: ({ link, kilobytesPerSecond }, context) =>
    renderToxics(
      link,
      {
        toxics: [{ type: "bandwidth", stream: "downstream", attributes: { rate: kilobytesPerSecond } }],
        effect: ({ id }, observe) => {
          const least = (smallestAnswerBytes / (kilobytesPerSecond * 1_000)) * 1_000 * 0.7;
          return expectation(`answers over ${id} take at least ${least.toFixed(1)} ms longer`, observe, { changed: true, atLeast: least });
        },
      },
      context,
    ),
};
