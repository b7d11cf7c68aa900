// What a pod sends passes through a narrow pipe.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { bandwidth, bytes } from "../parameter.ts";
import { everyExperiment, helper, inSequence, packets, podChoice } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { quantile, rateOf } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const podNetworkRateLimit = defineExperiment({
  name: "pod-network-rate-limit",
  group: "network",
  title: "Bandwidth limit",
  description: "Puts a ceiling on the bytes that leave a pod (tc tbf); what does not fit waits, and then is dropped.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...podChoice,
    ...helper,
    ...packets,
    bandwidth: bandwidth("NETWORK_BANDWIDTH", "the ceiling", 1_000),
    burst: bytes("BURST", "what may pass at once before the ceiling holds", 32),
    queue: bytes("LIMIT", "what may wait; more is dropped", 2_000),
    peak: bandwidth("PEAK_RATE", "ceiling of a burst itself; empty: none"),
    smallestBurst: bytes("MIN_BURST", "of a burst at that ceiling; needed with it"),
  },
  values: { duration: seconds(180), bandwidth: 512, podsAffected: percent(100) },
  permissions: onPods(),
  service: "response-collector",
  hypothesis: "Collectors at 512 kbit/s keep up: no question waits longer than 2 s for its consensus to be written, and consultations go on.",
  probes: (looks) => [
    measures("consultations-in-time", looks.prometheus, quantile(0.95, "consultationSeconds", looks), "<", 2, {
      mode: "OnChaos",
      every: seconds(15),
    }),
    measures("consensus-goes-on", looks.prometheus, rateOf("consultations", looks, "outcome='consensus'"), ">", 0, {
      mode: "Continuous",
      every: seconds(15),
    }),
  ],
  blastRadius: { hits: "all that one region's collectors send", spares: "what they receive, and every other workload" },
  alert: { none: borne },
  undo: "Litmus deletes the queue. A pod that was deleted meanwhile took it along.",
  playbook: [
    "Dropped packets: tc -s qdisc show dev eth0 in the pod's network namespace counts them.",
    "Answers that grow slower all along: the queue holds more than two seconds' worth; shed load at the edge.",
    "Compare with network transmit bytes of the pods before the experiment: a ceiling above it shows nothing.",
  ],
  scenario: "cross-component",
});
