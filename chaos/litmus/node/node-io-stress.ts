// The disk of a node kept busy.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { count, share } from "../parameter.ts";
import { everyExperiment, inSequence, nodeHelper, nodesChoice, workers } from "../parts/parameters.ts";
import { onNodes } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { quantile } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const nodeIoStress = defineExperiment({
  name: "node-io-stress",
  group: "node",
  title: "Disk of a node kept busy",
  description: "Writes and reads files on the disk of a node beside its pods.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...nodesChoice,
    ...nodeHelper,
    ...workers("processes that write and read", 4),
    used: share("FILESYSTEM_UTILIZATION_PERCENTAGE", "share of the disk's free room that their files take", percent(10)),
    usedGigabytes: count("FILESYSTEM_UTILIZATION_BYTES", "how many gigabytes their files take, where no share is given"),
    cores: count("CPU", "processes that keep a core busy beside them", 1),
    memoryWorkers: count("VM_WORKERS", "processes that take memory beside them", 1),
  },
  values: { duration: seconds(180), nodeLabel: "gameday/chaos=allowed", used: percent(10), workers: 4 },
  permissions: onNodes(["get", "list"]),
  hypothesis:
    "A node whose disk is busy slows images and logs and no answer: reads of Postgres stay within 10 ms, Redis answers half of its commands within 1 ms.",
  probes: (looks) => [
    measures("reads-in-time", looks.prometheus, quantile(0.95, "postgresReadSeconds", looks), "<", 0.01, { mode: "OnChaos", every: seconds(15) }),
    measures("redis-in-time", looks.prometheus, quantile(0.5, "redisCommandSeconds", looks), "<", 0.001, { mode: "OnChaos", every: seconds(15) }),
  ],
  blastRadius: { hits: "the disk of one labelled node", spares: "volumes of data, which have disks of their own" },
  alert: { none: borne },
  undo: "Litmus deletes the helper pod that does it, with its files.",
  playbook: [
    "DiskPressure: the kubelet removes images and evicts pods; lower the share that the files take.",
    "Data on the node's own disk is the finding: give it a volume.",
    "Look at node_disk_io_time_seconds_total: it must come back to where it was.",
  ],
  scenario: "database-saturation",
});
