// What a cluster has once and what it has for each region: the one place where that is decided.
import type { RegionGround } from "./contract.ts";

/** True where this region's platform makes what is cluster-wide: on a cluster of its own always, on a shared one with the primary alone. */
export const makesClusterWide = ({ sharedCluster, region }: Pick<RegionGround, "sharedCluster" | "region">): boolean =>
  !sharedCluster || region.role === "primary";

/** A namespace that each region has for itself: by its purpose alone where the cluster is the region's own. */
export const regionNamespace = ({ sharedCluster, region }: Pick<RegionGround, "sharedCluster" | "region">, purpose: string): string =>
  sharedCluster ? `${region.name}-${purpose}` : purpose;

/** Namespaces that a cluster has once, whatever regions it holds. */
export const clusterNamespaces = {
  monitoring: "monitoring",
  mesh: "istio-system",
  load: "load",
  chaos: "litmus",
  scaling: "keda",
} as const;
