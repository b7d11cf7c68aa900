// A node rebooted without notice.
import { seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { text } from "../parameter.ts";
import { everyExperiment, nodeChoice, nodeHelper } from "../parts/parameters.ts";
import { onNodes, readsSecrets } from "../parts/permissions.ts";
import { measures } from "../parts/probes.ts";
import { rateOf, readyNodes } from "../parts/queries.ts";
import { borne } from "../parts/reasons.ts";

export const nodeRestart = defineExperiment({
  name: "node-restart",
  group: "node",
  title: "Node restarted",
  description: "Reboots a node over SSH, without draining it.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    ...nodeChoice,
    ...nodeHelper,
    address: text("TARGET_NODE_IP", "the node's address; empty: its internal one"),
    user: text("SSH_USER", "who logs in there", "root"),
    command: text("REBOOT_COMMAND", "what is said there", "sudo systemctl reboot; true"),
  },
  values: { duration: seconds(300), nodeLabel: "gameday/chaos=allowed", user: "ec2-user" },
  permissions: onNodes(["get", "list"], readsSecrets),
  secret: { name: "id-rsa", mountPath: "/mnt/" },
  hypothesis:
    "A node that is gone without a word and back in five minutes costs no accepted work: the queue goes on, and every node is ready again at the end.",
  probes: (looks) => [
    measures("follow-ups-go-on", looks.prometheus, rateOf("followUps", looks, "outcome='done'"), ">", 0, {
      mode: "Continuous",
      every: seconds(30),
      attempts: 4,
    }),
    measures("nodes-are-back", looks.prometheus, readyNodes, ">=", 3, { mode: "EOT", every: seconds(15), attempts: 8 }),
  ],
  blastRadius: { hits: "one labelled node and every pod on it", spares: "the other nodes, and volumes: they are attached again" },
  alert: { none: borne },
  undo: "The node comes up by itself; Litmus waits for it.",
  playbook: [
    "NotReady after five minutes: look at the machine's console at its cloud.",
    "Pods that stay Terminating: their node is not back. Delete them by force only once the machine is known to be off.",
    "Permission denied: the key in the secret id-rsa does not fit the user.",
  ],
  scenario: "cross-component",
});
