// Who may call the data stores of a region that stand on its cluster, as the mesh sees it.
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { RegionGround } from "../contract.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { allowAccess } from "../mesh/policies.ts";
import { clusterNamespaces } from "../once-per-cluster.ts";

export interface DataAccessArgs {
  readonly plan: EnvironmentPlan;
  /** `ready` holds the mesh. */
  readonly ground: RegionGround;
  readonly data: NonNullable<RegionGround["data"]>;
}

/**
 * Policies of the mesh for one region's data stores.
 * @cost Nothing.
 * @omits A cut between Postgres and Redis: the network policies beside them have it.
 * @failureDomain The namespace.
 */
export class DataAccess extends Component {
  constructor(name: string, { plan, ground, data }: DataAccessArgs, options: ComponentResourceOptions = {}) {
    super("platform:DataAccess", name, options);
    const { namespace, namespaces } = data;
    allowAccess(
      (suffix) => this.named(suffix),
      [
        // Whoever leads, every region writes there.
        { name: "workloads", namespace, from: plan.regions.map((region) => region.name) },
        { name: "replication", namespace, from: namespaces },
        { name: "samples-and-scaling", namespace, from: [clusterNamespaces.monitoring, clusterNamespaces.scaling] },
      ],
      { parent: this, provider: ground.kubernetes, dependsOn: [...ground.ready] },
    );
    this.registerOutputs();
  }
}
