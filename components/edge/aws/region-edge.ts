// One region's edge on AWS: certificate, balancer, firewall, the region's own name and what says whether it serves.
import type { ComponentResourceOptions, Input, Output, Resource } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import type { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider.js";
import { HealthCheck } from "@pulumi/aws/route53/healthCheck.js";
import { Record } from "@pulumi/aws/route53/record.js";
import { WebAclAssociation } from "@pulumi/aws/wafv2/webAclAssociation.js";
import { Component } from "../../component.ts";
import type { EntryService } from "../../contract.ts";
import type { EnvironmentPlan, RegionPlan } from "../../environment.ts";
import type { AwsNetwork } from "../../network/aws-network.ts";
import { AwsBalancer } from "./balancer.ts";
import { AwsCertificate } from "./certificate.ts";
import { regionRules } from "./firewall-rules.ts";
import { AwsFirewall } from "./firewall.ts";
import type { AwsNames } from "./names.ts";
import { readinessPath } from "./open-paths.ts";

export interface AwsRegionEdgeArgs {
  readonly plan: Pick<EnvironmentPlan, "name" | "tier">;
  readonly network: AwsNetwork;
  /** The region's key, for the log. */
  readonly keyArn: Input<string>;
  readonly names: AwsNames;
  /** What the global entry sends along. */
  readonly secret: Input<string>;
}

/**
 * @cost The balancer, the firewall, a health check by the month and its looks.
 * @omits A way in that the global entry does not lead: past it only the health paths answer.
 * @failureDomain The region. Its name and its health check are global, so that its loss is seen from outside.
 */
export class AwsRegionEdge extends Component {
  readonly region: RegionPlan;
  readonly host: string;
  readonly balancer: AwsBalancer;
  readonly healthCheckId: Output<string>;

  constructor(name: string, { plan, network, keyArn, names, secret }: AwsRegionEdgeArgs, options: ComponentResourceOptions = {}) {
    super("edge:AwsRegionEdge", name, options);
    const { region, vpcId, publicSubnetIds } = network;
    const own = { parent: this };
    const certificate = new AwsCertificate(this.named("name"), { region: region.name, domain: names.domain, proof: names.proof }, own);
    const balancer = new AwsBalancer(
      this.named("in"),
      {
        region,
        vpcId,
        publicSubnetIds,
        certificateArn: certificate.arn,
        secret,
        kept: plan.tier.data === "protected",
        balancerName: `${plan.name}-${region.name}`,
      },
      own,
    );
    const firewall = new AwsFirewall(
      this.named("firewall"),
      { region: region.name, scope: "REGIONAL", description: `The edge of ${region.name}`, rules: regionRules, keyArn },
      own,
    );
    new WebAclAssociation(this.named("firewall-before-balancer"), { region: region.name, resourceArn: balancer.arn, webAclArn: firewall.arn }, own);
    const host = `${region.name}.${names.domain}`;
    const named = new Record(
      this.named("host"),
      { zoneId: names.zoneId, name: host, type: "A", aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: false }] },
      own,
    );
    const health = new HealthCheck(
      this.named("health"),
      {
        type: "HTTPS",
        fqdn: named.fqdn,
        port: 443,
        enableSni: true,
        resourcePath: readinessPath,
        requestInterval: 10,
        failureThreshold: 2,
        tags: { Name: host },
      },
      own,
    );
    this.region = region;
    this.host = host;
    this.balancer = balancer;
    this.healthCheckId = health.id;
    this.registerOutputs();
  }

  /** Joins the pods of an entry service to the region's balancer. `parent`: what the binding belongs to. */
  expose({ namespace, service, port, healthPath }: EntryService, kubernetes: KubernetesProvider, parent: Resource): readonly Resource[] {
    if (healthPath !== readinessPath)
      throw new Error(`the edge of ${this.region.name} looks at ${readinessPath}, and its entry answers at ${healthPath}`);
    const binding = new CustomResource(
      this.named("binding"),
      {
        apiVersion: "elbv2.k8s.aws/v1beta1",
        kind: "TargetGroupBinding",
        metadata: { name: "entry", namespace },
        spec: {
          serviceRef: { name: service, port },
          targetGroupARN: this.balancer.targetGroupArn,
          targetType: "ip",
          // The controller opens the nodes' group to the balancer's, and to nothing else.
          networking: { ingress: [{ from: [{ securityGroup: { groupID: this.balancer.securityGroupId } }], ports: [{ protocol: "TCP" }] }] },
        },
      },
      { parent, provider: kubernetes },
    );
    return [binding];
  }
}
