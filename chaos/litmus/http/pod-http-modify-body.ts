// Answers whose body is another.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { answerBody, everyExperiment, helper, inSequence, podChoice, requests } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { answers, measures } from "../parts/probes.ts";
import { shareOf } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const podHttpModifyBody = defineExperiment({
  name: "pod-http-modify-body",
  group: "http",
  title: "HTTP bodies replaced",
  description: "A proxy before the pod's port gives a share of the answers another body, with the status that they had.",
  runner: "go",
  parameters: { ...everyExperiment, ...inSequence, ...podChoice, ...helper, ...requests, ...answerBody },
  values: {
    duration: seconds(60),
    body: "{}",
    contentType: "application/json",
    affected: percent(100),
    podsAffected: percent(50),
    servicePort: 8_080,
  },
  permissions: onPods(),
  service: "experts",
  hypothesis: "An answer that is not one is no vote: it is refused by its form, a quorum comes from the other experts, and the edge stays ready.",
  probes: (looks) => [
    measures("quorum", looks.prometheus, shareOf("expertPanels", "outcome='quorum'", looks), ">", 0.99, { mode: "OnChaos", every: seconds(15) }),
    answers("edge-is-ready", `${looks.edge}/readyz`, { mode: "EOT" }),
  ],
  blastRadius: { hits: "every answer of half of one provider's experts", spares: "their status, so that only who reads the body can tell" },
  alert: { none: borne },
  undo: "Litmus ends the proxy and takes back its rule of iptables in the pod's network namespace.",
  playbook: [
    "A consensus that rests on an empty answer is the finding: parse answers by their schema before they count.",
    "Crashes of the orchestrator: an exception of the parser got through; it must count as a failed answer.",
    "Look for rows of answers that were stored empty, and ask those questions again.",
  ],
  scenario: "expert-consensus",
});
