// AWS: the edge of an environment: one global entry, and behind it an edge in every region.
import { output, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword.js";
import { Component } from "../../component.ts";
import type { EnvironmentPlan } from "../../environment.ts";
import type { AwsNetwork } from "../../network/aws-network.ts";
import { AwsAccelerator } from "./accelerator.ts";
import { AwsEntry } from "./entry.ts";
import { AwsNames } from "./names.ts";
import { AwsRegionEdge } from "./region-edge.ts";
import { AwsSteering } from "./steering.ts";

export interface AwsEdgeArgs {
  readonly plan: EnvironmentPlan;
  /** Primary first. */
  readonly regions: readonly { readonly network: AwsNetwork; readonly keyArn: Input<string> }[];
}

/** Where CloudFront looks for certificates and firewalls, wherever the primary is. */
export const globalRegion = "us-east-1";

/**
 * Client → CloudFront → Global Accelerator → a region's balancer → its pods, TLS up to the balancer and one firewall at each end of the way.
 *
 * @cost The sum of its parts: traffic out drives it, then the firewall's requests.
 * @omits Another account or provider as a way in when CloudFront itself fails.
 * @failureDomain Global before the regions, and each region for itself behind.
 */
export class AwsEdge extends Component {
  /** The global entry, a URL. */
  readonly entry: Output<string>;
  readonly #regions: ReadonlyMap<string, AwsRegionEdge>;

  constructor(name: string, { plan, regions }: AwsEdgeArgs, options: ComponentResourceOptions = {}) {
    super("edge:AwsEdge", name, options);
    const own = { parent: this };
    const { domain, secretsGeneration } = plan.settings;
    const secret = new RandomPassword(this.named("secret"), { length: 64, special: false, keepers: { generation: secretsGeneration } }, own).result;
    const names = new AwsNames(this.named("names"), { domain, globalRegion }, own);
    const edges = regions.map(
      ({ network, keyArn }) => new AwsRegionEdge(this.named(network.region.name), { plan, network, keyArn, names, secret }, own),
    );
    const accelerator = new AwsAccelerator(this.named("accelerator"), { regions: edges }, own);
    const { origin } = new AwsSteering(this.named("steering"), { names, accelerator, regions: edges }, own);
    const keyArn = regions.find(({ network }) => network.region.name === globalRegion)?.keyArn;
    new AwsEntry(this.named("entry"), { plan, names, origin, secret, globalRegion, keyArn }, own);
    this.entry = output(`https://${domain}`);
    this.#regions = new Map(edges.map((edge) => [edge.region.name, edge]));
    this.registerOutputs();
  }

  /** Throws for a region that it was not built with. */
  region(name: string): AwsRegionEdge {
    const found = this.#regions.get(name);
    if (found === undefined) throw new Error(`there is no edge in ${name}`);
    return found;
  }
}
