// Answers replaced by errors.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { choice, flag } from "../parameter.ts";
import { answerBody, everyExperiment, helper, inSequence, podChoice, requests } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { shareOf } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

/** Those that the release accepts; any other is refused by it. */
const statuses = "200 201 202 204 300 301 302 304 307 400 401 403 404 500 501 502 503 504".split(" ");

export const podHttpStatusCode = defineExperiment({
  name: "pod-http-status-code",
  group: "http",
  title: "HTTP errors",
  description: "A proxy before the pod's port gives a share of the answers another status, and another body.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...podChoice,
    ...helper,
    ...requests,
    ...answerBody,
    status: choice("STATUS_CODE", statuses, "what the answers' status becomes; empty: any of them, by chance"),
    changeBody: flag("MODIFY_RESPONSE_BODY", "the body is replaced as well", true),
  },
  values: { duration: seconds(120), status: "500", affected: percent(50), podsAffected: percent(100), servicePort: 8_080 },
  permissions: onPods(),
  service: "experts",
  hypothesis:
    "With every second answer of one provider an error, questions are asked again or of others: 99 % of the consultations end in a consensus.",
  probes: (looks) => [
    measures("consensus", looks.prometheus, shareOf("consultations", "outcome='consensus'", looks), ">", 0.99, {
      mode: "OnChaos",
      every: seconds(15),
    }),
  ],
  blastRadius: { hits: "half of the answers of one provider's experts", spares: "the experts themselves, which answer well to the proxy" },
  alert: { none: borne },
  undo: "Litmus ends the proxy and takes back its rule of iptables in the pod's network namespace.",
  playbook: [
    "Errors that stay: iptables -t nat -L in the pod's network namespace must show no redirection to port 20000. Delete the pod if it does.",
    "Retries without end: look at the rate of questions to the provider; it must be at most twice what it was.",
    "Pods that are not ready any more: their readiness goes through the proxy as well; leave it out by a port of its own.",
  ],
  scenario: "expert-consensus",
});
