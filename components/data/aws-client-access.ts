// Who may reach a data store of a region: the region's own workloads by their group, the other regions' by their addresses, and nothing else.
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import type { AwsDataRegion } from "./aws-data-region.ts";
import { Component } from "../component.ts";
import type { EnvironmentPlan } from "../environment.ts";

export interface AwsClientAccessArgs extends Pick<AwsDataRegion, "region" | "vpcId" | "clientSecurityGroupId"> {
  readonly plan: EnvironmentPlan;
  readonly port: number;
  /** What is reached, in words: "Postgres". */
  readonly of: string;
}

/**
 * @cost Nothing.
 * @omits A way out: what stands behind it opens no connection.
 * @failureDomain The region's network.
 */
export class AwsClientAccess extends Component {
  readonly securityGroupId: Output<string>;

  constructor(name: string, { plan, region, vpcId, clientSecurityGroupId, port, of }: AwsClientAccessArgs, options: ComponentResourceOptions = {}) {
    super("data:AwsClientAccess", name, options);
    const own = { parent: this };
    const group = new SecurityGroup(this.named("group"), { region: region.name, name, description: `${of} of ${region.name}`, vpcId }, own);
    const allow = (
      suffix: string,
      description: string,
      from: { readonly cidrIpv4: string } | { readonly referencedSecurityGroupId: typeof clientSecurityGroupId },
    ) =>
      new SecurityGroupIngressRule(
        this.named(suffix),
        { region: region.name, securityGroupId: group.id, description, ipProtocol: "tcp", fromPort: port, toPort: port, ...from },
        own,
      );
    allow("from-workloads", `${of} from the region's workloads`, { referencedSecurityGroupId: clientSecurityGroupId });
    for (const peer of plan.regions)
      if (peer.name !== region.name) allow(`from-${peer.name}`, `${of} from ${peer.name}`, { cidrIpv4: peer.addressSpace });
    this.securityGroupId = group.id;
    this.registerOutputs();
  }
}
