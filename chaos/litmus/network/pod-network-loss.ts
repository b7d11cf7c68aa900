// Packets that a pod sends are lost.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { share } from "../parameter.ts";
import { correlated, everyExperiment, helper, inSequence, packets, podChoice } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { quantile, shareOf } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const podNetworkLoss = defineExperiment({
  name: "pod-network-loss",
  group: "network",
  title: "Packet loss",
  description: "Loses a share of the packets that leave a pod (tc netem). At 100 % nothing comes, and nobody is told.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...podChoice,
    ...helper,
    ...packets,
    ...correlated,
    loss: share("NETWORK_PACKET_LOSS_PERCENTAGE", "share of the packets that is lost", percent(100)),
  },
  values: { duration: seconds(120), loss: percent(100), podsAffected: percent(100) },
  permissions: onPods(),
  service: "experts",
  hypothesis:
    "With one provider gone without a word the breaker opens, its experts are left out, and a quorum of the others answers 99 % of the questions.",
  probes: (looks) => [
    measures("quorum", looks.prometheus, shareOf("expertPanels", "outcome='quorum'", looks), ">", 0.99, { mode: "EOT" }),
    measures("answers-in-time", looks.prometheus, quantile(0.95, "consultationSeconds", looks), "<", 5, { mode: "Continuous", every: seconds(15) }),
  ],
  blastRadius: { hits: "all that one provider's experts send", spares: "the other providers, and what the experts receive" },
  alert: { none: borne },
  undo: "Litmus deletes the queue. A pod that was deleted meanwhile took it along.",
  playbook: [
    "AgentSynchronizationFailure fires: too few providers are left for a quorum. Look which breakers are open.",
    "Pods restart: with all packets lost the kubelet's probes fail as well; that is the fault and not a second one.",
    "tc qdisc show dev eth0 in the pod's network namespace must show no netem afterwards.",
  ],
  scenario: "expert-consensus",
});
