// Names that lead elsewhere.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { map } from "../parameter.ts";
import { everyExperiment, helper, inSequence, podChoice } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { quantile, shareOf } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

const { nodeLabel: _, ...choiceOfPods } = podChoice;

export const podDnsSpoof = defineExperiment({
  name: "pod-dns-spoof",
  group: "network",
  title: "DNS spoofing",
  description: "Answers a pod's questions for names with the address of another name, by a resolver in the pod's network namespace.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...choiceOfPods,
    ...helper,
    names: map("SPOOF_MAP", "each name and the one whose address is given for it"),
  },
  values: { duration: seconds(120), names: { "mcp-monitoring": "kubernetes.default.svc.cluster.local" }, podsAffected: percent(50) },
  permissions: onPods(),
  service: "orchestrator",
  hypothesis: "Whoever answers in a server's place is refused for want of its certificate; the orchestrators do without that server, within 1 s.",
  probes: (looks) => [
    measures("servers-in-time", looks.prometheus, quantile(0.95, "mcpRequestSeconds", looks), "<", 1, { mode: "OnChaos", every: seconds(15) }),
    measures("consultations-fail", looks.prometheus, shareOf("consultations", "outcome='failed'", looks), "<", 0.01, { mode: "EOT" }),
  ],
  blastRadius: { hits: "the name of one MCP server, in half of the orchestrators", spares: "the server itself, and everybody else who asks for it" },
  alert: { none: borne },
  undo: "Litmus ends its resolver and puts the pod's questions back on their way.",
  playbook: [
    "An answer that is believed is the finding: the connection is not authenticated. Open an incident, not a ticket.",
    "All orchestrators slow: the breaker of that one server does not open. Look at its threshold.",
    "Resolve the name in the pod afterwards; delete the pod where it still leads elsewhere.",
  ],
  scenario: "mcp-cascade",
});
