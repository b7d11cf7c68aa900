// An instance of RDS stopped.
import { percent, seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { list, share } from "../parameter.ts";
import { amazon, everyExperiment, inSequence, repeated } from "../parts/parameters.ts";
import { onCloud } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { quantile } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const rdsInstanceStop = defineExperiment({
  name: "rds-instance-stop",
  group: "cloud",
  title: "Database of RDS stopped",
  description: "Stops instances of RDS, and starts them again.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...repeated,
    ...inSequence,
    ...amazon,
    instances: list("RDS_INSTANCE_IDENTIFIER", "the instances"),
    affected: share("INSTANCE_AFFECTED_PERC", "share of them that is hit; 0 is one", percent(100)),
  },
  values: { duration: seconds(300), interval: seconds(300), affected: percent(100) },
  needs: ["instances", "region"],
  permissions: onCloud({ nodes: false }),
  secret: { name: "cloud-secret", mountPath: "/tmp/" },
  hypothesis: "With a reader of the database stopped the writer takes its reads: they stay within 10 ms, and no write waits longer than 50 ms.",
  probes: (looks) => [
    measures("reads-in-time", looks.prometheus, quantile(0.95, "postgresReadSeconds", looks), "<", 0.01, { mode: "Continuous", every: seconds(30) }),
    measures("writes-in-time", looks.prometheus, quantile(0.95, "postgresWriteSeconds", looks), "<", 0.05, { mode: "Edge" }),
  ],
  blastRadius: { hits: "the instances that are named: readers", spares: "the writer, and other regions' clusters" },
  alert: { none: borne },
  undo: "Litmus starts the instance again, which takes minutes.",
  playbook: [
    "InvalidDBClusterStateFault: members of an Aurora cluster cannot be stopped one by one; use the failover of the Fault Injection Service there.",
    "Stopped instances are started by RDS itself after seven days: do not wait for that, start them.",
    "Readers that stay out: look at the reader endpoint's members.",
  ],
  scenario: "database-saturation",
});
