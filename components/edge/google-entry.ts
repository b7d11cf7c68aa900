// Google: joins a region's entry service to the global load balancer: groups of pods that the cluster fills and the balancer sends to.
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import type { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider.js";
import { ServicePatch } from "@pulumi/kubernetes/core/v1/servicePatch.js";
import { Component } from "../component.ts";
import type { EntryService } from "../contract.ts";
import type { RegionPlan } from "../environment.ts";

export interface GoogleEntryArgs {
  readonly environment: string;
  readonly region: RegionPlan;
  readonly project: string;
  readonly entry: EntryService;
  readonly kubernetes: KubernetesProvider;
}

/**
 * A zonal group of endpoints for each zone, made and kept by GKE for the entry service; its name is ours, so that nothing need be looked up.
 *
 * @cost Nothing.
 * @omits Groups are GKE's, not the stack's: they go when the service does, and only after no load balancer uses them.
 * @failureDomain The region. Each zone has a group of its own, and the balancer leaves out what does not answer.
 */
export class GoogleEntry extends Component {
  /** URLs of the groups, one a zone. */
  readonly groups: readonly string[];
  /** Load balancers wait for it: the groups exist from then on. */
  readonly bound: ServicePatch;

  constructor(name: string, { environment, region, project, entry, kubernetes }: GoogleEntryArgs, options: ComponentResourceOptions) {
    super("edge:GoogleEntry", name, options);
    const group = `${environment}-${region.name}-entry`;
    this.groups = region.zones.map(
      (zone) => `https://www.googleapis.com/compute/v1/projects/${project}/zones/${zone}/networkEndpointGroups/${group}`,
    );
    const annotations: Record<string, Input<string>> = {
      "cloud.google.com/neg": JSON.stringify({ exposed_ports: { [entry.port]: { name: group } } }),
      // The cluster writes this when it has made the groups; a load balancer that came sooner would not find them.
      "pulumi.com/waitFor": "jsonpath={.metadata.annotations['cloud.google.com/neg-status']}",
      // GKE writes a value of its own under "cloud.google.com/neg" when a service is made; ours must win.
      "pulumi.com/patchForce": "true",
    };
    this.bound = new ServicePatch(
      this.named("groups"),
      { metadata: { name: entry.service, namespace: entry.namespace, annotations } },
      { parent: this, provider: kubernetes },
    );
    this.registerOutputs();
  }
}
