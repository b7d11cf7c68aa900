// How large Aurora PostgreSQL is for a phase: instance class and instances a region, as arithmetic.
import { fullSizePhases, type PhaseName } from "../../model/phases.ts";
import type { EnvironmentPlan } from "../environment.ts";

export interface InstanceClass {
  readonly name: string;
  readonly cores: number;
  readonly memoryGB: number;
}

/** Memory-optimised classes of one generation, smallest first: what a global database takes, and all three regions have. Source: instance classes in the Aurora user guide. */
export const instanceClasses = [
  { name: "db.r6g.large", cores: 2, memoryGB: 16 },
  { name: "db.r6g.xlarge", cores: 4, memoryGB: 32 },
  { name: "db.r6g.2xlarge", cores: 8, memoryGB: 64 },
  { name: "db.r6g.4xlarge", cores: 16, memoryGB: 128 },
  { name: "db.r6g.8xlarge", cores: 32, memoryGB: 256 },
  { name: "db.r6g.12xlarge", cores: 48, memoryGB: 384 },
  { name: "db.r6g.16xlarge", cores: 64, memoryGB: 512 },
] as const satisfies readonly InstanceClass[];

/** Part of the environment's cores and memory that the writer has: most reads end in the cache. */
const writersPart = 1 / 16;

/** Aurora's default max_connections: memory in bytes / 9,531,392, at most 5,000. Source: "Maximum connections to an Aurora PostgreSQL DB instance" in the user guide. */
export const connectionsOf = ({ memoryGB }: Pick<InstanceClass, "memoryGB">): number =>
  Math.min(5_000, Math.floor((memoryGB * 1024 ** 3) / 9_531_392));

/** Of all connections, those that the writer must take by itself; the rest are readers', and pooled by the proxies. */
const writersConnections = (phases: readonly PhaseName[]): number =>
  Math.ceil(Math.max(0, ...phases.map((phase) => fullSizePhases[phase].connections)) / 4);

/** The smallest class whose cores, memory and connections are enough. Throws RangeError where there is none. */
export function postgresClass({ size: { cores, memoryGB }, phases }: Pick<EnvironmentPlan, "size" | "phases">): InstanceClass {
  const found = instanceClasses.find(
    (row) => row.cores >= cores * writersPart && row.memoryGB >= memoryGB * writersPart && connectionsOf(row) >= writersConnections(phases),
  );
  if (found === undefined) throw new RangeError(`no instance class of Aurora has ${cores * writersPart} cores and ${memoryGB * writersPart} GB`);
  return found;
}

export interface InstanceCounts {
  /** In the primary region: the writer and its readers. */
  readonly primary: number;
  readonly secondary: number;
}

/** A zone may fail without a failover to another region: two instances, or one in each of three zones where faults are injected. */
export const postgresInstances = ({ chaos }: Pick<EnvironmentPlan["tier"], "chaos">): InstanceCounts =>
  chaos ? { primary: 3, secondary: 2 } : { primary: 2, secondary: 1 };
