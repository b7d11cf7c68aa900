// The memory of a node taken.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { share, size } from "../parameter.ts";
import { everyExperiment, inSequence, nodeHelper, nodesChoice, workers } from "../parts/parameters.ts";
import { onNodes } from "../parts/permissions.ts";
import { exist, measures } from "../parts/probes.ts";
import { shareOf } from "../parts/queries.ts";

export const nodeMemoryHog = defineExperiment({
  name: "node-memory-hog",
  group: "node",
  title: "Memory of a node taken",
  description: "Takes memory of a node beside its pods.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...nodesChoice,
    ...nodeHelper,
    ...workers("processes that share the amount", 1),
    used: share("MEMORY_CONSUMPTION_PERCENTAGE", "share of the node's memory that is taken"),
    memory: size("MEMORY_CONSUMPTION_MEBIBYTES", "how much is taken, where no share is given"),
  },
  values: { duration: seconds(420), nodeLabel: "gameday/chaos=allowed", used: percent(85) },
  permissions: onNodes(["get", "list"]),
  hypothesis: "A node short of memory evicts what asked for least; the cache is read at more than 80 % hits by the pods that are left.",
  probes: (looks) => [
    measures("cache-hits", looks.prometheus, shareOf("cacheRequests", "result='hit'", looks), ">", 0.8, { mode: "EOT" }),
    exist(
      "pods-are-there",
      { version: "v1", resource: "pods", namespace: looks.namespace, operation: "present" },
      { mode: "OnChaos", every: seconds(30) },
    ),
  ],
  blastRadius: { hits: "the memory of one labelled node", spares: "pods that use no more than they asked for, and the other nodes" },
  alert: { name: "HighResourceUtilization" },
  undo: "Litmus deletes the helper pod that does it.",
  playbook: [
    "Evicted pods are listed with their reason: kubectl get events --field-selector reason=Evicted.",
    "A database among them: it asks for less than it uses. Set its request to its limit.",
    "NotReady with MemoryPressure for longer than the experiment: drain the node and look who holds the memory.",
  ],
  scenario: "database-saturation",
});
