// Pods cut off by a network policy.
import { seconds } from "../../../model/units.ts";
import { defineExperiment } from "../experiment.ts";
import { choice, list, text } from "../parameter.ts";
import { everyExperiment, packets } from "../parts/parameters.ts";
import { closesNetwork, onPods } from "../parts/permissions.ts";
import { answers, exist } from "../parts/probes.ts";

export const podNetworkPartition = defineExperiment({
  name: "pod-network-partition",
  group: "network",
  title: "Network partition",
  description:
    "Makes a NetworkPolicy that lets nothing to and from pods but what is named. Policies add up: what another policy allows stays allowed, so it cuts off pods that no other policy selects.",
  runner: "go",
  parameters: {
    ...everyExperiment,
    policies: choice("POLICY_TYPES", ["all", "ingress", "egress"], "which way is cut", "all"),
    allowedPods: list("POD_SELECTOR", "labels, key=value, of pods of the namespace with which traffic stays allowed"),
    allowedNamespaces: list("NAMESPACE_SELECTOR", "labels, key=value, of namespaces with which traffic stays allowed"),
    destinations: packets.destinations,
    destinationHosts: packets.destinationHosts,
    ports: text("PORTS", "ports that stay open, as YAML: tcp: [8080], udp: [53]"),
  },
  values: { duration: seconds(120), policies: "all" },
  permissions: onPods(closesNetwork),
  service: "edge",
  hypothesis:
    "With its edge cut off a region is left alone: the global entry sends its clients to another one, and the edge serves again when the policy is gone.",
  probes: (looks) => [
    answers("edge-was-and-is-ready", `${looks.edge}/readyz`, { mode: "Edge", attempts: 10 }),
    exist(
      "policy-is-in",
      {
        group: "networking.k8s.io",
        version: "v1",
        resource: "networkpolicies",
        namespace: looks.namespace,
        labelSelector: "chaosUID",
        operation: "present",
      },
      { mode: "OnChaos" },
    ),
  ],
  blastRadius: { hits: "all pods of one region's edge", spares: "the region's other workloads, which run on unreached" },
  alert: { name: "EndpointDown" },
  undo: "Litmus deletes the policy that it made.",
  playbook: [
    "kubectl get networkpolicies in the namespace: one that is named after the experiment must be gone. Delete it by hand if it is not.",
    "No effect at all: another policy allows the traffic, or the network plug-in enforces none.",
    "Clients still fail after a minute: the entry's health checks do not see the edge's loss; look at its probe's target.",
  ],
  scenario: "cross-component",
});
