// What databases and caches ask of a region's network and keys, on AWS.
import type { Input } from "@pulumi/pulumi";
import type { RegionPlan } from "../environment.ts";

export interface AwsDataRegion {
  readonly region: RegionPlan;
  readonly vpcId: Input<string>;
  /** Private, without a way out, one a zone. */
  readonly dataSubnetIds: Input<Input<string>[]>;
  /** The region's key, for everything at rest. */
  readonly keyArn: Input<string>;
  /** The group of the region's own workloads: whatever has it may connect. */
  readonly clientSecurityGroupId: Input<string>;
}
