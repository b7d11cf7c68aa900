// Names that cannot be resolved.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { choice, names } from "../parameter.ts";
import { everyExperiment, helper, inSequence, podChoice } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { answers, prints } from "../parts/probes.ts";
import { otherPath } from "../parts/reasons.ts";

const { nodeLabel: _, ...choiceOfPods } = podChoice;

export const podDnsError = defineExperiment({
  name: "pod-dns-error",
  group: "network",
  title: "DNS errors",
  description: "Answers a pod's questions for names with an error, by a resolver put before the cluster's in the pod's network namespace.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...choiceOfPods,
    ...helper,
    names: names("TARGET_HOSTNAMES", "the names that are not resolved; empty: all of them"),
    match: choice("MATCH_SCHEME", ["exact", "substring"], "whether a name must be equal or only contain one of them", "exact"),
  },
  values: { duration: seconds(120), names: ["postgres"], match: "substring", podsAffected: percent(50) },
  permissions: onPods(),
  service: "response-collector",
  hypothesis: "Connections that are open go on without names: half of the collectors cannot find Postgres anew, and the edge answers every look.",
  probes: (looks) => [
    answers("edge-is-ready", `${looks.edge}/readyz`, { mode: "OnChaos", every: seconds(3) }),
    prints(
      "the-name-is-known-elsewhere",
      "getent hosts kubernetes.default.svc | wc -l",
      { type: "int", criteria: ">=", value: "1" },
      { mode: "OnChaos", every: seconds(15) },
    ),
  ],
  blastRadius: { hits: "the question for Postgres, in half of the collectors", spares: "other names, other pods and the cluster's own DNS" },
  alert: { none: otherPath },
  undo: "Litmus ends its resolver and puts the pod's questions back on their way.",
  playbook: [
    "EAI_AGAIN in the log of the collectors is what was meant. In another pod it is not: look at the cluster's DNS.",
    "Collectors that do not come back: they remember the failure; their cache of names must be short.",
    "kubectl exec into the pod and resolve the name by hand; delete the pod where it still fails.",
  ],
  scenario: "database-saturation",
});
