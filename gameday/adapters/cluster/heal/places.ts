// The namespaces of a cluster in which a run can have left something.
import type { ClusterOutput, Outputs } from "../../../../model/outputs.ts";

export interface ClusterPlaces {
  readonly chaosNamespace: string;
  readonly loadNamespace: string;
  readonly workloadNamespaces: readonly string[];
}

export const placesOf = ({ workloads }: Outputs, { id, chaosNamespace, loadNamespace }: ClusterOutput): ClusterPlaces => ({
  chaosNamespace,
  loadNamespace,
  workloadNamespaces: [...new Set(workloads.filter(({ cluster }) => cluster === id).map(({ namespace }) => namespace))],
});
