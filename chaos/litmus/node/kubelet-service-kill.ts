// A node whose kubelet is stopped.
import { seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { text } from "../parameter.ts";
import { everyExperiment, nodeChoice, nodeHelper } from "../parts/parameters.ts";
import { onNodes } from "../parts/permissions.ts";
import { answers, measures } from "../parts/probes.ts";
import { shareOf } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const kubeletServiceKill = defineExperiment({
  name: "kubelet-service-kill",
  group: "node",
  title: "Kubelet stopped",
  description: "Stops the kubelet of a node for a while: containers run on, and the cluster takes the node for lost.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...nodeChoice,
    inheritData: nodeHelper.inheritData,
    helperImage: text("LIB_IMAGE", "image of the helper pod, which has systemctl and the host's root", "ubuntu:16.04"),
  },
  values: { duration: seconds(120), nodeLabel: "gameday/chaos=allowed" },
  permissions: onNodes(["get", "list"]),
  hypothesis:
    "A node that is taken for lost and still runs serves nobody: the edge answers from other nodes within a minute, and nothing is done twice.",
  probes: (looks) => [
    answers("edge-answers", `${looks.edge}/healthz`, { mode: "OnChaos", every: seconds(10), attempts: 6 }),
    measures("no-dead-letters", looks.prometheus, shareOf("followUps", "outcome='dead'", looks), "==", 0, { mode: "EOT" }),
  ],
  blastRadius: { hits: "one labelled node in the eyes of the cluster", spares: "the containers on it, which go on" },
  alert: { none: borne },
  undo: "Litmus starts the kubelet again.",
  playbook: [
    "NotReady after the experiment: log in and systemctl start kubelet.",
    "Containers that run twice: the old ones end when the kubelet is back; look for a lock that both held.",
    "The helper never started: it needs a privileged pod and a node with systemd.",
  ],
  scenario: "cross-component",
});
