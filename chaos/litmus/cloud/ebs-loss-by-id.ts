// A volume of EBS detached by its id.
import { seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { list } from "../parameter.ts";
import { amazon, everyExperiment, inSequence, repeated } from "../parts/parameters.ts";
import { onCloud } from "../parts/permissions.ts";
import { answers, prints } from "../parts/probes.ts";

export const ebsLossById = defineExperiment({
  name: "ebs-loss-by-id",
  group: "cloud",
  title: "Volume of EBS detached, by its id",
  description: "Detaches volumes that are named from their machine, and attaches them again.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...repeated,
    ...inSequence,
    ...amazon,
    volumes: list("EBS_VOLUME_ID", "the volumes"),
  },
  values: { duration: seconds(120), interval: seconds(120) },
  needs: ["volumes", "region"],
  permissions: onCloud({ nodes: false }),
  secret: { name: "cloud-secret", mountPath: "/tmp/" },
  hypothesis: "A metrics store that loses its volume is missing and nothing else: the edge serves, and answers are not slower than 2 s.",
  probes: (looks) => [
    answers("edge-is-ready", `${looks.edge}/readyz`, { mode: "Continuous", every: seconds(10) }),
    prints(
      "answers-in-time",
      `curl --silent --max-time 2 --output /dev/null --write-out '%{http_code}' ${looks.edge}/healthz`,
      { type: "string", criteria: "equal", value: "200" },
      { mode: "Continuous", every: seconds(10) },
    ),
  ],
  blastRadius: { hits: "the volumes that are named", spares: "every other volume" },
  alert: { none: "it is the alerts' own store that is hit: whoever watches it from outside must tell" },
  undo: "Litmus attaches the volume again.",
  playbook: [
    "A volume that stays detached: attach it by hand to the machine and the device that the event names.",
    "A file system that is read-only afterwards: unmount it, check it, delete the pod.",
    "Prometheus is the target here, so judge by probes that do not ask it.",
  ],
  scenario: "cross-component",
});
