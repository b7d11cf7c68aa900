// Services of AWS that a region's network reaches without leaving AWS: S3 by its route, others by an interface in every zone.
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import { Component } from "../component.ts";
import type { RegionPlan } from "../environment.ts";
import type { EndpointService } from "./aws-ways-out.ts";

export interface AwsEndpointsArgs {
  readonly region: RegionPlan;
  readonly vpcId: Input<string>;
  /** One a zone. */
  readonly subnetIds: Input<string>[];
  /** Tables that get the way to S3. */
  readonly routeTableIds: Input<string>[];
  readonly services: readonly EndpointService[];
}

/**
 * @cost S3: nothing. Every other service by the hour and zone, and by the gigabyte.
 * @omits Policies at the endpoints: what a caller may do is said by its role.
 * @failureDomain An interface a zone: the loss of one leaves the others'.
 */
export class AwsEndpoints extends Component {
  constructor(name: string, { region, vpcId, subnetIds, routeTableIds, services }: AwsEndpointsArgs, options: ComponentResourceOptions = {}) {
    super("network:AwsEndpoints", name, options);
    const own = { parent: this };
    const shared = { region: region.name, vpcId };
    const group = new SecurityGroup(this.named("group"), { ...shared, description: `Services of AWS in ${region.name}` }, own);
    new SecurityGroupIngressRule(
      this.named("from-inside"),
      {
        region: region.name,
        securityGroupId: group.id,
        description: "HTTPS from the region's own network",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: region.addressSpace,
      },
      own,
    );
    const serviceName = (service: string): string => `com.amazonaws.${region.name}.${service}`;
    const storage = this.named("s3");
    new VpcEndpoint(storage, { ...shared, vpcEndpointType: "Gateway", serviceName: serviceName("s3"), routeTableIds, tags: { Name: storage } }, own);
    for (const service of services) {
      const endpoint = this.named(service.replace(".", "-"));
      new VpcEndpoint(
        endpoint,
        {
          ...shared,
          vpcEndpointType: "Interface",
          serviceName: serviceName(service),
          subnetIds,
          securityGroupIds: [group.id],
          privateDnsEnabled: true,
          tags: { Name: endpoint },
        },
        own,
      );
    }
    this.registerOutputs();
  }
}
