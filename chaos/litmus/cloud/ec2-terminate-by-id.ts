// A machine of EC2 stopped by its id.
import { seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { choice, list } from "../parameter.ts";
import { amazon, everyExperiment, inSequence, repeated } from "../parts/parameters.ts";
import { onCloud } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { readyNodes, shareOf } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const ec2TerminateById = defineExperiment({
  name: "ec2-terminate-by-id",
  group: "cloud",
  title: "Machine of EC2 stopped, by its id",
  description: "Stops machines that are named, and starts them again; those of a managed node group are replaced instead.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...repeated,
    ...inSequence,
    ...amazon,
    instances: list("EC2_INSTANCE_ID", "the machines"),
    managed: choice(
      "MANAGED_NODEGROUP",
      ["enable", "disable"],
      "enable: a node group replaces what is stopped, so it is not started again",
      "disable",
    ),
  },
  values: { duration: seconds(300), interval: seconds(300), managed: "enable" },
  needs: ["instances", "region"],
  permissions: onCloud({ nodes: true }),
  secret: { name: "cloud-secret", mountPath: "/tmp/" },
  hypothesis:
    "A machine that is lost is replaced within five minutes by its node group, with as many nodes ready as before and no answer at the edge an error for longer.",
  probes: (looks) => [
    measures("nodes-are-back", looks.prometheus, readyNodes, ">=", 3, { mode: "EOT", every: seconds(15), attempts: 20 }),
    measures("edge-errors", looks.prometheus, shareOf("edgeRequests", "outcome='error'", looks), "<", 0.001, { mode: "EOT" }),
  ],
  blastRadius: { hits: "the machines that are named, and every pod on them", spares: "the node group's other machines" },
  alert: { none: borne },
  undo: "Litmus starts the machine again; in a managed node group a new one takes its place.",
  playbook: [
    "Stopped and not replaced: look at the activity of the Auto Scaling group.",
    "Volumes that stay attached to the dead machine: detach them by force only once it is known to be off.",
    "UnauthorizedOperation: the role of the account lacks ec2:StopInstances on machines with the environment's tag.",
  ],
  scenario: "cross-component",
});
