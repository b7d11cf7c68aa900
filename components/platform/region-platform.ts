// What stands on a region's cluster, the same on every cloud: policies, mesh, monitoring, the system under test, and what load and chaos need.
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { RegionGround, Secrets } from "../contract.ts";
import type { EnvironmentPlan } from "../environment.ts";

export interface RegionPlatformArgs {
  readonly plan: EnvironmentPlan;
  readonly ground: RegionGround;
  readonly secrets: Secrets;
}

export class RegionPlatform extends Component {
  constructor(name: string, _: RegionPlatformArgs, options: ComponentResourceOptions = {}) {
    super("platform:RegionPlatform", name, options);
    this.registerOutputs();
  }
}
