// What stands on a region's cluster, the same on every cloud: policies, mesh, monitoring, the system under test, and what load and chaos need.
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import { ChaosPlatform } from "../chaos-platform/chaos-platform.ts";
import { FisPodAccess } from "../chaos-platform/fis-pod-access.ts";
import { Component } from "../component.ts";
import type { RegionGround, Secrets } from "../contract.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { NamespaceAccess } from "../identity/namespace-access.ts";
import { LoadPlatform } from "../load-platform/load-platform.ts";
import { Mesh } from "../mesh/mesh.ts";
import { WorkloadAccess } from "../mesh/workload-access.ts";
import { Monitoring } from "../monitoring/monitoring.ts";
import { VectorStore } from "../vector-store/vector-store.ts";
import { partOf, portName } from "../workloads/labels.ts";
import { entryPods, RegionWorkloads } from "../workloads/region-workloads.ts";
import { planWorkloads, quotaOf } from "../workloads/workload-plan.ts";
import { DataAccess } from "./data-access.ts";
import { RegionNamespace } from "./namespace.ts";
import { QueueScaler } from "./queue-scaler.ts";

export interface RegionPlatformArgs {
  readonly plan: EnvironmentPlan;
  readonly ground: RegionGround;
  readonly secrets: Secrets;
}

/**
 * The platform of one region; what is cluster-wide, on a shared cluster once, with the primary.
 * @cost Nothing beside the nodes that it needs: three or more for what stands whatever the phase, and those that the workloads fill.
 * @omits People: the cluster's own sign-in says who has which of the four roles.
 * @failureDomain The region's cluster.
 */
export class RegionPlatform extends Component {
  /** What is made once on a shared cluster and brings kinds with it: the other regions' platforms wait for it. */
  readonly clusterWide: readonly Resource[];

  constructor(name: string, { plan, ground: bare, secrets }: RegionPlatformArgs, options: ComponentResourceOptions = {}) {
    super("platform:RegionPlatform", name, options);
    const child = { parent: this };
    const place = new RegionNamespace(
      this.named("workloads"),
      { environment: plan.name, ground: bare, quota: quotaOf(planWorkloads(plan, bare.region)), chaos: plan.tier.chaos },
      child,
    );
    const mesh = new Mesh(this.named("mesh"), { plan, ground: bare }, child);
    const home = [place.namespace, place.quota, place.limits];
    const ground: RegionGround = { ...bare, ready: [...bare.ready, ...mesh.ready, ...home] };

    // On a cluster of its own the roles come with the cluster and hold everywhere.
    if (ground.sharedCluster)
      new NamespaceAccess(this.named("people"), { kubernetes: ground.kubernetes, namespace: ground.namespace, after: home }, child);
    new WorkloadAccess(this.named("access"), { ground, entry: entryPods }, child);
    if (ground.data !== undefined) new DataAccess(this.named("data-access"), { plan, ground, data: ground.data }, child);
    const scaler = new QueueScaler(this.named("scaler"), { plan, ground }, child);
    const workloads = { matchLabels: { "app.kubernetes.io/part-of": partOf }, port: portName, healthPath: "/readyz" };
    const monitoring = new Monitoring(this.named("monitoring"), { plan, ground, secrets, workloads }, child);
    const watched: RegionGround = { ...ground, ready: [...ground.ready, monitoring] };
    new RegionWorkloads(this.named("system"), { plan, ground, secrets, after: [...ground.ready, ...scaler.ready] }, child);
    new VectorStore(this.named("vectors"), { plan, ground: watched }, child);
    const load = new LoadPlatform(this.named("load"), { plan, ground: watched }, child);
    // The reaper has rights in the namespace of load, too.
    const loadable: RegionGround = { ...watched, ready: [...watched.ready, load] };
    if (plan.tier.chaos) new ChaosPlatform(this.named("chaos"), { plan, ground: loadable }, child);
    if (plan.tier.chaos && ground.faultUser !== undefined) new FisPodAccess(this.named("fis"), { ground: watched, user: ground.faultUser }, child);
    this.clusterWide = [...mesh.ready, ...monitoring.ready, ...scaler.ready];
    this.registerOutputs();
  }
}
