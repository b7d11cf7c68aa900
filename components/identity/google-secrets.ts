// Google: one region's copies of the environment's secrets, encrypted with the region's key and due for change every 90 days.
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { RegionalSecret } from "@pulumi/gcp/secretmanager/regionalSecret.js";
import { RegionalSecretVersion } from "@pulumi/gcp/secretmanager/regionalSecretVersion.js";
import { Component } from "../component.ts";
import type { RegionPlan } from "../environment.ts";
import { ninetyDays, type GoogleKeys } from "./google-keys.ts";
import type { GoogleRotation } from "./google-rotation.ts";

export interface GoogleSecretsArgs {
  readonly environment: string;
  readonly region: RegionPlan;
  readonly keys: GoogleKeys;
  readonly rotation: GoogleRotation;
  /** By name, such as "api-key". */
  readonly values: Readonly<Record<string, Input<string>>>;
}

/**
 * The environment's secrets, in Secret Manager of each region, with a reminder every 90 days.
 *
 * @cost Some cents a month for each secret, region and version.
 * @omits The change itself: a message says that it is due, `pulumi config set --secret` and `pulumi up` make it.
 * @failureDomain The region: each has copies of its own, and pods have theirs in the cluster.
 */
export class GoogleSecrets extends Component {
  constructor(name: string, { environment, region, keys, rotation, values }: GoogleSecretsArgs, options: ComponentResourceOptions) {
    super("identity:GoogleSecrets", name, options);
    for (const [label, value] of Object.entries(values)) {
      const secret = new RegionalSecret(
        this.named(label),
        {
          secretId: `${environment}-${label}`,
          location: region.name,
          customerManagedEncryption: { kmsKeyName: keys.id("secrets") },
          rotation: { rotationPeriod: ninetyDays, nextRotationTime: rotation.next },
          topics: [{ name: rotation.topic.id }],
          // An old version can still be read for a week after somebody destroyed it by mistake.
          versionDestroyTtl: "604800s",
        },
        // The first time alone is ours to say: after that Google moves it on by itself.
        { parent: this, dependsOn: [...keys.grants("secrets"), rotation.permission], ignoreChanges: ["rotation.nextRotationTime"] },
      );
      new RegionalSecretVersion(this.named(`${label}-version`), { secret: secret.id, secretData: value }, { parent: this });
    }
    this.registerOutputs();
  }
}
