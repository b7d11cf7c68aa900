// What a pod sends comes late.
import { milliseconds, percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { delay } from "../parameter.ts";
import { correlated, everyExperiment, helper, inSequence, packets, podChoice } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { quantile } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const podNetworkLatency = defineExperiment({
  name: "pod-network-latency",
  group: "network",
  title: "Network latency",
  description: "Delays every packet that leaves a pod, by a queue of the kernel in the pod's network namespace (tc netem).",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...podChoice,
    ...helper,
    ...packets,
    ...correlated,
    latency: delay("NETWORK_LATENCY", "by which every packet is later", milliseconds(2_000)),
    jitter: delay("JITTER", "by which that varies, up and down", milliseconds(0)),
  },
  values: { duration: seconds(120), latency: milliseconds(300), jitter: milliseconds(50), podsAffected: percent(100) },
  permissions: onPods(),
  service: "experts",
  hypothesis: "With all of one provider's experts 300 ms slower, 95 % of the experts' answers still come within 2 s, and a consensus within 5 s.",
  probes: (looks) => [
    measures("experts-in-time", looks.prometheus, quantile(0.95, "expertResponseSeconds", looks), "<", 2, { mode: "OnChaos", every: seconds(15) }),
    measures("consensus-in-time", looks.prometheus, quantile(0.95, "consensusSeconds", looks), "<", 5, { mode: "EOT" }),
  ],
  blastRadius: { hits: "all pods of one provider's experts in one region", spares: "the other providers: a consensus needs no single one" },
  alert: { none: borne },
  undo: "Litmus deletes the queue. A pod that was deleted meanwhile took it along.",
  playbook: [
    "Ask the kernel: nsenter into the pod's network namespace, tc qdisc show dev eth0. netem there after the experiment: delete the pod.",
    "Specified qdisc kind is unknown: the node's kernel has no sch_netem; install its extra modules.",
    "Time-outs instead of slow answers: the caller's time is shorter than the delay; look at the breaker's state.",
  ],
  scenario: "expert-consensus",
});
