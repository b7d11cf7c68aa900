// The design's own monthly sum, line by line: what the bill of an environment at full size is set beside.
import type { Category } from "./charge.ts";

/** US dollars a month, compute by role of the region. Source: the deployment topology of the test environment's design. */
export const designLines = {
  compute: [45_000, 27_000, 15_000],
  "primary storage": 8_000,
  backup: 5_000,
  replication: 3_000,
  bandwidth: 12_000,
  "network security": 8_000,
  "load balancing": 3_000,
  database: 15_000,
  monitoring: 5_000,
  "managed security": 7_000,
} as const satisfies Record<Exclude<Category, "compute">, number> & { readonly compute: readonly number[] };
