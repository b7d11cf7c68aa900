// Policies of AWS as a resource gives them: what each allows, and who may become a role.
import { unknownValue, type Resource } from "../../estate/resource.ts";
import { unknown, violation } from "../facts/demand.ts";
import { look, texts } from "../facts/look.ts";
import type { Finding } from "../rule.ts";
import { hasNoResourceLevel } from "./no-resource-level.ts";
import { readPolicy, type Statement } from "./policy-document.ts";

/** What the policy at a place allows: no action "*", and no resource "*" but where AWS knows no other. */
export const ofPolicy = (resource: Resource, place: string): readonly Finding[] =>
  ofStatements(resource, place, ({ index, actions, resources, inverted }) => {
    const path = `${place}.Statement[${index}]`;
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

/** Who may become the role. Everybody may, where there is no condition. */
export const ofTrust = (resource: Resource): readonly Finding[] =>
  ofStatements(resource, "assumeRolePolicy", ({ index, principals, conditioned }) =>
    principals.includes("*") && !conditioned
      ? [violation(resource, `assumeRolePolicy.Statement[${index}].Principal`, "may be assumed by everybody", "a principal, or a condition")]
      : [],
  );

/** Of the policy at a place, each statement that allows. */
function ofStatements(resource: Resource, place: string, judge: (statement: Statement) => readonly Finding[]): readonly Finding[] {
  const seen = look(resource.inputs, place);
  if (seen.kind === "absent") return [];
  if (seen.kind === "unknown" || [...texts(seen.value)].some(({ text }) => text === unknownValue)) return [unknown(resource, place)];
  const statements = readPolicy(seen.value);
  if (statements === null) return [violation(resource, place, "is no policy that can be read", "a JSON document of statements")];
  return statements.filter(({ effect }) => effect === "Allow").flatMap(judge);
}
