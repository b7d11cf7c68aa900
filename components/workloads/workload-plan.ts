// How many of which workload a region runs: from the phase's need and the region's row to one row for each Deployment. Pure.
import { mcpServers, type McpServer, type WorkloadService } from "../../model/protocol/workload.ts";
import { ordinaryResources, resources, type Resources } from "../charts/resources.ts";
import { shareWithout } from "../cluster/size-plan.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";

/** What decides how many there are: a processor's use, the queue's length, or the region's row alone. */
export type Scaling = "cpu" | "queue" | "fixed";

export interface WorkloadRow {
  /** The Deployment's name in its namespace, and its service's. */
  readonly name: string;
  readonly service: Exclude<WorkloadService, "entry">;
  readonly scaling: Scaling;
  readonly min: number;
  readonly max: number;
  readonly resources: Resources;
  /** Only for experts: the provider, and how many experts of it answer. */
  readonly experts?: { readonly provider: string; readonly count: number };
  /** Only for MCP: whose tools these offer. */
  readonly server?: McpServer;
}

/** Replicas that the design gives a workload that scales. */
export const usualReplicas = { min: 3, max: 10 } as const;

/** An expert waits for a provider most of the time. */
const expertResources = resources("25m", "96Mi", "250m", "256Mi");

const scaled = [
  ["edge", "cpu"],
  ["query-handler", "cpu"],
  ["orchestrator", "cpu"],
  ["response-collector", "cpu"],
  ["worker", "queue"],
] as const satisfies readonly (readonly [WorkloadRow["service"], Scaling])[];

/** All regions' rows together reach the phase's instances, and do so still when any one region is gone. */
export function planWorkloads(plan: Pick<EnvironmentPlan, "size" | "regions" | "settings">, region: RegionPlan): readonly WorkloadRow[] {
  const { expertsPerReplica = 1, smallestReplicas = usualReplicas.min } = plan.settings.kubernetes ?? {};
  const experts = Object.entries(region.experts)
    .filter(([, count]) => count > 0)
    .map(([provider, count]): WorkloadRow => {
      const replicas = Math.ceil(count / expertsPerReplica);
      return { name: `experts-${provider}`, service: "experts", experts: { provider, count }, ...fixed(replicas), resources: expertResources };
    });
  const servers = mcpServers
    .filter((server) => region.mcp[server] > 0)
    .map((server): WorkloadRow => {
      const replicas = Math.min(region.mcp[server], Math.max(1, smallestReplicas));
      return { name: `mcp-${server}`, service: "mcp", server, ...fixed(replicas), resources: ordinaryResources };
    });
  const standing = [...experts, ...servers].reduce((sum, { min }) => sum + min, 0);
  const each = (share: number): number => Math.ceil((plan.size.instances * share - standing) / scaled.length);
  const worst = Math.max(
    region.share,
    ...plan.regions.filter((lost) => lost.name !== region.name).map((lost) => shareWithout(lost, region, plan.regions)),
  );
  const max = Math.max(usualReplicas.max, each(worst));
  const min = Math.min(Math.max(smallestReplicas, each(region.share)), max);
  return [
    ...scaled.map(([service, scaling]): WorkloadRow => ({ name: service, service, scaling, min, max, resources: ordinaryResources })),
    ...experts,
    ...servers,
  ];
}

const fixed = (replicas: number) => ({ scaling: "fixed", min: replicas, max: replicas }) as const;

/** What a namespace may ask for: every row at its largest, and something for what comes and goes beside them. */
export function quotaOf(rows: readonly WorkloadRow[]): Readonly<Record<string, string>> {
  const sum = (of: (row: WorkloadRow) => number): number => rows.reduce((total, row) => total + row.max * of(row), 0);
  return {
    "requests.cpu": `${Math.ceil(sum(({ resources: { requests } }) => milliCores(requests.cpu)) / 1_000) + beside.cores}`,
    "requests.memory": `${Math.ceil(sum(({ resources: { requests } }) => mebibytes(requests.memory)) / 1_024) + beside.gibibytes}Gi`,
    "limits.cpu": `${Math.ceil(sum(({ resources: { limits } }) => milliCores(limits.cpu)) / 1_000) + beside.cores * 4}`,
    "limits.memory": `${Math.ceil(sum(({ resources: { limits } }) => mebibytes(limits.memory)) / 1_024) + beside.gibibytes * 2}Gi`,
    pods: `${sum(() => 1) + beside.pods}`,
    // One door, and it is no cloud's.
    "services.loadbalancers": "1",
  };
}

/** Pods of an update stand beside those that they replace; jobs, too. */
const beside = { cores: 4, gibibytes: 8, pods: 40 } as const;

/** "100m" or "2". */
export const milliCores = (quantity: string): number => (quantity.endsWith("m") ? Number(quantity.slice(0, -1)) : Number(quantity) * 1_000);

/** "256Mi" or "2Gi". */
export const mebibytes = (quantity: string): number => Number.parseInt(quantity, 10) * (quantity.endsWith("Gi") ? 1_024 : 1);
