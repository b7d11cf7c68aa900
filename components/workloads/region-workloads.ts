// The system under test in one region: every workload of its row, with the tables, secrets and network policies that they need.
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { RegionGround, Secrets } from "../contract.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { port, selectorOf } from "./labels.ts";
import { NetworkPolicies } from "./network-policies.ts";
import { RegionSecrets } from "./region-secrets.ts";
import { SchemaJob } from "./schema-job.ts";
import { planWorkloads } from "./workload-plan.ts";
import { Workload } from "./workload.ts";

export interface RegionWorkloadsArgs {
  readonly plan: EnvironmentPlan;
  readonly ground: RegionGround;
  readonly secrets: Secrets;
  /** What must stand first: the namespace, and what brings the kinds that are used. */
  readonly after: readonly Resource[];
}

/** The pods that take a region's requests. */
export const entryPods = { selector: { matchLabels: selectorOf("edge") }, port } as const;

/**
 * Edge, query handler, orchestrator, response collector, worker, the region's experts by provider and its MCP servers.
 * @cost Nothing by itself: its requests decide how many nodes the region needs.
 * @omits The six agents, and real expert providers: experts are simulated.
 * @failureDomain The region. A region without its neighbours serves on, as long as Postgres has a primary.
 */
export class RegionWorkloads extends Component {
  constructor(name: string, { plan, ground, secrets, after }: RegionWorkloadsArgs, options: ComponentResourceOptions = {}) {
    super("workloads:RegionWorkloads", name, options);
    const child = { parent: this };
    const rows = planWorkloads(plan, ground.region);
    const policies = new NetworkPolicies(this.named("network"), { ground, rows, after }, child);
    const settled = [...after, policies];
    const mounted = new RegionSecrets(this.named("secrets"), { ground, secrets, after }, child);
    const tables =
      ground.region.role === "primary"
        ? [new SchemaJob(this.named("schema"), { ground, settings: plan.settings, secrets: mounted, after: settled }, child).done]
        : [];
    for (const row of rows) {
      const { service } = new Workload(
        this.named(row.name),
        {
          row,
          rows,
          region: ground.region.name,
          postgres: ground.postgres,
          redis: ground.redis,
          ground,
          settings: plan.settings,
          secrets: mounted,
          after: [...settled, ...tables],
        },
        child,
      );
      // An output of the service's, though its name is known: what joins it to a load balancer waits for it.
      if (row.service === "edge" && service !== null)
        ground.expose({ namespace: ground.namespace, service: service.metadata.name, port, healthPath: "/readyz" }, this);
    }
    this.registerOutputs();
  }
}
