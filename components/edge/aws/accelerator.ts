// One pair of addresses for all regions on AWS: what arrives there is led to the nearest region that can serve.
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { Accelerator } from "@pulumi/aws/globalaccelerator/accelerator.js";
import { EndpointGroup } from "@pulumi/aws/globalaccelerator/endpointGroup.js";
import { Listener } from "@pulumi/aws/globalaccelerator/listener.js";
import { HealthCheck } from "@pulumi/aws/route53/healthCheck.js";
import { Component } from "../../component.ts";
import { readinessPath } from "./open-paths.ts";
import type { AwsRegionEdge } from "./region-edge.ts";

export interface AwsAcceleratorArgs {
  /** Primary first. */
  readonly regions: readonly AwsRegionEdge[];
}

/**
 * @cost The accelerator by the hour, and by the gigabyte of the busier direction.
 * @omits Logs of connections: the networks' flow logs hold them. A fixed share for each region: the nearest that serves takes what comes.
 * @failureDomain Global, in two networks that fail apart; a region that cannot serve is left out within half a minute.
 */
export class AwsAccelerator extends Component {
  readonly dnsName: Output<string>;
  readonly zoneId: Output<string>;
  readonly healthCheckId: Output<string>;

  constructor(name: string, { regions }: AwsAcceleratorArgs, options: ComponentResourceOptions = {}) {
    super("edge:AwsAccelerator", name, options);
    const own = { parent: this };
    const accelerator = new Accelerator(this.named("addresses"), { name, enabled: true, ipAddressType: "IPV4" }, own);
    const listener = new Listener(
      this.named("https"),
      { acceleratorArn: accelerator.arn, protocol: "TCP", portRanges: [{ fromPort: 443, toPort: 443 }], clientAffinity: "NONE" },
      own,
    );
    for (const { region, balancer } of regions)
      new EndpointGroup(
        this.named(region.name),
        {
          listenerArn: listener.arn,
          endpointGroupRegion: region.name,
          trafficDialPercentage: 100,
          // Whether a balancer can serve, its own looks say: those here are for other kinds of endpoints.
          endpointConfigurations: [{ endpointId: balancer.arn, weight: 128, clientIpPreservationEnabled: true }],
        },
        own,
      );
    const health = new HealthCheck(
      this.named("health"),
      {
        type: "HTTPS",
        fqdn: accelerator.dnsName,
        port: 443,
        enableSni: true,
        resourcePath: readinessPath,
        requestInterval: 10,
        failureThreshold: 2,
        tags: { Name: name },
      },
      own,
    );
    this.dnsName = accelerator.dnsName;
    this.zoneId = accelerator.hostedZoneId;
    this.healthCheckId = health.id;
    this.registerOutputs();
  }
}
