// Joins the pods of a region to the load balancers that the edge made: the AWS Load Balancer Controller, allowed to make none itself.
import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { Release } from "@pulumi/kubernetes/helm/v3/release.js";
import type { Provider } from "@pulumi/kubernetes/provider.js";
import { Component } from "../../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../../environment.ts";
import { AwsPodRole } from "../../identity/aws/pod-role.ts";
import { loadBalancerPolicy } from "./load-balancer-policy.ts";
import { loadBalancerControllerVersion } from "./versions.ts";

export interface AwsLoadBalancerControllerArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  readonly clusterName: string;
  readonly vpcId: Input<string>;
  readonly kubernetes: Provider;
}

const namespace = "kube-system";
const serviceAccount = "aws-load-balancer-controller";

/**
 * Keeps target groups equal to the pods behind a service (TargetGroupBinding).
 * @cost Nothing beyond two small pods.
 * @omits Load balancers: a Service or an Ingress that asks for one gets none, so that a cluster cannot grow public entries. They are the edge's.
 * @failureDomain The cluster. While it is down, target groups keep the addresses that they had.
 */
export class AwsLoadBalancerController extends Component {
  readonly ready: readonly Resource[];

  constructor(name: string, { plan, region, clusterName, vpcId, kubernetes }: AwsLoadBalancerControllerArgs, options: ComponentResourceOptions = {}) {
    super("cluster:AwsLoadBalancerController", name, options);
    const role = new AwsPodRole(
      this.named("identity"),
      { plan, region, clusterName, namespace, serviceAccount, statements: loadBalancerPolicy(region.name) },
      { parent: this },
    );
    const controller = new Release(
      this.named("controller"),
      {
        name: "aws-load-balancer-controller",
        chart: "aws-load-balancer-controller",
        version: loadBalancerControllerVersion,
        repositoryOpts: { repo: "https://aws.github.io/eks-charts" },
        namespace,
        values: {
          clusterName,
          // Said, since pods cannot ask the machine.
          region: region.name,
          vpcId,
          replicaCount: 2,
          serviceAccount: { name: serviceAccount },
          resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
          podDisruptionBudget: { maxUnavailable: 1 },
          // Target group bindings alone: no Service, Ingress or Gateway is looked at.
          controllerConfig: { featureGates: { EnableServiceController: false, ALBGatewayAPI: false, NLBGatewayAPI: false } },
          enableServiceMutatorWebhook: false,
          createIngressClassResource: false,
          ingressClassParams: { create: false },
          enableShield: false,
          enableWaf: false,
          enableWafv2: false,
        },
      },
      { parent: this, provider: kubernetes, dependsOn: [role.association] },
    );
    this.ready = [controller];
    this.registerOutputs();
  }
}
