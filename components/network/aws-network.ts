// AWS: one region's network: addresses, subnets, ways out, guards and logs.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { Vpc } from "@pulumi/aws/ec2/vpc.js";
import { VpcEncryptionControl } from "@pulumi/aws/ec2/vpcEncryptionControl.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import { AwsEndpoints } from "./aws-endpoints.ts";
import { AwsFlowLogs } from "./aws-flow-logs.ts";
import { AwsNetworkGuard } from "./aws-network-guard.ts";
import { AwsRoutes } from "./aws-routes.ts";
import { AwsSubnets } from "./aws-subnets.ts";
import { endpointServices, natPlacement, type NatPlacement } from "./aws-ways-out.ts";

export interface AwsNetworkArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  /** The region's key, for the logs. */
  readonly keyArn: Input<string>;
  /** @default as the tier says */
  readonly nat?: NatPlacement;
}

/**
 * A region's VPC with public, private and data subnets in every zone; data subnets have no way out.
 *
 * @cost NAT and interface endpoints by the hour and zone, traffic through them by the gigabyte, flow logs by the gigabyte, encryption control by the hour.
 * @omits IPv6. Inspection of what leaves. Encryption control only watches: to enforce it, gateways to the internet have to be excluded one by one.
 * @failureDomain The region; inside it a zone each, but for what a tier with a single NAT shares.
 */
export class AwsNetwork extends Component {
  readonly region: RegionPlan;
  readonly vpcId: Output<string>;
  /** One a zone each, in the order of the region's zones. */
  readonly publicSubnetIds: Output<string>[];
  readonly privateSubnetIds: Output<string>[];
  readonly dataSubnetIds: Output<string>[];
  /** Tables whose subnets the backbone reaches, by a name that tells them apart. */
  readonly routeTables: AwsRoutes["inner"];

  constructor(name: string, { plan, region, keyArn, nat = natPlacement(plan.tier) }: AwsNetworkArgs, options: ComponentResourceOptions = {}) {
    super("network:AwsNetwork", name, options);
    const own = { parent: this };
    const vpc = new Vpc(
      this.named("vpc"),
      { region: region.name, cidrBlock: region.addressSpace, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: name } },
      own,
    );
    const shared = { region, vpcId: vpc.id };
    // Load balancers move to hardware that encrypts, and the flow logs say of every connection whether it was.
    new VpcEncryptionControl(this.named("encryption"), { region: region.name, vpcId: vpc.id, mode: "monitor" }, own);
    const subnets = new AwsSubnets(this.named("subnets"), shared, own);
    const routes = new AwsRoutes(this.named("routes"), { ...shared, subnets, nat }, own);
    new AwsNetworkGuard(this.named("guard"), { ...shared, plan, subnets }, own);
    new AwsEndpoints(
      this.named("endpoints"),
      { ...shared, subnetIds: subnets.ids.private, routeTableIds: [...routes.privateTableIds], services: endpointServices(plan.tier) },
      own,
    );
    new AwsFlowLogs(this.named("flow"), { ...shared, plan, keyArn }, own);

    this.region = region;
    this.vpcId = vpc.id;
    this.publicSubnetIds = subnets.ids.public;
    this.privateSubnetIds = subnets.ids.private;
    this.dataSubnetIds = subnets.ids.data;
    this.routeTables = routes.inner;
    this.registerOutputs();
  }
}
