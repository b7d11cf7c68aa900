// The secrets of an environment, from the stack's encrypted configuration: which there must be, and how to set one.
import type { Config } from "@pulumi/pulumi";
import type { Secrets } from "../components/contract.ts";
import type { EnvironmentName } from "../model/tiers.ts";
import type { Problem } from "../model/user-error.ts";

export const secretNames = ["apiKey", "grafanaPassword"] as const;

/** Those that are not set. */
export function missingSecrets(name: EnvironmentName, config: Config): readonly Problem[] {
  return secretNames
    .filter((secret) => config.get(secret) === undefined)
    .map((secret) => ({
      path: secret,
      message: "is a secret that is not set",
      remedy: `pulumi config set --secret ${secret} --stack ${name}`,
    }));
}

export const readSecrets = (config: Config): Secrets => ({
  apiKey: config.requireSecret("apiKey"),
  grafanaPassword: config.requireSecret("grafanaPassword"),
  kubeconfig: config.getSecret("kubeconfig"),
});
