// A machine of Google stopped.
import { seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { choice, list } from "../parameter.ts";
import { everyExperiment, google, inSequence, repeated } from "../parts/parameters.ts";
import { onCloud } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { quantile, readyNodes } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const gcpVmInstanceStop = defineExperiment({
  name: "gcp-vm-instance-stop",
  group: "cloud",
  title: "Machine of Google stopped",
  description: "Stops machines that are named, and starts them again; those of a managed group are replaced instead.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...repeated,
    ...inSequence,
    ...google,
    instances: list("VM_INSTANCE_NAMES", "the machines"),
    managed: choice(
      "MANAGED_INSTANCE_GROUP",
      ["enable", "disable"],
      "enable: a group replaces what is stopped, so it is not started again",
      "disable",
    ),
  },
  values: { duration: seconds(300), interval: seconds(300), managed: "enable" },
  needs: ["instances", "project", "zones"],
  permissions: onCloud({ nodes: true }),
  secret: { name: "cloud-secret", mountPath: "/tmp/" },
  hypothesis:
    "The second cloud loses a machine as the first does: its group makes another, and the questions that were on it are asked again within 5 s.",
  probes: (looks) => [
    measures("nodes-are-back", looks.prometheus, readyNodes, ">=", 3, { mode: "EOT", every: seconds(20), attempts: 15 }),
    measures("consultations-in-time", looks.prometheus, quantile(0.95, "consultationSeconds", looks), "<", 5, {
      mode: "Continuous",
      every: seconds(30),
    }),
  ],
  blastRadius: { hits: "the machines that are named", spares: "the other machines of the group" },
  alert: { none: borne },
  undo: "Litmus starts the machine again; in a managed group a new one takes its place.",
  playbook: [
    "TERMINATED for longer than ten minutes: start it in the console, look at the group's health check.",
    "Zones and machines must be given in the same order, one zone a machine.",
    "403: the service account of the experiment lacks compute.instances.stop.",
  ],
  scenario: "cross-component",
});
