// The project's own waivers. Each has a reason that will end, somebody who answers for it, and its last day.
import type { EnvironmentName } from "../model/tiers.ts";
import type { Waiver } from "./waiver.ts";

const aws: readonly EnvironmentName[] = ["base", "stress", "chaos", "ultimate"];
const clouds: readonly EnvironmentName[] = [...aws, "google"];
const until = "2027-03-31";

const rights = (environments: readonly EnvironmentName[], resource: string, reason: string): Waiver => ({
  rule: "iam-wildcards",
  environments,
  resource,
  reason,
  owner: "platform",
  until,
});

/** Any resource, and no more than the actions that are named. */
const anyResource = (...row: Parameters<typeof rights>): Waiver => ({ ...rights(...row), path: "policy.Statement[*].Resource" });

const inClear = (resource: string): Waiver => ({
  rule: "tls-at-edges",
  environments: ["kubernetes"],
  resource,
  path: "spec.ports[*]",
  reason:
    "entry and edges are ports of the machine that the cluster runs on, 127.0.0.1 unless the settings say otherwise; there is no name for a certificate",
  owner: "platform",
  until,
});

export const waiverList: readonly Waiver[] = [
  rights(
    aws,
    "*-pipeline-deploy-*",
    "the pipeline makes and ends whole environments; it may make no users and no keys, and may not change the pipelines' roles",
  ),
  anyResource(
    aws,
    "*-access-*-policy",
    "people's look-ups and levers of failover: resources whose ARNs are drawn by AWS, to be narrowed by tags once each action is known to take them",
  ),
  anyResource(
    aws,
    "*-balancing-identity-policy",
    "the controller opens groups whose names are drawn by AWS, under a condition; an ARN per group is known only after the first creation",
  ),
  anyResource(
    ["chaos", "ultimate"],
    "*-faults-policy",
    "AWS's fault injection looks at everything of a kind before it takes what has the environment's tag",
  ),
  rights(clouds, "*-access-operator", "Pulumi itself acts as it, and makes kinds that charts bring"),
  rights(["kubernetes"], "*-people-operator", "Pulumi itself acts as it, in one namespace"),
  rights(clouds, "*-access-chaos-engineer", "every kind of Litmus, k6-operator and Argo, and nothing else, in a cluster that is there to be tested"),
  rights(["kubernetes"], "*-people-chaos-engineer", "every kind of Litmus, k6-operator and Argo, in one namespace"),
  {
    rule: "encryption-at-rest",
    environments: ["google"],
    resource: "google-*-encrypted",
    reason: "a backup of a volume keeps its disk's key: with the region's own key it could not be read where it is needed, in another region",
    owner: "platform",
    until,
  },
  inClear("kubernetes-*-edge-outside"),
  inClear("kubernetes-entry-service"),
];
