// Pods deleted, one every ten seconds.
import { seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { flag } from "../parameter.ts";
import { everyExperiment, inSequence, podChoice, repeated } from "../parts/parameters.ts";
import { deletesPods, onPods } from "../parts/permissions.ts";
import { answers, measures } from "../parts/probes.ts";
import { shareOf } from "../parts/queries.ts";
import { tooShort } from "../parts/reasons.ts";

export const podDelete = defineExperiment({
  name: "pod-delete",
  group: "pod",
  title: "Pods deleted",
  description: "Deletes pods of a workload, again and again until the time is over; whoever owns them makes new ones.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...repeated,
    ...inSequence,
    ...podChoice,
    force: flag("FORCE", "without a grace period, as when the node is lost", false),
    random: flag("RANDOMNESS", "a random time between blows instead of the interval", false),
  },
  values: { duration: seconds(60), interval: seconds(10), force: true },
  permissions: onPods(deletesPods),
  service: "query-handler",
  hypothesis: "Questions are answered by the pods that are left; of the requests at the edge less than 1 % fail while pods are made anew.",
  probes: (looks) => [
    answers("edge-is-ready", `${looks.edge}/readyz`, { mode: "Continuous" }),
    measures("edge-errors", looks.prometheus, shareOf("edgeRequests", "outcome='error'", looks), "<", 0.01, { mode: "Edge" }),
  ],
  blastRadius: { hits: "one pod of the query handler at a time", spares: "its other pods, and every other workload" },
  alert: { none: tooShort },
  undo: "Nothing is left in: the Deployment makes every pod anew.",
  playbook: [
    "Look whether new pods come up: kubectl get pods --watch. Pending for want of room: add nodes.",
    "Errors with all pods ready: clients keep connections to the dead pod. Look at the retries of the edge.",
    "Raise the replicas of the workload to two more than its load needs, and run the experiment again.",
  ],
  scenario: "expert-consensus",
});
