// Answers that come late.
import { milliseconds, percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { delay } from "../parameter.ts";
import { everyExperiment, helper, inSequence, podChoice, requests } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { highest, quantile } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const podHttpLatency = defineExperiment({
  name: "pod-http-latency",
  group: "http",
  title: "HTTP latency",
  description: "A proxy before the pod's port holds a share of the requests back for a while.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...podChoice,
    ...helper,
    ...requests,
    latency: delay("LATENCY", "by which a request is later", milliseconds(6_000)),
  },
  values: { duration: seconds(120), latency: milliseconds(800), affected: percent(100), podsAffected: percent(100), servicePort: 8_080 },
  permissions: onPods(),
  service: "mcp",
  hypothesis:
    "A server that is 800 ms slower fills no more than its own bulkhead: the slots of the others stay below 70 %, and questions take at most 2 s.",
  probes: (looks) => [
    measures("slots-left", looks.prometheus, highest("mcpUtilisation", looks), "<", 0.7, { mode: "OnChaos", every: seconds(10) }),
    measures("consultations-in-time", looks.prometheus, quantile(0.95, "consultationSeconds", looks), "<", 2, { mode: "EOT" }),
  ],
  blastRadius: { hits: "every request to one MCP server in one region", spares: "the other servers, and other regions' copies of this one" },
  alert: { none: borne },
  undo: "Litmus ends the proxy and takes back its rule of iptables in the pod's network namespace.",
  playbook: [
    "Slots of other servers fill up: they share one pool. The bulkhead must have a pool a server.",
    "Callers give up at once: their time is shorter than 1 s, which the criterion allows.",
    "iptables -t nat -L in the pod's network namespace must show no redirection afterwards.",
  ],
  scenario: "mcp-cascade",
});
