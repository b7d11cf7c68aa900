// A pod's ephemeral storage filled.
import { seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { bytes, count, size } from "../parameter.ts";
import { everyExperiment, helper, inSequence, podChoice } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { answers, measures } from "../parts/probes.ts";
import { quantile } from "../parts/queries.ts";
import { otherPath } from "../parts/reasons.ts";

export const diskFill = defineExperiment({
  name: "disk-fill",
  group: "pod",
  title: "Disk of a pod filled",
  description:
    "Fills the ephemeral storage that a pod may use; past its limit the kubelet evicts the pod. It writes to /home in the container: a pod without a limit of ephemeral storage, or with a root file system that is read-only, cannot be filled.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...podChoice,
    ...helper,
    filled: count("FILL_PERCENTAGE", "how much of the pod's limit is filled, %; more than 100 evicts the pod", 80),
    amount: size("EPHEMERAL_STORAGE_MEBIBYTES", "how much is filled in a pod without a limit"),
    block: bytes("DATA_BLOCK_SIZE", "size of each write", 256),
  },
  values: { duration: seconds(120), filled: 110 },
  permissions: onPods(),
  service: "response-collector",
  hypothesis:
    "A collector whose disk is full is evicted and made anew elsewhere; answers are kept in Postgres, so none is lost and writes stay below 50 ms.",
  probes: (looks) => [
    answers("edge-is-alive", `${looks.edge}/healthz`, { mode: "OnChaos" }),
    measures("writes-in-time", looks.prometheus, quantile(0.95, "postgresWriteSeconds", looks), "<", 0.05, { mode: "Edge" }),
  ],
  blastRadius: {
    hits: "the ephemeral storage of one collector's pod",
    spares: "volumes with data, and the node's own disk but for what the pod may use of it",
  },
  alert: { none: otherPath },
  undo: "Litmus removes the file that it wrote; an evicted pod took it along.",
  playbook: [
    "Evicted pods stay listed: kubectl get pods --field-selector status.phase=Failed, and delete them.",
    "DiskPressure on the node: another pod has no limit of ephemeral storage. Give it one before the next run.",
    "Litmus says Error at once: the pod has no limit, or its root is read-only, as the policy pack wants it. Then there is nothing to fill, which is a pass.",
    "Writes that got slower: the file lies on the disk of Postgres, which must have one of its own.",
  ],
  scenario: "database-saturation",
});
