// KEDA on one region's cluster: lets an autoscaler go by the length of a queue.
import type { ComponentResourceOptions, CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { installChart } from "../charts/chart.ts";
import { customResource } from "../charts/custom.ts";
import { resources } from "../charts/resources.ts";
import { Component } from "../component.ts";
import type { RegionGround } from "../contract.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { insideMesh, outsideMesh } from "../mesh/labels.ts";
import { allowAccess } from "../mesh/policies.ts";
import { clusterNamespaces, makesClusterWide } from "../once-per-cluster.ts";

export interface QueueScalerArgs {
  readonly plan: EnvironmentPlan;
  /** `ready` holds the mesh. */
  readonly ground: RegionGround;
}

/** Where the metrics server asks the operator; KEDA encrypts that by certificates of its own. */
const operatorPort = 9666;

/**
 * KEDA; on a shared cluster once, with the primary.
 * @cost Three small pods, or twice as many where data is worth protecting.
 * @omits Scaling to nothing: a workload always has its least.
 * @failureDomain The cluster. While KEDA is away the number of workers stays what it is.
 */
export class QueueScaler extends Component {
  /** What uses KEDA's kinds waits for these. */
  readonly ready: readonly Resource[];

  constructor(name: string, { plan, ground }: QueueScalerArgs, options: ComponentResourceOptions = {}) {
    super("platform:QueueScaler", name, options);
    this.ready = makesClusterWide(ground) ? this.#install(plan, ground) : ground.ready;
    this.registerOutputs();
  }

  #install(plan: EnvironmentPlan, ground: RegionGround): readonly Resource[] {
    const place: CustomResourceOptions = { parent: this, provider: ground.kubernetes };
    const namespace = clusterNamespaces.scaling;
    const home = new Namespace(
      this.named("namespace"),
      { metadata: { name: namespace, labels: { ...insideMesh, "pod-security.kubernetes.io/enforce": "restricted" } } },
      { ...place, dependsOn: [...ground.ready] },
    );
    const inside: CustomResourceOptions = { ...place, dependsOn: [home] };
    const operator = { matchLabels: { "app.kubernetes.io/name": "keda-operator" } };
    allowAccess(
      (suffix) => this.named(suffix),
      [
        { name: "metrics-server-asks-operator", namespace, selector: operator, from: null, ports: [operatorPort] },
        { name: "samples", namespace, from: [clusterNamespaces.monitoring] },
      ],
      inside,
    );
    customResource(
      this.named("own-encryption"),
      "security.istio.io/v1/PeerAuthentication",
      { name: "own-encryption", namespace },
      { selector: operator, mtls: { mode: "STRICT" }, portLevelMtls: { [operatorPort]: { mode: "PERMISSIVE" } } },
      inside,
    );
    const replicaCount = plan.tier.data === "none" ? 1 : 2;
    const each = resources("50m", "128Mi", "500m", "512Mi");
    const release = installChart(
      this.named("keda"),
      {
        chart: "keda",
        release: "keda",
        namespace,
        values: {
          clusterName: `${plan.name}-${ground.region.name}`,
          operator: { replicaCount },
          metricsServer: { replicaCount },
          webhooks: { replicaCount },
          podDisruptionBudget: { operator: { maxUnavailable: 1 }, metricServer: { maxUnavailable: 1 }, webhooks: { maxUnavailable: 1 } },
          // Their caller is the API server, which is in no mesh.
          podLabels: { metricsAdapter: outsideMesh, webhooks: outsideMesh },
          resources: { operator: each, metricServer: each, webhooks: each },
        },
      },
      inside,
    );
    return [release];
  }
}
