// AWS: clusters, identity, delivery, quotas and budgets.
import type { TypeTable } from "./facts.ts";

export const awsClusterTypes = {} as const satisfies TypeTable;
