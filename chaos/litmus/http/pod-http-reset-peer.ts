// Connections to a pod are reset.
import { milliseconds, percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { delay } from "../parameter.ts";
import { everyExperiment, helper, inSequence, podChoice, requests } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { quantile, shareOf } from "../parts/queries.ts";
import { tooShort } from "../parts/reasons.ts";

export const podHttpResetPeer = defineExperiment({
  name: "pod-http-reset-peer",
  group: "http",
  title: "HTTP connections reset",
  description: "A proxy before the pod's port ends a share of the requests with a TCP reset.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...podChoice,
    ...helper,
    ...requests,
    resetAfter: delay("RESET_TIMEOUT", "from the request's arrival to the reset", milliseconds(0)),
  },
  values: { duration: seconds(60), affected: percent(100), podsAffected: percent(50), servicePort: 8_080 },
  permissions: onPods(),
  service: "mcp",
  hypothesis:
    "Connections that are cut are made again to another pod at once: 95 % of the tools' answers come within 1 s, and under 1 % of the answers at the edge are errors.",
  probes: (looks) => [
    measures("tools-in-time", looks.prometheus, quantile(0.95, "mcpRequestSeconds", looks), "<", 1, { mode: "Edge" }),
    measures("edge-errors", looks.prometheus, shareOf("edgeRequests", "outcome='error'", looks), "<", 0.01, {
      mode: "Continuous",
      every: seconds(10),
    }),
  ],
  blastRadius: { hits: "every request to half of one MCP server's pods", spares: "its other pods" },
  alert: { none: tooShort },
  undo: "Litmus ends the proxy and takes back its rule of iptables in the pod's network namespace.",
  playbook: [
    "ECONNRESET in the log of the orchestrator is what was meant; the same request must appear again within a second.",
    "All pods hit: pods affected was rounded up to all of two. Give the server a third.",
    "Resets that stay: delete the pods that were hit, their network namespaces go with them.",
  ],
  scenario: "mcp-cascade",
});
