// The mesh of one region's cluster: every connection between pods encrypted and authenticated, and nothing allowed that no policy allows.
import type { ComponentResourceOptions, CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { installChart } from "../charts/chart.ts";
import { customResource } from "../charts/custom.ts";
import { ordinaryResources, resources } from "../charts/resources.ts";
import { Component } from "../component.ts";
import type { RegionGround } from "../contract.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { clusterNamespaces, makesClusterWide } from "../once-per-cluster.ts";
import { meshPlatforms } from "./platforms.ts";

export interface MeshArgs {
  readonly plan: EnvironmentPlan;
  readonly ground: RegionGround;
}

/**
 * Istio in ambient mode on one region's cluster; on a shared cluster once, with the primary.
 * @cost A ztunnel and a network plug-in on every node (0.3 cores and 0.6 GiB), two control planes; with clusters of their own an internal load balancer a region.
 * @omits Trust between clusters: istiod of each must be given an intermediate certificate of one root (secret `cacerts` in istio-system), and each cluster a
 * secret that lets it read the others' services (`istioctl create-remote-secret`); until then the regions' meshes are separate and every region serves by itself.
 * Rules by HTTP method or path: there is no waypoint. Custom resource definitions are not upgraded by Helm.
 * @failureDomain The cluster. While the control plane is away connections go on, but new pods get no certificate; without the ztunnel of a node its pods have no network.
 */
export class Mesh extends Component {
  /** Pods of the mesh wait for it. */
  readonly ready: readonly Resource[];

  constructor(name: string, { plan, ground }: MeshArgs, options: ComponentResourceOptions) {
    super("mesh:Mesh", name, options);
    this.ready = makesClusterWide(ground) ? this.#install(plan, ground) : ground.ready;
    this.registerOutputs();
  }

  #install(plan: EnvironmentPlan, ground: RegionGround): readonly Resource[] {
    const { bringsGatewayKinds, internalLoadBalancer, platform } = meshPlatforms[plan.cloud];
    const place: CustomResourceOptions = { parent: this, provider: ground.kubernetes };
    const namespace = clusterNamespaces.mesh;
    const region = ground.region.name;
    const topology = { meshID: "gameday", network: region, multiCluster: { clusterName: region } };
    const onPlatform = platform === undefined ? {} : { platform };

    const home = new Namespace(
      this.named("namespace"),
      { metadata: { name: namespace, labels: { "topology.istio.io/network": region, "pod-security.kubernetes.io/enforce": "privileged" } } },
      { ...place, dependsOn: [...ground.ready] },
    );
    const gatewayKinds = bringsGatewayKinds
      ? [
          installChart(
            this.named("gateway-kinds"),
            {
              chart: "gateway-crds",
              release: "gateway-crds",
              namespace,
              values: { crds: { gatewayAPI: { enabled: true, channel: "standard" }, envoyGateway: { enabled: false } } },
            },
            { ...place, dependsOn: [home] },
          ),
        ]
      : [];
    const base = installChart(
      this.named("base"),
      { chart: "istio-base", release: "istio-base", namespace, values: { defaultRevision: "default" } },
      { ...place, dependsOn: [home] },
    );
    const istiod = installChart(
      this.named("istiod"),
      {
        chart: "istiod",
        release: "istiod",
        namespace,
        values: {
          profile: "ambient",
          autoscaleMin: plan.tier.data === "none" ? 1 : 2,
          autoscaleMax: 5,
          resources: resources("200m", "512Mi", "1", "2Gi"),
          env: { AMBIENT_ENABLE_MULTI_NETWORK: "true" },
          meshConfig: { accessLogFile: "/dev/stdout" },
          global: { ...topology, ...onPlatform, logAsJson: true },
        },
      },
      { ...place, dependsOn: [base, ...gatewayKinds] },
    );
    const plugIn = installChart(
      this.named("cni"),
      {
        chart: "istio-cni",
        release: "istio-cni",
        namespace,
        values: { profile: "ambient", resources: ordinaryResources, global: { ...onPlatform, logAsJson: true } },
      },
      { ...place, dependsOn: [istiod] },
    );
    const ztunnel = installChart(
      this.named("ztunnel"),
      {
        chart: "ztunnel",
        release: "ztunnel",
        namespace,
        values: {
          resources: resources("200m", "512Mi", "1", "1Gi"),
          network: topology.network,
          multiCluster: topology.multiCluster,
          logAsJson: true,
          ...(platform === undefined ? {} : { global: { platform } }),
        },
      },
      { ...place, dependsOn: [plugIn] },
    );
    const after: CustomResourceOptions = { ...place, dependsOn: [istiod] };
    const strict = customResource(
      this.named("strict"),
      "security.istio.io/v1/PeerAuthentication",
      { name: "default", namespace },
      { mtls: { mode: "STRICT" } },
      after,
    );
    // In the mesh's own namespace a policy without a rule refuses everything everywhere; the others allow.
    const deny = customResource(
      this.named("deny"),
      "security.istio.io/v1/AuthorizationPolicy",
      { name: "nothing-unless-allowed", namespace },
      {},
      after,
    );
    if (!ground.sharedCluster)
      customResource(
        this.named("east-west"),
        "gateway.networking.k8s.io/v1/Gateway",
        { name: `${region}-east-west`, namespace, labels: { "topology.istio.io/network": region } },
        {
          gatewayClassName: "istio-east-west",
          infrastructure: { annotations: internalLoadBalancer },
          listeners: [
            {
              name: "mesh",
              port: 15_008,
              protocol: "HBONE",
              tls: { mode: "Terminate", options: { "gateway.istio.io/tls-terminate-mode": "ISTIO_MUTUAL" } },
            },
          ],
        },
        { ...place, dependsOn: [ztunnel] },
      );
    return [istiod, ztunnel, strict, deny];
  }
}
