// Packets that a pod sends come twice.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { share } from "../parameter.ts";
import { correlated, everyExperiment, helper, inSequence, packets, podChoice } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { rateOf, shareOf } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const podNetworkDuplication = defineExperiment({
  name: "pod-network-duplication",
  group: "network",
  title: "Packet duplication",
  description: "Sends a share of the packets that leave a pod twice (tc netem).",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...podChoice,
    ...helper,
    ...packets,
    ...correlated,
    duplicated: share("NETWORK_PACKET_DUPLICATION_PERCENTAGE", "share of the packets that is sent twice", percent(100)),
  },
  values: { duration: seconds(120), duplicated: percent(100), podsAffected: percent(100) },
  permissions: onPods(),
  service: "worker",
  hypothesis: "Whatever workers send comes twice, and everything is done once: no follow-up becomes a dead letter, and the queue empties as before.",
  probes: (looks) => [
    measures("no-dead-letters", looks.prometheus, shareOf("followUps", "outcome='dead'", looks), "==", 0, { mode: "EOT" }),
    measures("queue-empties", looks.prometheus, rateOf("followUps", looks, "outcome='done'"), ">", 0, { mode: "OnChaos", every: seconds(15) }),
  ],
  blastRadius: { hits: "all that the workers of one region send", spares: "what they receive" },
  alert: { none: borne },
  undo: "Litmus deletes the queue. A pod that was deleted meanwhile took it along.",
  playbook: [
    "Work done twice: TCP drops duplicates, so it was not the packets. Look for a retry without a key of its own.",
    "Dead letters: read their last error, put them back once it is gone.",
    "tc qdisc show dev eth0 in the pod's network namespace must show no netem afterwards.",
  ],
  scenario: "cross-component",
});
