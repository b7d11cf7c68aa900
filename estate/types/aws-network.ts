// AWS: network, backbone, edge and names.
import type { TypeTable } from "./facts.ts";

export const awsNetworkTypes = {} as const satisfies TypeTable;
