// Google Cloud: every type that the environments use there.
import type { TypeTable } from "./facts.ts";
import { googleClusterTypes } from "./google-cluster.ts";
import { googleDataTypes } from "./google-data.ts";
import { googleNetworkTypes } from "./google-network.ts";

export const googleTypes = { ...googleNetworkTypes, ...googleClusterTypes, ...googleDataTypes } as const satisfies TypeTable;
