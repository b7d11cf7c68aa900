// Packets that a pod sends arrive damaged.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { share } from "../parameter.ts";
import { correlated, everyExperiment, helper, inSequence, packets, podChoice } from "../parts/parameters.ts";
import { onPods } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { quantile, shareOf } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const podNetworkCorruption = defineExperiment({
  name: "pod-network-corruption",
  group: "network",
  title: "Packet corruption",
  description: "Turns a bit in a share of the packets that leave a pod (tc netem); who receives them drops them, and TCP sends them again.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...inSequence,
    ...podChoice,
    ...helper,
    ...packets,
    ...correlated,
    corrupted: share("NETWORK_PACKET_CORRUPTION_PERCENTAGE", "share of the packets that is damaged", percent(100)),
  },
  values: { duration: seconds(120), corrupted: percent(5), podsAffected: percent(100) },
  permissions: onPods(),
  service: "postgres",
  hypothesis:
    "Damaged packets of Postgres are sent again and never believed: writes get slower, up to 200 ms, and no answer at the edge is an error.",
  probes: (looks) => [
    measures("writes-bearable", looks.prometheus, quantile(0.95, "postgresWriteSeconds", looks), "<", 0.2, { mode: "OnChaos", every: seconds(15) }),
    measures("edge-errors", looks.prometheus, shareOf("edgeRequests", "outcome='error'", looks), "<", 0.001, { mode: "EOT" }),
  ],
  blastRadius: {
    hits: "a packet in twenty that the region's Postgres sends",
    spares: "what is stored: checksums of TCP and of the pages stand before it",
  },
  alert: { none: borne },
  undo: "Litmus deletes the queue. A pod that was deleted meanwhile took it along.",
  playbook: [
    "Retransmissions: nstat -az TcpRetransSegs in the pod's network namespace must stop growing afterwards.",
    "Errors of the protocol in the log of Postgres: data got through damaged, which TLS would have stopped. Stop, and look for a connection without TLS.",
    "Compare the rows by the integrity queries before the next experiment.",
  ],
  scenario: "database-saturation",
});
