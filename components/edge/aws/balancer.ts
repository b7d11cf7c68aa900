// A region's load balancer on AWS: HTTPS alone, to the pods of the region's entry, for whoever shows the global entry's secret.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { Listener } from "@pulumi/aws/lb/listener.js";
import { ListenerRule } from "@pulumi/aws/lb/listenerRule.js";
import { LoadBalancer } from "@pulumi/aws/lb/loadBalancer.js";
import { TargetGroup } from "@pulumi/aws/lb/targetGroup.js";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import { Component } from "../../component.ts";
import type { RegionPlan } from "../../environment.ts";
import { openPaths, readinessPath, secretHeader } from "./open-paths.ts";

export interface AwsBalancerArgs {
  readonly region: RegionPlan;
  readonly vpcId: Input<string>;
  /** One a zone. */
  readonly publicSubnetIds: Input<string>[];
  readonly certificateArn: Input<string>;
  /** What the global entry sends along. */
  readonly secret: Input<string>;
  /** Whether it may be deleted only after that was allowed by hand. */
  readonly kept: boolean;
  /** At most 32 letters, digits and hyphens. */
  readonly balancerName: string;
}

/** TLS 1.3, and 1.2 for CloudFront, with ciphers that keep what was said secret even when a key is lost. Source: "Security policies" in the ALB user guide. */
const sslPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";

/** Two looks of ten seconds that fail: a region is left within the half minute in which a failure must be seen. */
const look = { interval: 10, timeout: 5, healthyThreshold: 2, unhealthyThreshold: 2 } as const;

/**
 * @cost By the hour, and by the busiest of connections, bytes and rules.
 * @omits Room for a jump from nothing to full load: it grows with the load, which rises in steps. TLS to the pods: there the network encrypts, and the mesh behind the entry.
 * @failureDomain The region; a zone that is lost is left out of its name, or can be moved away from by hand.
 */
export class AwsBalancer extends Component {
  readonly arn: Output<string>;
  readonly dnsName: Output<string>;
  readonly zoneId: Output<string>;
  readonly targetGroupArn: Output<string>;
  /** The group that the pods must let in. */
  readonly securityGroupId: Output<string>;

  constructor(name: string, args: AwsBalancerArgs, options: ComponentResourceOptions = {}) {
    super("edge:AwsBalancer", name, options);
    const { region, vpcId, certificateArn } = args;
    const own = { parent: this };
    const securityGroupId = this.#group(region, vpcId);
    const balancer = new LoadBalancer(
      this.named("balancer"),
      {
        region: region.name,
        name: args.balancerName,
        loadBalancerType: "application",
        internal: false,
        subnets: args.publicSubnetIds,
        securityGroups: [securityGroupId],
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "strictest",
        enableDeletionProtection: args.kept,
        enableZonalShift: true,
        // An entry that cannot be judged is refused, not let through.
        enableWafFailOpen: false,
        idleTimeout: 60,
      },
      own,
    );
    const targets = new TargetGroup(
      this.named("targets"),
      {
        region: region.name,
        namePrefix: "entry-",
        vpcId,
        targetType: "ip",
        protocol: "HTTP",
        // Each pod is registered with its own.
        port: 80,
        deregistrationDelay: 30,
        loadBalancingAlgorithmType: "least_outstanding_requests",
        healthCheck: { enabled: true, protocol: "HTTP", port: "traffic-port", path: readinessPath, matcher: "200", ...look },
      },
      own,
    );
    const listener = new Listener(
      this.named("https"),
      {
        region: region.name,
        loadBalancerArn: balancer.arn,
        protocol: "HTTPS",
        port: 443,
        sslPolicy,
        certificateArn,
        defaultActions: [
          { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "403", messageBody: "come through the global entry" } },
        ],
      },
      own,
    );
    const forward = { region: region.name, listenerArn: listener.arn, actions: [{ type: "forward", targetGroupArn: targets.arn }] };
    new ListenerRule(this.named("open"), { ...forward, priority: 1, conditions: [{ pathPattern: { values: [...openPaths] } }] }, own);
    new ListenerRule(
      this.named("entry"),
      { ...forward, priority: 2, conditions: [{ httpHeader: { httpHeaderName: secretHeader, values: [args.secret] } }] },
      own,
    );
    this.arn = balancer.arn;
    this.dnsName = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    this.targetGroupArn = targets.arn;
    this.securityGroupId = securityGroupId;
    this.registerOutputs();
  }

  #group(region: RegionPlan, vpcId: Input<string>): Output<string> {
    const own = { parent: this };
    const group = new SecurityGroup(this.named("group"), { region: region.name, vpcId, description: `The edge of ${region.name}` }, own);
    const rule = { region: region.name, securityGroupId: group.id, ipProtocol: "tcp" };
    new SecurityGroupIngressRule(
      this.named("from-anywhere"),
      // CloudFront's addresses are a list with another id in every region, which only a look-up would tell: the listener asks for the entry's secret instead.
      { ...rule, description: "HTTPS, judged by the listener", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" },
      own,
    );
    new SecurityGroupEgressRule(
      this.named("to-pods"),
      { ...rule, description: "To the region's pods", fromPort: 1_024, toPort: 65_535, cidrIpv4: region.addressSpace },
      own,
    );
    return group.id;
  }
}
