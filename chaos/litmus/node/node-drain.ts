// A node emptied, as before an upgrade.
import { seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { everyExperiment, nodeChoice } from "../parts/parameters.ts";
import { evictsPods, onNodes } from "../parts/permissions.ts";
import { answers, exist } from "../parts/probes.ts";
import { borne } from "../parts/reasons.ts";

export const nodeDrain = defineExperiment({
  name: "node-drain",
  group: "node",
  title: "Node drained",
  description: "Evicts every pod of a node and keeps new ones away, as an upgrade of the node does.",
  runner: "go",
  parameters: { ...everyExperiment, ...nodeChoice },
  values: { duration: seconds(180), nodeLabel: "gameday/chaos=allowed" },
  permissions: onNodes(["get", "list", "patch"], ...evictsPods),
  hypothesis:
    "A node that is emptied takes nothing with it: disruption budgets hold, the edge is ready all along, and its pods run elsewhere within three minutes.",
  probes: (looks) => [
    answers("edge-is-ready", `${looks.edge}/readyz`, { mode: "Continuous", every: seconds(3) }),
    exist(
      "none-is-waiting",
      { version: "v1", resource: "pods", namespace: looks.namespace, fieldSelector: "status.phase=Pending", operation: "absent" },
      { mode: "EOT", every: seconds(10), attempts: 18 },
    ),
  ],
  blastRadius: { hits: "every pod of one labelled node", spares: "the other nodes, and pods that a disruption budget keeps" },
  alert: { none: borne },
  undo: "Litmus uncordons the node; its pods stay where they went.",
  playbook: [
    "SchedulingDisabled after the experiment: kubectl uncordon the node.",
    "A drain that does not end: a disruption budget allows no eviction. That is the finding; give the workload another replica.",
    "Pods that wait: the other nodes have no room, or the volume is bound to the zone.",
  ],
  scenario: "cross-component",
});
