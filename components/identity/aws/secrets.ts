// The environment's secrets in Secrets Manager: in the primary region, with a copy in every other one.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { Secret } from "@pulumi/aws/secretsmanager/secret.js";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion.js";
import { Component } from "../../component.ts";
import type { EnvironmentPlan } from "../../environment.ts";

export interface AwsSecretsArgs {
  readonly plan: EnvironmentPlan;
  /** The key of each region, by the region's name. */
  readonly keyArns: Readonly<Record<string, Input<string>>>;
  /** By name, such as "api-key". */
  readonly values: Readonly<Record<string, Input<string>>>;
}

/** Days for which a deleted secret can be brought back where data are protected; elsewhere it goes at once, so that its name is free for the next `up`. */
const recoveryDays = 30;

/**
 * The environment's secrets, each under the key of the region that it lies in.
 * @cost $0.40 a month for each secret and copy; $0.05 for 10,000 calls.
 * @omits The change itself: pods hold what Pulumi gave them, so a function that changed a secret here would lock them out. A mail says in time before 90 days that it
 * is due (alerts/aws-reminders.ts); `pulumi config set --secret`, another `secretsGeneration` and `pulumi up` make it, on secret, database and pod at once.
 * @failureDomain The primary for changes; each copy answers by itself, and pods have theirs in the cluster.
 */
export class AwsSecrets extends Component {
  /** By name. */
  readonly arns: Readonly<Record<string, Output<string>>>;

  constructor(name: string, { plan, keyArns, values }: AwsSecretsArgs, options: ComponentResourceOptions = {}) {
    super("identity:AwsSecrets", name, options);
    const [primary, ...others] = plan.regions;
    if (primary === undefined) throw new Error(`${plan.name} has no region`);
    const keyOf = (region: string): Input<string> => {
      const key = keyArns[region];
      if (key === undefined) throw new Error(`no key for ${region}`);
      return key;
    };
    this.arns = Object.fromEntries(
      Object.entries(values).map(([label, value]) => {
        const secret = new Secret(
          this.named(label),
          {
            region: primary.name,
            name: `gameday/${plan.name}/${label}`,
            kmsKeyId: keyOf(primary.name),
            replicas: others.map((region) => ({ region: region.name, kmsKeyId: keyOf(region.name) })),
            recoveryWindowInDays: plan.tier.data === "protected" ? recoveryDays : 0,
          },
          { parent: this },
        );
        new SecretVersion(this.named(`${label}-version`), { region: primary.name, secretId: secret.id, secretString: value }, { parent: this });
        return [label, secret.arn];
      }),
    );
    this.registerOutputs();
  }
}
