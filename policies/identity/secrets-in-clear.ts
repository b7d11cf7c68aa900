// Secrets are marked as such, and stand nowhere else.
import { z } from "zod";
import type { Resource } from "../../estate/resource.ts";
import { unknownValue } from "../../estate/resource.ts";
import { textAt } from "../../estate/inputs.ts";
import { unknown, violation } from "../facts/demand.ts";
import { look, texts } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

/** Inputs that hold a secret by their name, of resources of clouds. */
const names = /(?:^|\.)(?:password|masterPassword|authToken|secretString|secretData|secretBinary|privateKey|clientSecret|apiKey|token)$/;
/** Environment variables and keys of a ConfigMap that do. */
const variables = /(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;
/** What is a secret by its form, wherever it stands. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, "an AWS access key"],
  [/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/, "a private key"],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b/, "a GitHub token"],
  [/\bAIza[0-9A-Za-z_-]{35}\b/, "a Google API key"],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^/\s:@$<{]+:[^/\s@$<{]+@/i, "a password in an address"],
];

/** Names where a program finds it: "${env:ES_PASSWORD}". */
const reference = /^\$[{(][^})]+[})]$/;

export const secretsInClear = defineRule({
  name: "secrets-in-clear",
  group: "identity",
  title: "No secret in plain configuration",
  why: "What stands in clear in an input stands in the state, in every preview, in logs and in the review of the change.",
  incident:
    "The failed deployment's report has a user's password in clear in its test of the login, and makes its Alertmanager's configuration by --from-literal on a command line.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({
    allowed: z.array(z.string()).default([]).describe("values that only look like secrets, as they stand"),
  }),
  judge: (facts, { allowed }) =>
    facts.estate.resources
      .filter(({ component, type }) => !component && !type.startsWith("pulumi:"))
      .flatMap((resource) =>
        [...texts(resource.inputs)].flatMap(({ path, text }): readonly Finding[] => {
          if (text === "[secret]" || text === "" || reference.test(text) || allowed.includes(text) || isSecret(resource, path)) return [];
          const named = isNamed(resource, path);
          if (text === unknownValue) return named ? [unknown(resource, path)] : [];
          if (named) return [violation(resource, path, "holds a secret in clear", "a Pulumi secret: pulumi config set --secret, or RandomPassword")];
          const form = forms.find(([pattern]) => pattern.test(text));
          return form === undefined ? [] : [violation(resource, path, `holds ${form[1]} in clear`, "a reference to a Secret")];
        }),
      ),
});

const isSecret = ({ secret }: Resource, path: string): boolean =>
  secret.some((place) => path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`));

function isNamed({ type, inputs }: Resource, path: string): boolean {
  if (type === "kubernetes:core/v1:Secret") return /^(data|stringData)(\.|\[)/.test(path);
  if (type === "kubernetes:core/v1:ConfigMap") return path.startsWith("data") && variables.test(/(?:\.|\[")([^."\]]+)"?\]?$/.exec(path)?.[1] ?? "");
  if (type.startsWith("kubernetes:")) {
    const entry = /^(.*\.env\[\d+\])\.value$/.exec(path)?.[1];
    if (entry === undefined) return /^values\..*(password|apiKey|token)$/i.test(path) && !/(key|name|secret)$/i.test(path.replace(/apiKey$/i, ""));
    const seen = look(inputs, entry);
    return variables.test(seen.kind === "value" ? (textAt(seen.value, "name") ?? "") : "");
  }
  return names.test(path) && !type.startsWith("random:");
}
