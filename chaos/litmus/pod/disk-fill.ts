// A pod's ephemeral storage filled.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { bytes, share, size } from "../parameter.ts";
import { everyExperiment, helper, inSequence, podChoice } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { answers, measures } from "../parts/probes.ts";
import { quantile } from "../parts/queries.ts";
import { otherPath } from "../parts/reasons.ts";

export const diskFill = defineExperiment({
  name: "disk-fill",
  group: "pod",
  title: "Disk of a pod filled",
  description: "Fills the ephemeral storage that a pod may use; past its limit the kubelet evicts the pod.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...podChoice,
    ...helper,
    filled: share("FILL_PERCENTAGE", "share of the pod's limit that is filled; more than it has evicts the pod", percent(80)),
    amount: size("EPHEMERAL_STORAGE_MEBIBYTES", "how much is filled in a pod without a limit"),
    block: bytes("DATA_BLOCK_SIZE", "size of each write", 256),
  },
  values: { duration: seconds(120), filled: percent(100) },
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
    "DiskPressure on the node: the pod has no limit of ephemeral storage. Give it one before the next run.",
    "Writes that got slower: the file lies on the disk of Postgres, which must have one of its own.",
  ],
  scenario: "database-saturation",
});
