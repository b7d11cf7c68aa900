// Rights name what they are rights to: no action "*", and no resource "*" but where AWS knows no other.
import { z } from "zod";
import { listAt } from "../../estate/inputs.ts";
import { unknownValue, type Resource } from "../../estate/resource.ts";
import { eachOf, judged, unknown, violation } from "../facts/demand.ts";
import { items, look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";
import { ofPolicy, ofTrust } from "./aws-rights.ts";

const rights = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy", "aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy"];
const attachments = [
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
];
const googleRoles = ["gcp:projects/iAMMember:IAMMember", "gcp:projects/iAMBinding:IAMBinding", "gcp:organizations/iAMMember:IAMMember"];
const kubernetesRoles = ["kubernetes:rbac.authorization.k8s.io/v1:Role", "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"];
const bindings = ["kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"];

export const iamWildcards = defineRule({
  name: "iam-wildcards",
  group: "identity",
  title: "No wildcards in rights",
  why: "A right to everything is a right to what nobody thought of; a fault's role, or a stolen token, then reaches the whole account.",
  incident:
    "The failed deployment was mended by hand with kubectl, deleting and creating at will: whoever had that access had all of it. The report names no rights at all.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({
    broadPolicies: z
      .array(z.string())
      .default(["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"])
      .describe("AWS's own policies that hold everything"),
    broadRoles: z.array(z.string()).default(["roles/owner", "roles/editor"]).describe("Google's roles that hold everything"),
    broadClusterRoles: z.array(z.string()).default(["cluster-admin"]).describe("Kubernetes' own roles that hold everything"),
  }),
  judge: (facts, { broadPolicies, broadRoles, broadClusterRoles }) => [
    ...facts.ofType(...rights).flatMap((resource) => ofPolicy(resource, "policy")),
    ...facts.ofType("aws:iam/role:Role").flatMap((resource) => ofRole(resource, broadPolicies)),
    ...facts.ofType(...attachments).flatMap((resource) => ofName(resource, "policyArn", broadPolicies)),
    ...facts.ofType(...googleRoles).flatMap((resource): readonly Finding[] => {
      const seen = look(resource.inputs, "role");
      if (seen.kind === "unknown") return [unknown(resource, "role")];
      return seen.kind === "value" && broadRoles.includes(String(seen.value))
        ? [violation(resource, "role", `gives ${String(seen.value)}: everything in the project`, "a role of what it does")]
        : [];
    }),
    ...facts.ofType(...kubernetesRoles).flatMap(ofKubernetes),
    ...facts.ofType(...bindings).flatMap((resource) => ofBinding(resource, broadClusterRoles)),
  ],
});

/** A role with policies of its own in it, and names of others that it takes. */
function ofRole(resource: Resource, broad: readonly string[]): readonly Finding[] {
  return [
    ...ofTrust(resource),
    ...eachOf(resource, "inlinePolicies", ({ path }) => ofPolicy(resource, `${path}.policy`)),
    ...eachOf(resource, "managedPolicyArns", ({ path }) => ofName(resource, path, broad)),
  ];
}

function ofName(resource: Resource, path: string, broad: readonly string[]): readonly Finding[] {
  const seen = look(resource.inputs, path);
  const name = seen.kind === "value" ? (String(seen.value).split("/").at(-1) ?? "") : "";
  return judged(resource, path, seen, () => !broad.includes(name), `gives ${name}: nearly everything in the account`, "a policy of what it does");
}

/** Any other role of a binding's is judged where it is made. */
function ofBinding(resource: Resource, broad: readonly string[]): readonly Finding[] {
  const seen = look(resource.inputs, "roleRef.name");
  const name = seen.kind === "value" ? String(seen.value) : "";
  const where = resource.type.endsWith(":ClusterRoleBinding") ? "the cluster" : "its namespace";
  return judged(resource, "roleRef.name", seen, () => !broad.includes(name), `gives ${name}: everything in ${where}`, "a role of what it does");
}

const ofKubernetes = (resource: Resource): readonly Finding[] => {
  return eachOf(resource, "rules", ({ path, value }) => {
    const unsure = ["verbs", "resources"].filter((key) => {
      const list = items(resource.inputs, `${path}.${key}`);
      return list.unknown || list.items.some((item) => item.value === unknownValue);
    });
    if (unsure.length > 0) return unsure.map((key) => unknown(resource, `${path}.${key}`));
    const star = ["verbs", "resources"].filter((key) => listAt(value, key).includes("*"));
    const reads = listAt(value, "verbs").every((verb) => ["get", "list", "watch"].includes(String(verb)));
    const where = listAt(value, "apiGroups").join(", ");
    return star.length === 0 || reads
      ? []
      : [violation(resource, path, `has * as its ${star.join(" and ")} in the API groups ${where}`, "verbs and resources by name")];
  });
};
