// How large the vector store of a region is in each environment: a table.
import type { EnvironmentName } from "../../model/tiers.ts";
import { resources, type Resources } from "../charts/resources.ts";

export interface VectorStoreSize {
  readonly replicas: number;
  /** Of each replica's disk for vectors, and of the one for snapshots. */
  readonly gibibytes: number;
  readonly resources: Resources;
}

const small: VectorStoreSize = { replicas: 3, gibibytes: 20, resources: resources("250m", "1Gi", "1", "2Gi") };
const full: VectorStoreSize = { replicas: 3, gibibytes: 100, resources: resources("1", "4Gi", "4", "8Gi") };

export const vectorStoreSizes: Readonly<Record<EnvironmentName, VectorStoreSize>> = {
  base: small,
  google: small,
  stress: { replicas: 3, gibibytes: 50, resources: resources("500m", "2Gi", "2", "4Gi") },
  chaos: full,
  ultimate: full,
  kubernetes: { replicas: 3, gibibytes: 2, resources: resources("50m", "256Mi", "500m", "512Mi") },
};
