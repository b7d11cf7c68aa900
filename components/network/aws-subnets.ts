// A region's subnets on AWS: public, private and data, one of each a zone.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { Subnet } from "@pulumi/aws/ec2/subnet.js";
import { Component } from "../component.ts";
import type { RegionPlan } from "../environment.ts";
import { planSubnets, segments, type Segment } from "./subnet-plan.ts";

export interface AwsSubnetsArgs {
  readonly region: RegionPlan;
  readonly vpcId: Input<string>;
}

/** What stands in a segment, as the controllers on the cluster recognise it. */
const roles: Readonly<Record<Segment, Readonly<Record<string, string>>>> = {
  public: { "kubernetes.io/role/elb": "1" },
  private: { "kubernetes.io/role/internal-elb": "1" },
  data: {},
};

/**
 * @cost Nothing.
 * @omits Addresses of IPv6. Public addresses for what starts in a public subnet: balancers and NAT bring their own.
 * @failureDomain A subnet fails with its zone, and no other does.
 */
export class AwsSubnets extends Component {
  /** In the order of the region's zones. */
  readonly ids: Readonly<Record<Segment, Output<string>[]>>;

  constructor(name: string, { region, vpcId }: AwsSubnetsArgs, options: ComponentResourceOptions = {}) {
    super("network:AwsSubnets", name, options);
    const plan = planSubnets(region.addressSpace, region.zones);
    const made = (segment: Segment): Output<string>[] =>
      plan.map((ranges) => {
        const suffix = `${segment}-${ranges.zone.slice(-1)}`;
        return new Subnet(
          this.named(suffix),
          {
            region: region.name,
            vpcId,
            availabilityZone: ranges.zone,
            cidrBlock: ranges[segment],
            mapPublicIpOnLaunch: false,
            tags: { Name: `${name}-${suffix}`, segment, ...roles[segment] },
          },
          { parent: this },
        ).id;
      });
    const [open, inner, data] = segments;
    this.ids = { [open]: made(open), [inner]: made(inner), [data]: made(data) };
    this.registerOutputs();
  }
}
