// CPU taken inside a pod.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { count, share } from "../parameter.ts";
import { everyExperiment, helper, inSequence, podChoice } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { quantile } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const podCpuHog = defineExperiment({
  name: "pod-cpu-hog",
  group: "pod",
  title: "CPU taken in a pod",
  description: "Runs stress-ng inside a pod's own limits: its container shares what it may use of the CPU.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...podChoice,
    ...helper,
    cores: count("CPU_CORES", "processes that keep a core busy; 0 is one for each core of the node", 0),
    load: share("CPU_LOAD", "how busy each of them is", percent(100)),
  },
  values: { duration: seconds(180), cores: 1, load: percent(100), podsAffected: percent(50) },
  permissions: onPods(),
  service: "orchestrator",
  hypothesis: "With half of the orchestrators short of CPU, a consensus is still formed within 5 s for 95 % of the questions.",
  probes: (looks) => [
    measures("consensus-in-time", looks.prometheus, quantile(0.95, "consensusSeconds", looks), "<", 5, { mode: "OnChaos", every: seconds(15) }),
  ],
  blastRadius: { hits: "half of the orchestrator's pods, within their CPU limit", spares: "whatever else runs on their nodes" },
  alert: { none: borne },
  undo: "Litmus ends stress-ng in the pod. A pod that was deleted meanwhile took it along.",
  playbook: [
    "Look at throttling: container_cpu_cfs_throttled_periods_total of the pods.",
    "Slow for all: the orchestrators' requests are too small for the load; raise them before the limit.",
    "stress-ng that goes on: delete the pod, the Deployment makes a clean one.",
  ],
  scenario: "expert-consensus",
});
