// Google: the edge as the environment sees it: names and guard at once, the load balancer as soon as every region has something to send to.
import { output, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider.js";
import type { GoogleBackbone } from "../backbone/google-backbone.ts";
import { Component } from "../component.ts";
import type { EntryService } from "../contract.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import { GoogleEntry } from "./google-entry.ts";
import { GoogleGuard } from "./google-guard.ts";
import { GoogleLoadBalancer, type GoogleEntrance } from "./google-load-balancer.ts";
import { GoogleNames } from "./google-names.ts";

export interface GoogleEdgeArgs {
  readonly plan: Pick<EnvironmentPlan, "name" | "regions" | "settings" | "size">;
  readonly project: string;
  readonly backbone: GoogleBackbone;
}

/**
 * The global entry of an environment, and a name for each region past it.
 *
 * @cost The sum of its parts: rules of forwarding and of the guard, traffic, names.
 * @omits A way in that does not pass Google's edge: a region's own name leads there too, and from there to that region alone.
 * @failureDomain Global, run by Google at every edge; what is behind it fails region by region.
 */
export class GoogleEdge extends Component {
  readonly #args: GoogleEdgeArgs;
  readonly #names: GoogleNames;
  readonly #guard: GoogleGuard;
  readonly #entrances: GoogleEntrance[] = [];

  constructor(name: string, args: GoogleEdgeArgs, options: ComponentResourceOptions) {
    super("edge:GoogleEdge", name, options);
    const { plan } = args;
    this.#args = args;
    this.#names = new GoogleNames(
      this.named("names"),
      { domain: plan.settings.domain, regions: plan.regions.map((region) => region.name) },
      { parent: this },
    );
    this.#guard = new GoogleGuard(this.named("guard"), { size: plan.size }, { parent: this });
    this.registerOutputs();
  }

  /** The region's own edge, past the global entry. */
  endpoint({ name }: RegionPlan): Output<string> {
    return output(`https://${name}.${this.#args.plan.settings.domain}`);
  }

  /** Joins a region's entry; the last one to come brings the load balancer, whose list of places to send to is one value for all regions. */
  expose(region: RegionPlan, entry: EntryService, kubernetes: KubernetesProvider, parent: Resource): readonly Resource[] {
    const { plan, project, backbone } = this.#args;
    const joined = new GoogleEntry(`${plan.name}-${region.name}-entry`, { environment: plan.name, region, project, entry, kubernetes }, { parent });
    this.#entrances.push({ region: region.name, entry: joined });
    if (this.#entrances.length === plan.regions.length)
      new GoogleLoadBalancer(
        this.named("balancer"),
        {
          domain: plan.settings.domain,
          names: this.#names,
          guard: this.#guard,
          backbone,
          entrances: this.#entrances,
          healthPath: entry.healthPath,
          port: entry.port,
        },
        { parent: this },
      );
    return [joined.bound];
  }
}
