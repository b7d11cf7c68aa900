// Where the global entry finds the regions on AWS, by name: through the accelerator, and past it when that fails.
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Record } from "@pulumi/aws/route53/record.js";
import { Component } from "../../component.ts";
import type { AwsAccelerator } from "./accelerator.ts";
import type { AwsNames } from "./names.ts";
import type { AwsRegionEdge } from "./region-edge.ts";

export interface AwsSteeringArgs {
  readonly names: AwsNames;
  readonly accelerator: AwsAccelerator;
  readonly regions: readonly AwsRegionEdge[];
}

/**
 * Failover and latency records: `origin` leads to the accelerator while that answers, else to `regions`, which leads to the nearest region that does.
 * @cost Questions by the million; those for aliases of AWS's own are free.
 * @omits A split of the load by shares.
 * @failureDomain Route 53's answering, which is global and built to outlive any region.
 */
export class AwsSteering extends Component {
  /** Of the name that the global entry asks for. */
  readonly origin: string;

  constructor(name: string, { names, accelerator, regions }: AwsSteeringArgs, options: ComponentResourceOptions = {}) {
    super("edge:AwsSteering", name, options);
    const own = { parent: this };
    const { zoneId, domain } = names;
    const nearest = `regions.${domain}`;
    const records = regions.map(
      ({ region, balancer, healthCheckId }) =>
        new Record(
          this.named(`nearest-${region.name}`),
          {
            zoneId,
            name: nearest,
            type: "A",
            setIdentifier: region.name,
            latencyRoutingPolicies: [{ region: region.name }],
            healthCheckId,
            aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true }],
          },
          own,
        ),
    );
    this.origin = `origin.${domain}`;
    const origin = { zoneId, name: this.origin, type: "A" } as const;
    new Record(
      this.named("origin"),
      {
        ...origin,
        setIdentifier: "accelerator",
        failoverRoutingPolicies: [{ type: "PRIMARY" }],
        healthCheckId: accelerator.healthCheckId,
        aliases: [{ name: accelerator.dnsName, zoneId: accelerator.zoneId, evaluateTargetHealth: true }],
      },
      own,
    );
    new Record(
      this.named("origin-without-accelerator"),
      {
        ...origin,
        setIdentifier: "regions",
        failoverRoutingPolicies: [{ type: "SECONDARY" }],
        aliases: [{ name: nearest, zoneId, evaluateTargetHealth: true }],
      },
      { ...own, dependsOn: records },
    );
    this.registerOutputs();
  }
}
