// Rights name what they are rights to: no action "*", and no resource "*" but where AWS knows no other.
import { z } from "zod";
import { listAt, textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { unknown, violation } from "../facts/demand.ts";
import { items, look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";
import { hasNoResourceLevel } from "./no-resource-level.ts";
import { readPolicy } from "./policy-document.ts";

const rights = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy", "aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy"];
const attachments = ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:iam/userPolicyAttachment:UserPolicyAttachment"];
const googleRoles = ["gcp:projects/iAMMember:IAMMember", "gcp:projects/iAMBinding:IAMBinding", "gcp:organizations/iAMMember:IAMMember"];
const kubernetesRoles = ["kubernetes:rbac.authorization.k8s.io/v1:Role", "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"];

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
  }),
  judge: (facts, { broadPolicies, broadRoles }) => [
    ...facts.ofType(...rights).flatMap(ofPolicy),
    ...facts.ofType("aws:iam/role:Role").flatMap(ofTrust),
    ...facts.ofType(...attachments).flatMap((resource): readonly Finding[] => {
      const seen = look(resource.inputs, "policyArn");
      if (seen.kind === "unknown") return [unknown(resource, "policyArn")];
      const name = textAt(resource.inputs, "policyArn")?.split("/").at(-1) ?? "";
      return broadPolicies.includes(name)
        ? [violation(resource, "policyArn", `gives ${name}: nearly everything in the account`, "a policy of what it does")]
        : [];
    }),
    ...facts.ofType(...googleRoles).flatMap((resource): readonly Finding[] => {
      const seen = look(resource.inputs, "role");
      if (seen.kind === "unknown") return [unknown(resource, "role")];
      return seen.kind === "value" && broadRoles.includes(String(seen.value))
        ? [violation(resource, "role", `gives ${String(seen.value)}: everything in the project`, "a role of what it does")]
        : [];
    }),
    ...facts.ofType(...kubernetesRoles).flatMap(ofKubernetes),
  ],
});

function ofPolicy(resource: Resource): readonly Finding[] {
  const seen = look(resource.inputs, "policy");
  if (seen.kind === "unknown") return [unknown(resource, "policy")];
  const statements = seen.kind === "value" ? readPolicy(String(seen.value)) : [];
  if (statements === null) return [violation(resource, "policy", "is no policy that can be read", "a JSON document of statements")];
  return statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ index, actions, resources, inverted }): readonly Finding[] => {
      const path = `policy.Statement[${index}]`;
      if (inverted) return [violation(resource, path, "allows every action but some (NotAction)", "the actions that it takes")];
      const broad = actions.filter((action) => action === "*" || action.endsWith(":*"));
      const wide = resources.includes("*") ? actions.filter((action) => !broad.includes(action) && !hasNoResourceLevel(action)) : [];
      return [
        ...(broad.length === 0 ? [] : [violation(resource, `${path}.Action`, `allows ${broad.join(", ")}`, "the actions that it takes, by name")]),
        ...(wide.length === 0
          ? []
          : [violation(resource, `${path}.Resource`, `allows ${wide.join(", ")} on every resource`, "ARNs: AWS knows a resource level for it")]),
      ];
    });
}

/** Who may become the role. Everybody may, where there is no condition. */
function ofTrust(resource: Resource): readonly Finding[] {
  const seen = look(resource.inputs, "assumeRolePolicy");
  if (seen.kind === "unknown") return [unknown(resource, "assumeRolePolicy")];
  const statements = seen.kind === "value" ? (readPolicy(String(seen.value)) ?? []) : [];
  return statements
    .filter(({ effect, principals, conditioned }) => effect === "Allow" && principals.includes("*") && !conditioned)
    .map(({ index }) =>
      violation(resource, `assumeRolePolicy.Statement[${index}].Principal`, "may be assumed by everybody", "a principal, or a condition"),
    );
}

const ofKubernetes = (resource: Resource): readonly Finding[] => {
  const rules = items(resource.inputs, "rules");
  if (rules.unknown) return [unknown(resource, "rules")];
  return rules.items.flatMap(({ path, value }) => {
    const star = ["verbs", "resources"].filter((key) => listAt(value, key).includes("*"));
    const reads = listAt(value, "verbs").every((verb) => ["get", "list", "watch"].includes(String(verb)));
    const where = listAt(value, "apiGroups").join(", ");
    return star.length === 0 || reads
      ? []
      : [violation(resource, path, `has * as its ${star.join(" and ")} in the API groups ${where}`, "verbs and resources by name")];
  });
};
