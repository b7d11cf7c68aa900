// A node that pods are driven off from.
import { seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { list } from "../parameter.ts";
import { everyExperiment, nodeChoice } from "../parts/parameters.ts";
import { onNodes } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { rateOf } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const nodeTaint = defineExperiment({
  name: "node-taint",
  group: "node",
  title: "Node tainted",
  description: "Puts a taint on a node: pods that do not bear it are evicted, and none comes.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...nodeChoice,
    taints: list("TAINTS", "the taints, key=value:effect"),
  },
  values: { duration: seconds(180), nodeLabel: "gameday/chaos=allowed", taints: ["gameday/fault=node-taint:NoExecute"] },
  permissions: onNodes(["get", "list", "patch", "update"]),
  hypothesis: "Pods that a taint drives off are made anew elsewhere before anybody misses them: consultations never stop.",
  probes: (looks) => [
    measures("consultations-go-on", looks.prometheus, rateOf("consultations", looks, "outcome='consensus'"), ">", 0, {
      mode: "Continuous",
      every: seconds(15),
    }),
  ],
  blastRadius: { hits: "the pods of one labelled node that do not bear the taint", spares: "system pods, which bear every taint" },
  alert: { none: borne },
  undo: "Litmus takes the taint off.",
  playbook: [
    "kubectl describe node: the taint gameday/fault must be gone. Else: kubectl taint nodes NODE gameday/fault-.",
    "A node that stays empty is no fault: the scheduler moves nothing back by itself.",
    "Data pods that were evicted come back only where their volume is: look at its zone.",
  ],
  scenario: "cross-component",
});
