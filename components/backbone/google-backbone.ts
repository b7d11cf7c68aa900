// Google: the one network of all regions, and what may pass in it.
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Firewall } from "@pulumi/gcp/compute/firewall.js";
import { Network } from "@pulumi/gcp/compute/network.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan } from "../environment.ts";

export interface GoogleBackboneArgs {
  readonly plan: Pick<EnvironmentPlan, "name" | "regions" | "settings">;
}

/** Rules that Google evaluates before the implied ones, from 0 (first) to 65535. */
const priorities = { refuse: 500, allow: 1000, rest: 65_000 } as const;

/**
 * The global network: subnets of all regions reach each other on Google's backbone without peering, gateways or tunnels.
 *
 * @cost Nothing for the network itself; traffic between regions by the gigabyte and the pair of continents.
 * @omits No bandwidth is reserved between regions. Google encrypts what leaves a building; what stays inside is the mesh's to encrypt.
 * @failureDomain Global: rules and routes are one object for all regions, so a wrong rule is wrong everywhere. Regions fail apart from each other.
 */
export class GoogleBackbone extends Component {
  readonly network: Network;
  /** The tag of every node: what rules are aimed at. */
  readonly nodeTag: string;

  constructor(name: string, { plan }: GoogleBackboneArgs, options: ComponentResourceOptions) {
    super("backbone:GoogleBackbone", name, options);
    this.nodeTag = `${plan.name}-node`;
    this.network = new Network(
      this.named("network"),
      { autoCreateSubnetworks: false, routingMode: "GLOBAL", deleteDefaultRoutesOnCreate: false, description: `All regions of ${plan.name}` },
      { parent: this },
    );
    const rule = { network: this.network.id, logConfig: { metadata: "INCLUDE_ALL_METADATA" } };
    new Firewall(
      this.named("inside"),
      {
        ...rule,
        description: "Pods and nodes of the environment's own regions, whose clusters are one mesh",
        direction: "INGRESS",
        priority: priorities.allow,
        sourceRanges: plan.regions.map(({ addressSpace }) => addressSpace),
        targetTags: [this.nodeTag],
        allows: [{ protocol: "tcp" }, { protocol: "udp" }, { protocol: "icmp" }],
      },
      { parent: this },
    );
    new Firewall(
      this.named("rest"),
      {
        ...rule,
        description: "Everything that no other rule lets in; Google would refuse it too, but without a log",
        direction: "INGRESS",
        priority: priorities.rest,
        sourceRanges: ["0.0.0.0/0"],
        denies: [{ protocol: "all" }],
      },
      { parent: this },
    );
    if (plan.settings.forbiddenNetworks.length > 0)
      new Firewall(
        this.named("forbidden"),
        {
          ...rule,
          description: "Networks that a test must not reach: production, for one",
          direction: "EGRESS",
          priority: priorities.refuse,
          destinationRanges: plan.settings.forbiddenNetworks,
          denies: [{ protocol: "all" }],
        },
        { parent: this },
      );
    this.registerOutputs();
  }
}
