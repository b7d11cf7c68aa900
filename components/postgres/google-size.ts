// Google: how large Cloud SQL is for a phase. Pure.
import type { Size } from "../environment.ts";

interface Machine {
  readonly tier: string;
  readonly cores: number;
  readonly memoryGB: number;
}

/** Source: cloud.google.com/sql/docs/postgres/machine-series-overview, Enterprise Plus, N2: 8 GB a core. */
const machines: readonly Machine[] = [2, 4, 8, 16, 32, 48, 64].map((cores) => ({ tier: `db-perf-optimized-N-${cores}`, cores, memoryGB: 8 * cores }));

/** Part of the environment's cores that the primary has: most reads end in the cache. */
const part = 1 / 16;

/** The smallest machine that is enough. Throws RangeError where there is none. */
export function googlePostgresTier({ cores }: Pick<Size, "cores">): string {
  const found = machines.find((machine) => machine.cores >= cores * part);
  if (found === undefined) throw new RangeError(`no machine of Cloud SQL has ${cores * part} cores`);
  return found.tier;
}

/** In GB: a quarter of what the phase stores; the rest lies in search, vectors and logs. It grows by itself. */
export const googlePostgresDisk = ({ storageTB }: Pick<Size, "storageTB">): number => Math.max(20, Math.ceil(storageTB * 250));
