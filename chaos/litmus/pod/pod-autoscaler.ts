// A workload scaled up at once, to see whether the nodes follow.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { count, share } from "../parameter.ts";
import { everyExperiment } from "../parts/parameters.ts";
import { onPods, scalesWorkloads } from "../parts/permissions.ts";
import { exist, measures } from "../parts/probes.ts";
import { readyContainers } from "../parts/queries.ts";

export const podAutoscaler = defineExperiment({
  name: "pod-autoscaler",
  group: "pod",
  title: "Workload scaled up",
  description: "Sets a workload's replicas to a number and waits until they are ready, which takes new nodes where there is no room for them.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    replicas: count("REPLICA_COUNT", "what the workload is scaled to", 5),
    affected: share("APP_AFFECT_PERC", "share of the workloads with the label that is scaled", percent(100)),
  },
  values: { duration: seconds(120), replicas: 20 },
  permissions: onPods(scalesWorkloads),
  service: "edge",
  hypothesis: "Twenty edges are asked for and twenty are ready within two minutes: the nodes are added, and no pod is left waiting for room.",
  probes: (looks) => [
    measures("edges-are-ready", looks.prometheus, readyContainers(looks), ">=", 20, { mode: "EOT", every: seconds(10), attempts: 6 }),
    exist(
      "none-is-waiting",
      {
        version: "v1",
        resource: "pods",
        namespace: looks.namespace,
        labelSelector: looks.label,
        fieldSelector: "status.phase=Pending",
        operation: "absent",
      },
      { mode: "EOT", every: seconds(10), attempts: 6 },
    ),
  ],
  blastRadius: { hits: "the replicas of the edge in one region, and the room on its nodes", spares: "what runs already; its requests are kept" },
  alert: { none: "the room is used for two minutes; QuotaHeadroomLow asks for five, and means what stays" },
  undo: "Litmus sets the replicas to what they were.",
  playbook: [
    "Pending pods: kubectl describe pod tells whether the quota or the room is missing. Quota: raise it. Room: look at the node group's maximum.",
    "An autoscaler takes the replicas back at once: the experiment fights with it; set its minimum instead.",
    "Replicas that stay: kubectl scale to the number that the environment's settings name.",
  ],
  scenario: "cross-component",
});
