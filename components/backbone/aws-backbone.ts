// AWS: the private backbone: a transit gateway in every region, every two of them joined.
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { PeeringAttachment } from "@pulumi/aws/ec2transitgateway/peeringAttachment.js";
import { PeeringAttachmentAccepter } from "@pulumi/aws/ec2transitgateway/peeringAttachmentAccepter.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan } from "../environment.ts";
import type { AwsNetwork } from "../network/aws-network.ts";
import { AwsTransit } from "./aws-transit.ts";

export interface AwsBackboneArgs {
  readonly plan: Pick<EnvironmentPlan, "regions" | "settings">;
  /** Primary first. */
  readonly networks: readonly AwsNetwork[];
}

/** By a region's addresses, so that a region that comes or goes renumbers no other. From 64512 on numbers are private. Source: RFC 6996. */
const systemNumber = (addressSpace: string): number => 64_512 + Number(addressSpace.split(".")[1]);

/**
 * Every region's network reaches every other one's on AWS's own lines, encrypted, without the internet. A single region needs none and gets none.
 *
 * @cost An attachment a region and two a pair of regions by the hour, traffic by the gigabyte, and between regions by the gigabyte and pair besides.
 * @omits A way around through a third region when a pair's peering is lost: routes are written down, not learned. Many regions: pairs grow with their
 * square, so that from about ten on Cloud WAN is the better tool.
 * @failureDomain A region takes its own gateway and the peerings with it; the others keep theirs with each other.
 */
export class AwsBackbone extends Component {
  constructor(name: string, { plan, networks }: AwsBackboneArgs, options: ComponentResourceOptions = {}) {
    super("backbone:AwsBackbone", name, options);
    const transits =
      networks.length < 2
        ? []
        : networks.map(
            (network) =>
              new AwsTransit(
                this.named(network.region.name),
                { network, addressSpace: plan.settings.addressSpace, systemNumber: systemNumber(network.region.addressSpace) },
                { parent: this },
              ),
          );
    for (const [index, one] of transits.entries()) for (const other of transits.slice(index + 1)) this.#join(one, other);
    this.registerOutputs();
  }

  #join(one: AwsTransit, other: AwsTransit): void {
    const name = this.named(`${one.region}-to-${other.region}`);
    const own = { parent: this };
    const peering = new PeeringAttachment(
      name,
      { region: one.region, transitGatewayId: one.gatewayId, peerRegion: other.region, peerTransitGatewayId: other.gatewayId, tags: { Name: name } },
      own,
    );
    const accepter = new PeeringAttachmentAccepter(
      `${name}-accepted`,
      { region: other.region, transitGatewayAttachmentId: peering.id, tags: { Name: name } },
      own,
    );
    one.reach(other, accepter.id);
    other.reach(one, accepter.id);
  }
}
