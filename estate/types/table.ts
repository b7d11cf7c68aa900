// All types that the environments use, from the files beside this one.
import { awsClusterTypes } from "./aws-cluster.ts";
import { awsDataTypes } from "./aws-data.ts";
import { awsNetworkTypes } from "./aws-network.ts";
import type { TypeFacts, TypeTable } from "./facts.ts";
import { googleTypes } from "./google.ts";
import { kubernetesPlatformTypes } from "./kubernetes-platform.ts";
import { kubernetesTypes } from "./kubernetes.ts";
import { randomTypes } from "./random.ts";

/** Read on 2026-11-28; every row says where. */
export const typeTable: TypeTable = {
  ...awsNetworkTypes,
  ...awsClusterTypes,
  ...awsDataTypes,
  ...googleTypes,
  ...kubernetesTypes,
  ...kubernetesPlatformTypes,
  ...randomTypes,
};

/** Null for a type that has no row: whoever asks must say so, never guess. */
export const factsOf = (type: string): TypeFacts | null => (Object.hasOwn(typeTable, type) ? (typeTable[type] ?? null) : null);
