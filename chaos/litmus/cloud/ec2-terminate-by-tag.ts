// A share of the machines with a tag stopped.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { choice, share, text } from "../parameter.ts";
import { amazon, everyExperiment, inSequence, repeated } from "../parts/parameters.ts";
import { onCloud } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { rateOf, shareOf } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const ec2TerminateByTag = defineExperiment({
  name: "ec2-terminate-by-tag",
  group: "cloud",
  title: "Machines of EC2 stopped, by a tag",
  description: "Stops a share of the machines that have a tag, and starts them again; those of a managed node group are replaced instead.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...repeated,
    ...inSequence,
    ...amazon,
    tag: text("EC2_INSTANCE_TAG", "the tag, key:value"),
    affected: share("INSTANCE_AFFECTED_PERC", "share of the machines with the tag that is hit; 0 is one", percent(0)),
    managed: choice(
      "MANAGED_NODEGROUP",
      ["enable", "disable"],
      "enable: a node group replaces what is stopped, so it is not started again",
      "disable",
    ),
  },
  values: { duration: seconds(300), interval: seconds(300), tag: "gameday:chaos-allowed", affected: percent(30), managed: "enable" },
  needs: ["region"],
  permissions: onCloud({ nodes: true }),
  secret: { name: "cloud-secret", mountPath: "/tmp/" },
  hypothesis:
    "With a third of the machines gone at once the rest carries the load: what does not fit is shed with an answer that says when to come back.",
  probes: (looks) => [
    measures("shed-not-failed", looks.prometheus, shareOf("edgeRequests", "outcome='error'", looks), "<", 0.001, {
      mode: "OnChaos",
      every: seconds(30),
    }),
    measures("some-is-served", looks.prometheus, rateOf("edgeRequests", looks, "outcome='ok'"), ">", 0, { mode: "Continuous", every: seconds(15) }),
  ],
  blastRadius: { hits: "a third of the machines with the tag", spares: "machines without it, data stores among them" },
  alert: { none: borne },
  undo: "Litmus starts the machines again; in a managed node group new ones take their place.",
  playbook: [
    "More than a third gone: the tag is on machines that nobody meant. Take it off before the next run.",
    "Pending pods for longer than ten minutes: the Auto Scaling group is at its maximum, or the zone has none of that type.",
    "Errors instead of shed answers: the edge's limit is above what two thirds can do.",
  ],
  scenario: "cross-component",
});
