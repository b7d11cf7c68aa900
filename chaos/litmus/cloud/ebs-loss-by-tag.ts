// Volumes of EBS detached by a tag.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { share, text } from "../parameter.ts";
import { amazon, everyExperiment, inSequence, repeated } from "../parts/parameters.ts";
import { onCloud } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { quantile, shareOf } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const ebsLossByTag = defineExperiment({
  name: "ebs-loss-by-tag",
  group: "cloud",
  title: "Volumes of EBS detached, by a tag",
  description: "Detaches a share of the volumes that have a tag from their machines, and attaches them again.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...repeated,
    ...inSequence,
    ...amazon,
    tag: text("EBS_VOLUME_TAG", "the tag, key:value"),
    affected: share("VOLUME_AFFECTED_PERC", "share of the volumes with the tag that is hit; 0 is one", percent(0)),
  },
  values: { duration: seconds(120), interval: seconds(120), tag: "gameday:chaos-allowed", affected: percent(0) },
  needs: ["region"],
  permissions: onCloud({ nodes: false }),
  secret: { name: "cloud-secret", mountPath: "/tmp/" },
  hypothesis:
    "The vector store without its volume is left out of the context: consultations end in a consensus without it, and the store is back by itself.",
  probes: (looks) => [
    measures("consensus", looks.prometheus, shareOf("consultations", "outcome='consensus'", looks), ">", 0.99, { mode: "EOT" }),
    measures("consensus-in-time", looks.prometheus, quantile(0.95, "consensusSeconds", looks), "<", 5, { mode: "OnChaos", every: seconds(15) }),
  ],
  blastRadius: { hits: "one volume with the tag", spares: "volumes of Postgres and Redis, which never have it" },
  alert: { none: borne },
  undo: "Litmus attaches the volume again.",
  playbook: [
    "The pod hangs in ContainerCreating: the volume is attached nowhere. Attach it, delete the pod.",
    "Two volumes gone: the share was rounded up. Give it as 0 to take one.",
    "Rebuild the store's index from its last snapshot where it does not open.",
  ],
  scenario: "database-saturation",
});
