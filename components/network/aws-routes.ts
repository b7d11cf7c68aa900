// A region's ways on AWS: the internet gateway, NAT as the tier places it, and a route table for every kind of subnet.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { Eip } from "@pulumi/aws/ec2/eip.js";
import { InternetGateway } from "@pulumi/aws/ec2/internetGateway.js";
import { NatGateway } from "@pulumi/aws/ec2/natGateway.js";
import { Route } from "@pulumi/aws/ec2/route.js";
import { RouteTable } from "@pulumi/aws/ec2/routeTable.js";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation.js";
import { Component } from "../component.ts";
import type { RegionPlan } from "../environment.ts";
import type { NatPlacement } from "./aws-ways-out.ts";
import type { AwsSubnets } from "./aws-subnets.ts";

export interface AwsRoutesArgs {
  readonly region: RegionPlan;
  readonly vpcId: Input<string>;
  readonly subnets: AwsSubnets;
  readonly nat: NatPlacement;
}

const anywhere = "0.0.0.0/0";

/**
 * The default routes of a region's subnets: public ones through the internet gateway, private ones through NAT, data nowhere.
 * @cost NAT by the hour and gateway, and by the gigabyte that passes it; what leaves for the internet by the gigabyte besides.
 * @omits A look into what leaves, by a firewall or a proxy.
 * @failureDomain With a NAT in each zone, the zone; with one, the zone of the first for the whole region.
 */
export class AwsRoutes extends Component {
  /** Tables whose subnets hold nodes and data: the backbone adds ways to other regions. By a name that tells them apart. */
  readonly inner: readonly { readonly label: string; readonly id: Output<string> }[];
  /** Of the private subnets. */
  readonly privateTableIds: readonly Output<string>[];

  readonly #region: string;

  constructor(name: string, { region, vpcId, subnets, nat }: AwsRoutesArgs, options: ComponentResourceOptions = {}) {
    super("network:AwsRoutes", name, options);
    this.#region = region.name;
    const letters = region.zones.map((zone) => zone.slice(-1));
    const gateway = new InternetGateway(this.named("internet"), { region: region.name, vpcId, tags: { Name: name } }, { parent: this });

    const open = this.#table("public", vpcId, subnets.ids.public, letters);
    this.#route("public-internet", { routeTableId: open, gatewayId: gateway.id });
    const gateways = letters
      .slice(0, nat === "per-zone" ? letters.length : nat === "one" ? 1 : 0)
      .map((letter, index) => this.#nat(letter, subnets.ids.public[index], gateway));
    const inner = letters.map((letter, index) => {
      const label = `private-${letter}`;
      const id = this.#table(label, vpcId, subnets.ids.private.slice(index, index + 1), [letter]);
      const way = gateways[index] ?? gateways[0];
      if (way !== undefined) this.#route(`${label}-nat`, { routeTableId: id, natGatewayId: way.id });
      return { label, id };
    });
    const data = this.#table("data", vpcId, subnets.ids.data, letters);

    this.privateTableIds = inner.map(({ id }) => id);
    this.inner = [...inner, { label: "data", id: data }];
    this.registerOutputs();
  }

  #table(label: string, vpcId: Input<string>, subnetIds: readonly Output<string>[], letters: readonly string[]): Output<string> {
    const name = this.named(label);
    const table = new RouteTable(name, { region: this.#region, vpcId, tags: { Name: name } }, { parent: this });
    for (const [index, subnetId] of subnetIds.entries())
      new RouteTableAssociation(
        this.named(`${label}-in-${letters[index] ?? index}`),
        { region: this.#region, routeTableId: table.id, subnetId },
        { parent: this },
      );
    return table.id;
  }

  #route(
    suffix: string,
    way: { readonly routeTableId: Input<string> } & ({ readonly gatewayId: Input<string> } | { readonly natGatewayId: Input<string> }),
  ): void {
    new Route(this.named(suffix), { region: this.#region, destinationCidrBlock: anywhere, ...way }, { parent: this });
  }

  #nat(letter: string, subnetId: Input<string> | undefined, gateway: InternetGateway): NatGateway {
    if (subnetId === undefined) throw new Error(`zone ${letter} has no public subnet`);
    const name = this.named(`nat-${letter}`);
    const address = new Eip(
      this.named(`nat-${letter}-address`),
      { region: this.#region, domain: "vpc", tags: { Name: name } },
      { parent: this, dependsOn: [gateway] },
    );
    return new NatGateway(
      name,
      { region: this.#region, subnetId, allocationId: address.allocationId, connectivityType: "public", tags: { Name: name } },
      { parent: this, dependsOn: [gateway] },
    );
  }
}
