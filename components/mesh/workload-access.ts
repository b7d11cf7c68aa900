// What the mesh allows in the namespace of a region's workloads.
import type { ComponentResourceOptions, CustomResourceOptions } from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { RegionGround } from "../contract.ts";
import { workloadAccess, type EntryPods } from "./access.ts";
import { allowAccess, takeClear } from "./policies.ts";

export interface WorkloadAccessArgs {
  /** `ready` holds the mesh and the namespace. */
  readonly ground: RegionGround;
  readonly entry: EntryPods;
}

/**
 * Policies of the mesh for one region's workloads: they call each other, Prometheus asks them, and anybody may call the entry.
 * @cost Nothing.
 * @omits A finer cut between the services: one of them that is taken over may call every other one. The network policies of the workloads narrow it by port.
 * @failureDomain The namespace.
 */
export class WorkloadAccess extends Component {
  constructor(name: string, { ground, entry }: WorkloadAccessArgs, options: ComponentResourceOptions) {
    super("mesh:WorkloadAccess", name, options);
    const inside: CustomResourceOptions = { parent: this, provider: ground.kubernetes, dependsOn: [...ground.ready] };
    allowAccess((suffix) => this.named(suffix), workloadAccess(ground, entry), inside);
    takeClear(this.named("requests-in-clear"), { name: "requests-from-outside", namespace: ground.namespace }, entry, inside);
    this.registerOutputs();
  }
}
