// A container killed inside its pod.
import { seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { choice, duration } from "../parameter.ts";
import { everyExperiment, helper, inSequence, podChoice, repeated } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { rateOf, restarts } from "../parts/queries.ts";

export const containerKill = defineExperiment({
  name: "container-kill",
  group: "pod",
  title: "Container killed",
  description: "Sends a signal to the first process of a container; the kubelet starts it again in the same pod.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...repeated,
    ...inSequence,
    ...podChoice,
    ...helper,
    signal: choice("SIGNAL", ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"], "what is sent", "SIGKILL"),
    apiTimeout: duration("CONTAINER_API_TIMEOUT", "how long the container runtime may take to answer; empty: for ever"),
  },
  values: { duration: seconds(180), interval: seconds(30) },
  permissions: onPods(),
  service: "worker",
  hypothesis: "A worker that is killed in the middle of its work is started again, and what it had taken from the queue is done by another.",
  probes: (looks) => [
    measures("follow-ups-go-on", looks.prometheus, rateOf("followUps", looks, "outcome='done'"), ">", 0, { mode: "Continuous", every: seconds(10) }),
    measures("restarts-seen", looks.prometheus, restarts(looks), ">=", 1, { mode: "EOT" }),
  ],
  blastRadius: { hits: "the container of one worker", spares: "the pod itself with its address and volumes" },
  alert: { name: "PodCrashLooping" },
  undo: "Nothing is left in: the kubelet starts the container again.",
  playbook: [
    "CrashLoopBackOff after the experiment: look at the last log, kubectl logs --previous.",
    "Work that is missing: look for pending rows of the queue that nobody holds, and whether their lease has run out.",
    "Silence the alert only for the workload that is being hit.",
  ],
  scenario: "cross-component",
});
