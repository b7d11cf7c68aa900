// A disk of Google detached.
import { seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { list } from "../parameter.ts";
import { everyExperiment, google, inSequence, repeated } from "../parts/parameters.ts";
import { onCloud } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { quantile, rateOf } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const gcpVmDiskLoss = defineExperiment({
  name: "gcp-vm-disk-loss",
  group: "cloud",
  title: "Disk of Google detached",
  description: "Detaches disks that are named from their machine, and attaches them again; never one that the machine boots from.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...repeated,
    ...inSequence,
    ...google,
    disks: list("DISK_VOLUME_NAMES", "the disks"),
  },
  values: { duration: seconds(120), interval: seconds(120) },
  needs: ["disks", "project", "zones"],
  permissions: onCloud({ nodes: false }),
  secret: { name: "cloud-secret", mountPath: "/tmp/" },
  hypothesis: "A log store without its disk loses no answer: what it would have kept is sent again, and Redis and Postgres do not feel it.",
  probes: (looks) => [
    measures("redis-in-time", looks.prometheus, quantile(0.5, "redisCommandSeconds", looks), "<", 0.001, { mode: "Edge" }),
    measures("edge-serves", looks.prometheus, rateOf("edgeRequests", looks, "outcome='ok'"), ">", 0, { mode: "OnChaos", every: seconds(15) }),
  ],
  blastRadius: { hits: "the disks that are named", spares: "disks to boot from, and those of data stores" },
  alert: { none: borne },
  undo: "Litmus attaches the disk again.",
  playbook: [
    "A disk that stays detached: attach it by hand under the device name that it had.",
    "I/O errors that stay after it is back: unmount the file system, check it, delete the pod.",
    "Logs that are missing: the collector's buffer is smaller than two minutes of them.",
  ],
  scenario: "cross-component",
});
