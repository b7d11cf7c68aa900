// A zone of Amazon taken out of a load balancer.
import { seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { choice, list, text } from "../parameter.ts";
import { amazon, everyExperiment, inSequence, repeated } from "../parts/parameters.ts";
import { onCloud } from "../parts/permissions.ts";
import { answers, measures } from "../parts/probes.ts";
import { shareOf } from "../parts/queries.ts";
import { otherPath } from "../parts/reasons.ts";

export const awsAzChaos = defineExperiment({
  name: "aws-az-chaos",
  group: "cloud",
  title: "Zone taken out of the load balancer",
  description: "Detaches zones of Amazon from a load balancer, as when the zone is lost, and attaches them again.",
  runner: "python",
  parameters: {
    ...everyExperiment,
    ...repeated,
    ...inSequence,
    credentials: amazon.credentials,
    region: text("AWS_DEFAULT_REGION", "Amazon's name of the region"),
    loadBalancer: text("LOAD_BALANCER_NAME", "the load balancer, by name"),
    loadBalancerArn: text("LOAD_BALANCERNAME_ARN", "or by its ARN", "na"),
    zones: list("LOAD_BALANCER_ZONES", "the zones that are detached"),
    library: choice("LIB", ["litmus"], "who does it; there is no other", "litmus"),
  },
  values: { duration: seconds(180), interval: seconds(180) },
  needs: ["loadBalancer", "region", "zones"],
  permissions: onCloud({ nodes: false }),
  secret: { name: "cloud-secret", mountPath: "/tmp/" },
  hypothesis: "A region without one of its three zones serves on from the two that are left: of the answers at its edge 99.9 % are good.",
  probes: (looks) => [
    measures("edge-errors", looks.prometheus, shareOf("edgeRequests", "outcome='error'", looks), "<", 0.001, { mode: "OnChaos", every: seconds(15) }),
    answers("edge-is-alive", `${looks.edge}/healthz`, { mode: "Continuous" }),
  ],
  blastRadius: { hits: "the way into one zone of one region", spares: "the zone itself: what runs there goes on" },
  alert: { none: otherPath },
  undo: "Litmus attaches the zones again.",
  playbook: [
    "Two zones left over the load balancer's least: it refuses to lose another. Detach one at a time.",
    "Zones that stay out: attach their subnets by hand, the event names them.",
    "The power of a zone as a whole is the Fault Injection Service's to take: this experiment takes only the way in.",
  ],
  scenario: "cross-component",
});
