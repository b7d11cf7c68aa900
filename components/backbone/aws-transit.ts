// AWS: one region's transit gateway: its own network behind it, and the table by which it sends on.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { Route } from "@pulumi/aws/ec2/route.js";
import { Route as TransitRoute } from "@pulumi/aws/ec2transitgateway/route.js";
import { RouteTable } from "@pulumi/aws/ec2transitgateway/routeTable.js";
import { RouteTableAssociation } from "@pulumi/aws/ec2transitgateway/routeTableAssociation.js";
import { RouteTablePropagation } from "@pulumi/aws/ec2transitgateway/routeTablePropagation.js";
import { TransitGateway } from "@pulumi/aws/ec2transitgateway/transitGateway.js";
import { VpcAttachment } from "@pulumi/aws/ec2transitgateway/vpcAttachment.js";
import { Component } from "../component.ts";
import type { AwsNetwork } from "../network/aws-network.ts";

export interface AwsTransitArgs {
  readonly network: AwsNetwork;
  /** What all regions share: it is sent to the gateway, which knows where each region is and drops the rest. */
  readonly addressSpace: string;
  /** Private number of an autonomous system, another one for every region. */
  readonly systemNumber: number;
}

/**
 * @cost The attachment by the hour, traffic that enters the gateway by the gigabyte.
 * @omits Offices, partners and other accounts: nothing is shared and nothing is accepted by itself.
 * @failureDomain The region; it runs in every zone that has a subnet attached.
 */
export class AwsTransit extends Component {
  readonly region: string;
  readonly addressSpace: string;
  readonly gatewayId: Output<string>;
  readonly tableId: Output<string>;

  constructor(name: string, { network, addressSpace, systemNumber }: AwsTransitArgs, options: ComponentResourceOptions = {}) {
    super("backbone:AwsTransit", name, options);
    const own = { parent: this };
    const region = network.region.name;
    const gateway = new TransitGateway(
      this.named("gateway"),
      {
        region,
        description: `Backbone in ${region}`,
        amazonSideAsn: systemNumber,
        autoAcceptSharedAttachments: "disable",
        // Whoever is attached belongs to no table until it is put into one.
        defaultRouteTableAssociation: "disable",
        defaultRouteTablePropagation: "disable",
        dnsSupport: "enable",
        vpnEcmpSupport: "disable",
        tags: { Name: name },
      },
      own,
    );
    const table = new RouteTable(this.named("table"), { region, transitGatewayId: gateway.id, tags: { Name: name } }, own);
    const attachment = new VpcAttachment(
      this.named("network"),
      {
        region,
        transitGatewayId: gateway.id,
        vpcId: network.vpcId,
        subnetIds: network.privateSubnetIds,
        dnsSupport: "enable",
        transitGatewayDefaultRouteTableAssociation: false,
        transitGatewayDefaultRouteTablePropagation: false,
        tags: { Name: name },
      },
      own,
    );
    const place = { region, transitGatewayAttachmentId: attachment.id, transitGatewayRouteTableId: table.id };
    new RouteTableAssociation(this.named("network-sends"), place, own);
    new RouteTablePropagation(this.named("network-receives"), place, own);
    for (const { label, id } of network.routeTables)
      new Route(
        this.named(`from-${label}`),
        { region, routeTableId: id, destinationCidrBlock: addressSpace, transitGatewayId: gateway.id },
        { ...own, dependsOn: [attachment] },
      );
    this.region = region;
    this.addressSpace = network.region.addressSpace;
    this.gatewayId = gateway.id;
    this.tableId = table.id;
    this.registerOutputs();
  }

  /** Sends what is for another region through the peering with it. `accepted`: the peering's id, once the other side has taken it. */
  reach(other: AwsTransit, accepted: Input<string>): void {
    const place = { region: this.region, transitGatewayAttachmentId: accepted, transitGatewayRouteTableId: this.tableId };
    new RouteTableAssociation(this.named(`from-${other.region}`), place, { parent: this });
    new TransitRoute(this.named(`to-${other.region}`), { ...place, destinationCidrBlock: other.addressSpace }, { parent: this });
  }
}
