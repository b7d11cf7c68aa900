// The clusters of an environment and what runs on them, as the controller finds it: contexts of a kubeconfig, never a credential.
import type { CloudGround } from "../components/contract.ts";
import { faultsAccount } from "../components/chaos-platform/chaos-platform.ts";
import type { EnvironmentPlan, RegionPlan } from "../components/environment.ts";
import { prometheusPlace } from "../components/monitoring/stack/stack-values.ts";
import { clusterNamespaces } from "../components/once-per-cluster.ts";
import { callersOf, usesData } from "../components/workloads/configuration.ts";
import { labelsOf, port } from "../components/workloads/labels.ts";
import { planWorkloads, type WorkloadRow } from "../components/workloads/workload-plan.ts";
import type { OutputsInput } from "../model/outputs.ts";

type Published = Required<Pick<OutputsInput, "clusters" | "workloads" | "redundancy">>;

/** A cluster for each region, whose context is called as the cluster is; or one that holds them all, by the settings' own context. */
export function publishClusters(plan: EnvironmentPlan, { regions }: CloudGround): Published {
  const shared = regions.some(({ sharedCluster }) => sharedCluster);
  const context = plan.settings.kubernetes?.context;
  const idOf = ({ name }: RegionPlan): string => (shared ? plan.name : `${plan.name}-${name}`);
  const common = {
    chaosNamespace: clusterNamespaces.chaos,
    chaosAccount: faultsAccount,
    loadNamespace: clusterNamespaces.load,
    prometheus: { ...prometheusPlace },
    // Every environment says which workload may talk to which.
    policed: true,
  };
  const clusters = shared
    ? [{ id: plan.name, ...(context === undefined ? {} : { context }), ...common }]
    : regions.map(({ region }) => ({ id: idOf(region), region: region.name, context: idOf(region), ...common }));
  const workloads = regions.flatMap(({ region, namespace, data }) => [
    ...planWorkloads(plan, region).map((row) => ({
      id: `${region.name}/${row.name}`,
      service: row.service,
      region: region.name,
      cluster: idOf(region),
      namespace,
      kind: "deployment" as const,
      name: row.name,
      labels: { ...labelsOf(row.name, row.service) },
      port,
      calls: callsOf(row),
      scaled: row.scaling !== "fixed",
    })),
    ...(data === undefined ? [] : ["postgres", "redis"]).map((name) => ({
      id: `${region.name}/${name}`,
      service: name,
      region: region.name,
      cluster: idOf(region),
      namespace: data?.namespace ?? namespace,
      kind: "statefulset" as const,
      name,
      labels: { ...labelsOf(name, name) },
    })),
  ]);
  const redundancy = workloads.map(({ id, cluster, namespace, labels }) => {
    const found = clusters.find((row) => row.id === cluster);
    const handle = found !== undefined && "context" in found ? { context: found.context } : {};
    return { label: `all pods of ${id} are ready`, observe: { kind: "pods" as const, cluster: handle, namespace, labels } };
  });
  return { clusters, workloads, redundancy };
}

function callsOf(row: WorkloadRow): string[] {
  const called = Object.entries(callersOf).flatMap(([service, callers]) => (callers.some((caller) => caller === row.service) ? [service] : []));
  return [...called, ...(usesData(row) ? ["postgres", "redis"] : [])];
}
