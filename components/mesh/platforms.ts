// What differs between clouds for the mesh: a row for each.
import type { MeshPlatform } from "../charts/values/mesh.ts";
import type { EnvironmentPlan } from "../environment.ts";

interface MeshRow {
  /** Istio's profile for the platform, where it needs one. */
  readonly platform?: MeshPlatform;
  /** Whether the kinds of the Gateway API have to be brought. Google's clusters have them only with its own gateways, which are not used here. */
  readonly bringsGatewayKinds: boolean;
  /** Make the east-west gateway's load balancer an internal one. */
  readonly internalLoadBalancer: Readonly<Record<string, string>>;
}

export const meshPlatforms: Readonly<Record<EnvironmentPlan["cloud"], MeshRow>> = {
  aws: {
    bringsGatewayKinds: true,
    // Made by the cluster's own service controller: the load balancer controller looks at target group bindings alone.
    internalLoadBalancer: {
      "service.beta.kubernetes.io/aws-load-balancer-type": "nlb",
      "service.beta.kubernetes.io/aws-load-balancer-internal": "true",
    },
  },
  google: { platform: "gke", bringsGatewayKinds: true, internalLoadBalancer: { "networking.gke.io/load-balancer-type": "Internal" } },
  // One cluster: nothing crosses clusters, so there is no gateway.
  kubernetes: { bringsGatewayKinds: false, internalLoadBalancer: {} },
};
