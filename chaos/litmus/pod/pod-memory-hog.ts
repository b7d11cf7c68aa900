// Memory taken inside a pod.
import { mebibytes, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { size } from "../parameter.ts";
import { everyExperiment, helper, inSequence, podChoice, workers } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { exist, measures } from "../parts/probes.ts";
import { highest } from "../parts/queries.ts";
import { tooShort } from "../parts/reasons.ts";

export const podMemoryHog = defineExperiment({
  name: "pod-memory-hog",
  group: "pod",
  title: "Memory taken in a pod",
  description: "Takes memory inside a pod's own limit; past it the kernel ends the container, and the kubelet starts it again.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...podChoice,
    ...helper,
    ...workers("processes that share the amount", 1),
    memory: size("MEMORY_CONSUMPTION", "how much is taken in each pod", mebibytes(500)),
  },
  values: { duration: seconds(120), memory: mebibytes(400) },
  permissions: onPods(),
  service: "mcp",
  hypothesis: "A server that runs out of memory is ended and started again; the other servers do its work and keep below 70 % of their slots.",
  probes: (looks) => [
    measures("slots-left", looks.prometheus, highest("mcpUtilisation", looks), "<", 0.7, { mode: "Continuous", every: seconds(10) }),
    exist(
      "server-is-there",
      { version: "v1", resource: "pods", namespace: looks.namespace, labelSelector: looks.label, operation: "present" },
      { mode: "EOT" },
    ),
  ],
  blastRadius: { hits: "one pod of one MCP server, within its memory limit", spares: "the node's other pods: the limit is the pod's own" },
  alert: { none: tooShort },
  undo: "Litmus ends stress-ng in the pod; a container that was ended took it along.",
  playbook: [
    "OOMKilled in kubectl describe pod is what was meant; OOMKilled an hour later is a leak or too small a limit.",
    "Look at container_memory_working_set_bytes before and after: it must come back to where it was.",
    "Evicted pods mean that the node ran short and not the pod: requests are too small for what is used.",
  ],
  scenario: "mcp-cascade",
});
