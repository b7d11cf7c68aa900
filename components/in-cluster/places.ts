// Where the data stores of a cluster's regions are, and by which names they find each other.
import type { RegionPlan } from "../environment.ts";
import { regionNamespace } from "../once-per-cluster.ts";

export interface DataPlace {
  readonly region: RegionPlan;
  readonly namespace: string;
  readonly postgres: string;
  readonly redis: string;
}

export const dataPlace = (region: RegionPlan): DataPlace => {
  const namespace = regionNamespace({ sharedCluster: true, region }, "data");
  const host = (service: string): string => `${service}.${namespace}.svc.cluster.local`;
  return { region, namespace, postgres: host("postgres"), redis: host("redis") };
};

export const postgresPort = 5432;
export const redisPort = 6379;
export const sentinelPort = 26379;
/** What the Sentinels call the primary. */
export const redisName = "proving-ground";
