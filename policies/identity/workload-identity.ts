// Pods get their rights in a cloud by who they are, for an hour at a time: no keys, and nothing from the node they stand on.
import { z } from "zod";
import { demands, eachOf, isGiven, isOneOf, judged, violation, type Demand } from "../facts/demand.ts";
import { look } from "../facts/look.ts";
import { containersOf } from "../facts/pods.ts";
import { defineRule, everywhere } from "../rule.ts";

const rows: readonly Demand[] = [
  {
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    path: "metadataOptions.httpTokens",
    holds: isOneOf("required"),
    message: "gives its role to whoever asks the metadata service without a token",
    remedy: "httpTokens: required",
  },
  {
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    path: "metadataOptions.httpPutResponseHopLimit",
    holds: (value) => Number(value) === 1,
    message: "lets pods ask for the node's role",
    remedy: "httpPutResponseHopLimit: 1",
  },
  {
    type: "gcp:container/cluster:Cluster",
    path: "workloadIdentityConfig.workloadPool",
    holds: isGiven,
    message: "has no Workload Identity",
    remedy: "workloadIdentityConfig.workloadPool: <project>.svc.id.goog",
  },
  {
    type: "gcp:container/nodePool:NodePool",
    path: "nodeConfig.workloadMetadataConfig.mode",
    holds: isOneOf("GKE_METADATA"),
    message: "gives its own account to its pods",
    remedy: "mode: GKE_METADATA",
  },
  {
    type: "gcp:container/nodePool:NodePool",
    path: "nodeConfig.serviceAccount",
    holds: isGiven,
    message: "runs as the project's default account",
    remedy: "an account of its own",
  },
];

const keys = ["aws:iam/accessKey:AccessKey", "aws:iam/user:User", "gcp:serviceaccount/key:Key"];
const variables = /^(AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|GOOGLE_APPLICATION_CREDENTIALS)$/;

export const workloadIdentity = defineRule({
  name: "workload-identity",
  group: "identity",
  title: "Pods have identities, not keys",
  why: "A key is copied, kept and forgotten; an identity is the pod's own, ends with it, and says in every log who acted.",
  incident:
    "The failed deployment's report names no identity of any pod. What this prevents: a key in an image or a variable that outlives the pod it was given to.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({}),
  judge: (facts) => [
    ...demands(facts, rows),
    ...facts
      .ofType(...keys)
      .map((resource) => violation(resource, "", "is a key, or what has one: it does not end", "a role, assumed by the workload's identity")),
    ...facts
      .ofType("aws:eks/cluster:Cluster")
      .filter(
        (cluster) =>
          !hasIdentities(
            facts.ofType("aws:eks/podIdentityAssociation:PodIdentityAssociation", "aws:iam/openIdConnectProvider:OpenIdConnectProvider"),
            cluster.region,
          ),
      )
      .map((cluster) => violation(cluster, "", "its pods have no identity in AWS", "Pod Identity, or an OpenID Connect provider for IRSA")),
    ...containersOf(facts).flatMap(({ resource, name, path }) =>
      eachOf(resource, `${path}.env`, (item) => {
        const seen = look(resource.inputs, `${item.path}.name`);
        const variable = seen.kind === "value" ? String(seen.value) : "";
        const told = `container ${name} is given a cloud key as ${variable}`;
        return judged(resource, item.path, seen, () => !variables.test(variable), told, "the pod's own identity");
      }),
    ),
  ],
});

const hasIdentities = (found: readonly { readonly region: string | null }[], region: string | null): boolean =>
  found.some((one) => one.region === region);
