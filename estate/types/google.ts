// Google Cloud.
import type { TypeTable } from "./facts.ts";

export const googleTypes = {} as const satisfies TypeTable;
