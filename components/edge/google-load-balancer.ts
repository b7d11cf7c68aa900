// Google: the one load balancer of all regions.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { BackendService } from "@pulumi/gcp/compute/backendService.js";
import { Firewall } from "@pulumi/gcp/compute/firewall.js";
import { GlobalForwardingRule } from "@pulumi/gcp/compute/globalForwardingRule.js";
import { HealthCheck } from "@pulumi/gcp/compute/healthCheck.js";
import { TargetHttpProxy } from "@pulumi/gcp/compute/targetHttpProxy.js";
import { TargetHttpsProxy } from "@pulumi/gcp/compute/targetHttpsProxy.js";
import { URLMap } from "@pulumi/gcp/compute/urlmap.js";
import type { GoogleBackbone } from "../backbone/google-backbone.ts";
import { Component } from "../component.ts";
import type { GoogleEntry } from "./google-entry.ts";
import type { GoogleGuard } from "./google-guard.ts";
import type { GoogleNames } from "./google-names.ts";

/** A region that the balancer sends to. */
export interface GoogleEntrance {
  readonly region: string;
  readonly entry: GoogleEntry;
}

export interface GoogleLoadBalancerArgs {
  readonly domain: string;
  readonly names: GoogleNames;
  readonly guard: GoogleGuard;
  readonly backbone: GoogleBackbone;
  readonly entrances: readonly GoogleEntrance[];
  /** What a region answers 200 on while it serves. */
  readonly healthPath: string;
  /** On which pods of the entry listen. */
  readonly port: number;
}

/** From here Google's edge and its health checks come. Source: cloud.google.com/load-balancing/docs/firewall-rules. */
const googleEdge = ["35.191.0.0/16", "130.211.0.0/22"];

/**
 * One global HTTPS load balancer: requests go to the nearest region that is well, and to a region by its own name whatever the others do.
 *
 * @cost Two forwarding rules by the hour, and traffic by the gigabyte.
 * @omits Caching, and TLS between Google's edge and the pods: Google encrypts that way by itself, inside its own network.
 * @failureDomain Global: a wrong rule is wrong everywhere. A region that fails is left out in ten seconds, without any change of names.
 */
export class GoogleLoadBalancer extends Component {
  constructor(name: string, args: GoogleLoadBalancerArgs, options: ComponentResourceOptions) {
    super("edge:GoogleLoadBalancer", name, options);
    const { domain, names, guard, backbone, entrances, healthPath, port } = args;
    new Firewall(
      this.named("edge"),
      {
        network: backbone.network.id,
        description: "Google's edge, and nobody else, to the pods of the entry",
        direction: "INGRESS",
        priority: 1000,
        sourceRanges: googleEdge,
        targetTags: [backbone.nodeTag],
        allows: [{ protocol: "tcp", ports: [String(port)] }],
        logConfig: { metadata: "INCLUDE_ALL_METADATA" },
      },
      { parent: this },
    );
    const health = new HealthCheck(
      this.named("health"),
      {
        checkIntervalSec: 5,
        timeoutSec: 3,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
        httpHealthCheck: { portSpecification: "USE_SERVING_PORT", requestPath: healthPath },
        logConfig: { enable: true },
      },
      { parent: this },
    );
    const backend = (suffix: string, some: readonly GoogleEntrance[]): BackendService =>
      new BackendService(
        this.named(suffix),
        {
          protocol: "HTTP",
          loadBalancingScheme: "EXTERNAL_MANAGED",
          healthChecks: health.id,
          securityPolicy: guard.policy.id,
          timeoutSec: 30,
          connectionDrainingTimeoutSec: 30,
          backends: some.flatMap(({ entry }) =>
            entry.groups.map((group) => ({ group, balancingMode: "RATE", maxRatePerEndpoint: 1000, capacityScaler: 1 })),
          ),
          logConfig: { enable: true, sampleRate: 0.1 },
        },
        { parent: this, dependsOn: some.map(({ entry }) => entry.bound) },
      );
    const everywhere = backend("everywhere", entrances);
    const alone = entrances.map((entrance) => ({ region: entrance.region, service: backend(entrance.region, [entrance]).id }));
    this.#open(domain, names, guard, everywhere.id, alone);
    this.#redirect(names);
    this.registerOutputs();
  }

  #open(
    domain: string,
    names: GoogleNames,
    guard: GoogleGuard,
    defaultService: Input<string>,
    regions: readonly { readonly region: string; readonly service: Output<string> }[],
  ): void {
    const routes = new URLMap(
      this.named("routes"),
      {
        defaultService,
        hostRules: regions.map(({ region }) => ({ hosts: [`${region}.${domain}`], pathMatcher: region })),
        pathMatchers: regions.map(({ region, service }) => ({ name: region, defaultService: service })),
      },
      { parent: this },
    );
    const proxy = new TargetHttpsProxy(
      this.named("https"),
      { urlMap: routes.id, certificateMap: names.certificateMap, sslPolicy: guard.tls.id, quicOverride: "ENABLE" },
      { parent: this },
    );
    new GlobalForwardingRule(
      this.named("https-rule"),
      { target: proxy.id, ipAddress: names.address.id, portRange: "443", ipProtocol: "TCP", loadBalancingScheme: "EXTERNAL_MANAGED" },
      { parent: this },
    );
  }

  #redirect(names: GoogleNames): void {
    const routes = new URLMap(
      this.named("to-https"),
      { defaultUrlRedirect: { httpsRedirect: true, redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT", stripQuery: false } },
      { parent: this },
    );
    const proxy = new TargetHttpProxy(this.named("http"), { urlMap: routes.id }, { parent: this });
    new GlobalForwardingRule(
      this.named("http-rule"),
      { target: proxy.id, ipAddress: names.address.id, portRange: "80", ipProtocol: "TCP", loadBalancingScheme: "EXTERNAL_MANAGED" },
      { parent: this },
    );
  }
}
