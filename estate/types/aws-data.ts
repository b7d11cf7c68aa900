// AWS: databases, caches and backups.
import type { TypeTable } from "./facts.ts";

export const awsDataTypes = {} as const satisfies TypeTable;
