// Google: one region's part of the network: a subnet, its way out, and addresses for managed data.
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { GlobalAddress } from "@pulumi/gcp/compute/globalAddress.js";
import { Router } from "@pulumi/gcp/compute/router.js";
import { RouterNat } from "@pulumi/gcp/compute/routerNat.js";
import { Subnetwork } from "@pulumi/gcp/compute/subnetwork.js";
import { Component } from "../component.ts";
import type { RegionPlan } from "../environment.ts";
import { addressAndLength, planGoogleAddresses } from "./google-addresses.ts";

export interface GoogleNetworkArgs {
  readonly region: RegionPlan;
  /** The global network's id. */
  readonly network: Input<string>;
  /** Share of packets that flow logs keep: 0 to 1. @default 0.1 */
  readonly flowSampling?: number;
}

/**
 * A region's subnet with ranges for pods and services, NAT, flow logs, and the range where Postgres and Redis get their addresses.
 *
 * @cost NAT by the hour and by the gigabyte that leaves, flow logs by the gigabyte kept: what the region sends out drives both.
 * @omits No public subnet: nothing here has an external address, the edge is outside the network. No interconnect to an office.
 * @failureDomain The region: subnet, router and NAT are regional and outlive the loss of a zone.
 */
export class GoogleNetwork extends Component {
  readonly subnetwork: Subnetwork;
  readonly dataRange: GlobalAddress;
  readonly podsRangeName = "pods";
  readonly servicesRangeName = "services";
  /** All outgoing traffic waits for this. */
  readonly nat: RouterNat;

  constructor(name: string, { region, network, flowSampling = 0.1 }: GoogleNetworkArgs, options: ComponentResourceOptions) {
    super("network:GoogleNetwork", name, options);
    const addresses = planGoogleAddresses(region.addressSpace);
    this.subnetwork = new Subnetwork(
      this.named("nodes"),
      {
        region: region.name,
        network,
        ipCidrRange: addresses.nodes,
        secondaryIpRanges: [
          { rangeName: this.podsRangeName, ipCidrRange: addresses.pods },
          { rangeName: this.servicesRangeName, ipCidrRange: addresses.services },
        ],
        // Google's own services are reached without leaving its network, so nodes pull images while NAT is down.
        privateIpGoogleAccess: true,
        logConfig: { aggregationInterval: "INTERVAL_5_SEC", flowSampling, metadata: "INCLUDE_ALL_METADATA" },
      },
      { parent: this },
    );
    const router = new Router(this.named("router"), { region: region.name, network }, { parent: this });
    this.nat = new RouterNat(
      this.named("nat"),
      {
        region: region.name,
        router: router.name,
        natIpAllocateOption: "AUTO_ONLY",
        sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
        subnetworks: [{ name: this.subnetwork.id, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
        enableDynamicPortAllocation: true,
        minPortsPerVm: 256,
        maxPortsPerVm: 8192,
        logConfig: { enable: true, filter: "ERRORS_ONLY" },
      },
      { parent: this },
    );
    this.dataRange = new GlobalAddress(
      this.named("data"),
      { network, purpose: "VPC_PEERING", addressType: "INTERNAL", ...addressAndLength(addresses.data) },
      { parent: this },
    );
    this.registerOutputs();
  }
}
