// The cores of a node kept busy.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { count, share } from "../parameter.ts";
import { everyExperiment, inSequence, nodeHelper, nodesChoice } from "../parts/parameters.ts";
import { onNodes } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { quantile, readyNodes } from "../parts/queries.ts";

export const nodeCpuHog = defineExperiment({
  name: "node-cpu-hog",
  group: "node",
  title: "CPU of a node taken",
  description: "Keeps the cores of a node busy beside its pods.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...nodesChoice,
    ...nodeHelper,
    cores: count("NODE_CPU_CORE", "cores that are kept busy; 0 is all of them", 0),
    load: share("CPU_LOAD", "how busy each is", percent(100)),
  },
  values: { duration: seconds(660), nodeLabel: "gameday/chaos=allowed", load: percent(100) },
  permissions: onNodes(["get", "list"]),
  hypothesis: "Requests of CPU are kept on a node that is busy: what its pods asked for they get, and 95 % of the questions are answered within 2 s.",
  probes: (looks) => [
    measures("consultations-in-time", looks.prometheus, quantile(0.95, "consultationSeconds", looks), "<", 2, {
      mode: "OnChaos",
      every: seconds(30),
    }),
    measures("nodes-stay-ready", looks.prometheus, readyNodes, ">=", 3, { mode: "EOT" }),
  ],
  blastRadius: { hits: "all cores of one labelled node", spares: "the other nodes" },
  alert: { name: "HighResourceUtilization" },
  undo: "Litmus deletes the helper pod that does it.",
  playbook: [
    "The alert fires after five minutes of it, by node: acknowledge it with the run's name.",
    "NotReady: the kubelet itself got no CPU. Reserve some for the system (system-reserved).",
    "Slow answers on that node only: pods without requests of CPU come last; the policy pack lists them.",
  ],
  scenario: "expert-consensus",
});
