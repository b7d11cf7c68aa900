// What is pushed to the primary's registry goes to every other region's.
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import { ReplicationConfiguration } from "@pulumi/aws/ecr/replicationConfiguration.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { accountOf } from "../identity/aws/policy.ts";
import { repositoryPrefix } from "./aws-registry.ts";

export interface AwsReplicationArgs {
  readonly plan: EnvironmentPlan;
  /** The registries of all regions: what arrives where no repository stands would make one with other settings. */
  readonly registries: readonly Resource[];
}

/**
 * Replication of the environment's images, within a minute of the push for most.
 * @cost Transfer between regions, once an image: $0.02 a GB from us-east-1.
 * @omits Images pushed before it existed. Other rules: a registry has one configuration, this one, so an account holds one environment.
 * @failureDomain The primary's registry: while it is away nothing new arrives, and what has arrived can be pulled.
 */
export class AwsReplication extends Component {
  constructor(name: string, { plan, registries }: AwsReplicationArgs, options: ComponentResourceOptions = {}) {
    super("delivery:AwsReplication", name, options);
    const [primary, ...others] = plan.regions;
    if (primary === undefined) throw new Error(`${plan.name} has no region`);
    if (others.length > 0)
      new ReplicationConfiguration(
        this.named("images"),
        {
          region: primary.name,
          replicationConfiguration: {
            rules: [
              {
                destinations: others.map((region) => ({ region: region.name, registryId: accountOf(plan) })),
                repositoryFilters: [{ filter: repositoryPrefix(plan), filterType: "PREFIX_MATCH" }],
              },
            ],
          },
        },
        { parent: this, dependsOn: [...registries] },
      );
    this.registerOutputs();
  }
}
