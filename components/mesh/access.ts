// Who may call whom inside the mesh: the whole table, a function for each namespace. What has no row is refused.
import type { LabelSelector } from "../charts/values/pod.ts";
import type { RegionGround } from "../contract.ts";
import { clusterNamespaces, regionNamespace } from "../once-per-cluster.ts";

/** Calls into one namespace that are allowed. */
export interface Access {
  /** Of the policy; unique in the namespace. */
  readonly name: string;
  /** Where the called pods are. */
  readonly namespace: string;
  /** Which of its pods; all when left out. */
  readonly selector?: LabelSelector;
  /** Namespaces of the callers, known by their certificates; null: anybody, also from outside of the mesh; "outside": only callers without a certificate. */
  readonly from: readonly string[] | "outside" | null;
  /** All when left out. */
  readonly ports?: readonly number[];
}

/** Pods that take requests from callers that are in no mesh: a region's from a load balancer, Prometheus' from the API server. */
export interface EntryPods {
  readonly selector: LabelSelector;
  readonly port: number;
}

type Place = Pick<RegionGround, "region" | "sharedCluster" | "namespace">;

export const workloadAccess = ({ namespace }: Place, entry: EntryPods): readonly Access[] => [
  { name: "workloads-among-themselves", namespace, from: [namespace] },
  { name: "samples", namespace, from: [clusterNamespaces.monitoring] },
  { name: "requests-from-outside", namespace, selector: entry.selector, from: null, ports: [entry.port] },
];

export function vectorStoreAccess(ground: Place): readonly Access[] {
  const namespace = regionNamespace(ground, "vector-store");
  return [
    { name: "vectors-for-workloads", namespace, from: [ground.namespace], ports: [6333, 6334] },
    { name: "replicas-among-themselves", namespace, from: [namespace] },
    { name: "samples", namespace, from: [clusterNamespaces.monitoring], ports: [6333] },
  ];
}

/**
 * `workloads`: the namespaces of all regions that the cluster has. `samples`: what is read through the API server's proxy, which asks who the reader is and then
 * calls in clear; nobody in the mesh gets more by that; the nodes, and pods that are kept out of the mesh, do.
 */
export const monitoringAccess = (workloads: readonly string[], samples: EntryPods): readonly Access[] => [
  { name: "among-itself", namespace: clusterNamespaces.monitoring, from: [clusterNamespaces.monitoring] },
  { name: "samples-of-load", namespace: clusterNamespaces.monitoring, from: [clusterNamespaces.load], ports: [9090] },
  { name: "samples-for-readers", namespace: clusterNamespaces.monitoring, selector: samples.selector, from: "outside", ports: [samples.port] },
  { name: "traces-of-workloads", namespace: clusterNamespaces.monitoring, from: workloads, ports: [4317, 4318] },
];

export const loadAccess: readonly Access[] = [
  { name: "among-itself", namespace: clusterNamespaces.load, from: [clusterNamespaces.load] },
  { name: "samples", namespace: clusterNamespaces.load, from: [clusterNamespaces.monitoring] },
];
