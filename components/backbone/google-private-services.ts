// Google: the peering through which Postgres and Redis are reached without an external address.
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { Connection } from "@pulumi/gcp/servicenetworking/connection.js";
import { Component } from "../component.ts";

export interface GooglePrivateServicesArgs {
  readonly network: Input<string>;
  /** Names of the ranges that Google may take addresses from, one a region. */
  readonly ranges: readonly Input<string>[];
}

/**
 * Private service access: one peering of the global network with Google's own for managed services.
 *
 * @cost Nothing.
 * @omits Networks that are peered with ours do not reach the databases: a peering leads no further.
 * @failureDomain Global, one peering for all regions; it carries no traffic itself, so nothing stops when its API does.
 */
export class GooglePrivateServices extends Component {
  readonly connection: Connection;

  constructor(name: string, { network, ranges }: GooglePrivateServicesArgs, options: ComponentResourceOptions) {
    super("backbone:GooglePrivateServices", name, options);
    this.connection = new Connection(
      this.named("peering"),
      {
        network,
        service: "servicenetworking.googleapis.com",
        reservedPeeringRanges: [...ranges],
        // Google holds on to the peering for a while after the last instance is gone, and refuses to delete it: it goes with the network.
        deletionPolicy: "ABANDON",
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
