// What a region's network refuses by itself, whatever security groups say: data to all but the environment, forbidden networks to everybody.
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { DefaultSecurityGroup } from "@pulumi/aws/ec2/defaultSecurityGroup.js";
import { NetworkAcl } from "@pulumi/aws/ec2/networkAcl.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import type { AwsSubnets } from "./aws-subnets.ts";

export interface AwsNetworkGuardArgs {
  readonly plan: Pick<EnvironmentPlan, "regions" | "settings">;
  readonly region: RegionPlan;
  readonly vpcId: Input<string>;
  readonly subnets: AwsSubnets;
}

/** Numbers of rules: the lowest that fits decides. */
const firstRule = 100;
const lastRule = 32_000;
/** Databases listen on high ports, and answers go to high ports. */
const highPorts = { protocol: "tcp", fromPort: 1_024, toPort: 65_535 } as const;
const everything = { protocol: "-1", fromPort: 0, toPort: 0 } as const;

/**
 * @cost Nothing.
 * @omits State: a list knows no connections, so answers are let through by their ports. The security groups are the finer sieve.
 * @failureDomain The region.
 */
export class AwsNetworkGuard extends Component {
  constructor(name: string, { plan, region, vpcId, subnets }: AwsNetworkGuardArgs, options: ComponentResourceOptions = {}) {
    super("network:AwsNetworkGuard", name, options);
    const own = { parent: this };
    // AWS gives every network a group in which all may speak with all: it stays, and stays empty.
    new DefaultSecurityGroup(this.named("default-group"), { region: region.name, vpcId, ingress: [], egress: [] }, own);

    const environment = plan.regions.map(({ addressSpace }, index) => ({
      ...highPorts,
      ruleNo: firstRule + index,
      action: "allow",
      cidrBlock: addressSpace,
    }));
    const data = this.named("data");
    new NetworkAcl(
      data,
      { region: region.name, vpcId, subnetIds: subnets.ids.data, ingress: environment, egress: environment, tags: { Name: data } },
      own,
    );

    const { forbiddenNetworks } = plan.settings;
    if (forbiddenNetworks.length > 0) {
      const forbidden = forbiddenNetworks.map((cidrBlock, index) => ({ ...everything, ruleNo: firstRule + index, action: "deny", cidrBlock }));
      const rest = { ...everything, ruleNo: lastRule, action: "allow", cidrBlock: "0.0.0.0/0" };
      const others = this.named("forbidden");
      new NetworkAcl(
        others,
        {
          region: region.name,
          vpcId,
          subnetIds: [...subnets.ids.public, ...subnets.ids.private],
          ingress: [...forbidden, rest],
          egress: [...forbidden, rest],
          tags: { Name: others },
        },
        own,
      );
    }
    this.registerOutputs();
  }
}
