// A region's encryption key: the environment's one multi-region key, or its replica here.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { Alias } from "@pulumi/aws/kms/alias.js";
import { Key } from "@pulumi/aws/kms/key.js";
import { ReplicaKey } from "@pulumi/aws/kms/replicaKey.js";
import { Component } from "../../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../../environment.ts";
import { keyPolicy } from "./key-policy.ts";
import { accountOf, policyDocument } from "./policy.ts";

export interface AwsRegionKeyArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  /** The key that this one replicates. @default none: this is the primary */
  readonly replicates?: Input<string>;
}

/** Days between the order to delete a key and its end: the longest that KMS takes, for with the key go all data under it. */
const deletionDays = 30;

/** Days until KMS makes new key material; older material still decrypts. Source: KMS takes 90 to 2560 (kms/key.d.ts of @pulumi/aws 7.48.0). */
const rotationDays = 90;

/**
 * The key for everything at rest in one region. All regions' keys share their material, so that a copy of encrypted data opens wherever it lands.
 * @cost $1 a month and region, and $1 for each of the first two rotations of the primary; $0.03 for 10,000 requests.
 * @omits Keys that AWS does not hold (external stores, CloudHSM); a key for each service: one for the region, so that its policy can be read.
 * @failureDomain One region: a replica answers by itself while the primary's region is gone; rotation and policy changes of the primary wait for it.
 */
export class AwsRegionKey extends Component {
  readonly arn: Output<string>;
  readonly keyId: Output<string>;

  constructor(name: string, { plan, region, replicates }: AwsRegionKeyArgs, options: ComponentResourceOptions = {}) {
    super("identity:AwsRegionKey", name, options);
    const shared = {
      region: region.name,
      description: `Everything at rest of ${plan.name} in ${region.name}`,
      policy: policyDocument(keyPolicy(accountOf(plan), region.name)),
      deletionWindowInDays: deletionDays,
    };
    // What is encrypted with a key that is gone is gone: where data are protected, so is their key.
    const kept = { parent: this, protect: plan.tier.data === "protected" };
    const key =
      replicates === undefined
        ? new Key(this.named("key"), { ...shared, multiRegion: true, enableKeyRotation: true, rotationPeriodInDays: rotationDays }, kept)
        : new ReplicaKey(this.named("replica"), { ...shared, primaryKeyArn: replicates }, kept);
    new Alias(this.named("alias"), { region: region.name, name: `alias/gameday/${plan.name}`, targetKeyId: key.keyId }, { parent: this });
    this.arn = key.arn;
    this.keyId = key.keyId;
    this.registerOutputs();
  }
}
