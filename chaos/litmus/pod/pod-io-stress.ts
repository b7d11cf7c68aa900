// Reads and writes that keep a pod's disk busy.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { count, share, text } from "../parameter.ts";
import { everyExperiment, helper, inSequence, podChoice, workers } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { quantile } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const podIoStress = defineExperiment({
  name: "pod-io-stress",
  group: "pod",
  title: "Disk kept busy in a pod",
  description: "Runs stress-ng inside a pod: it writes and reads files on the container's disk or on a volume of it.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...podChoice,
    ...helper,
    ...workers("processes that write and read", 4),
    used: share("FILESYSTEM_UTILIZATION_PERCENTAGE", "share of the file system's free room that their files take", percent(10)),
    usedGigabytes: count("FILESYSTEM_UTILIZATION_BYTES", "how many gigabytes their files take, where no share is given"),
    cores: count("CPU_CORES", "processes that keep a core busy beside them", 0),
    mountPath: text("VOLUME_MOUNT_PATH", "the volume that is written to, by where it is mounted; empty: the container's own disk"),
  },
  values: { duration: seconds(180), used: percent(20), workers: 4, mountPath: "/var/lib/postgresql" },
  permissions: onPods(),
  service: "postgres",
  hypothesis: "With its disk kept busy Postgres answers 95 % of the reads within 10 ms from memory, and writes within 50 ms.",
  probes: (looks) => [
    measures("reads-in-time", looks.prometheus, quantile(0.95, "postgresReadSeconds", looks), "<", 0.01, { mode: "OnChaos", every: seconds(15) }),
    measures("writes-in-time", looks.prometheus, quantile(0.95, "postgresWriteSeconds", looks), "<", 0.05, { mode: "OnChaos", every: seconds(15) }),
  ],
  blastRadius: { hits: "the volume of one Postgres pod", spares: "the standbys' volumes, and the bytes of the database itself" },
  alert: { none: borne },
  undo: "Litmus ends stress-ng, which removes its files.",
  playbook: [
    "Files named stress-ng-* that stay on the volume: remove them by hand, they take room.",
    "Writes slower than 50 ms: look at the volume's throughput against what it is provisioned with.",
    "Replication falls behind: the standby reads the log from the same disk; wait until the lag is below 1 s before anything else.",
  ],
  scenario: "database-saturation",
});
