// How large ElastiCache is for a phase: node type and nodes a region, as arithmetic.
import type { EnvironmentPlan } from "../environment.ts";

export interface NodeType {
  readonly name: string;
  readonly memoryGB: number;
}

/** Types that a Global Datastore takes (m6g, r6g: large and above), smallest first. Source: "Supported node types" and "Global datastores" in the ElastiCache user guide. */
export const nodeTypes = [
  { name: "cache.m6g.large", memoryGB: 6.38 },
  { name: "cache.r6g.large", memoryGB: 13.07 },
  { name: "cache.r6g.xlarge", memoryGB: 26.32 },
  { name: "cache.r6g.2xlarge", memoryGB: 52.82 },
  { name: "cache.r6g.4xlarge", memoryGB: 105.81 },
] as const satisfies readonly NodeType[];

/** Part of the environment's memory that the cache and the queues fill. */
const dataPart = 1 / 32;
/** Part of a node's memory that data may fill: the engine keeps a quarter for copies and failovers (reserved-memory-percent). */
export const usablePart = 0.75;

/** The smallest type that holds the data. Throws RangeError where there is none. */
export function redisNodeType({ size: { memoryGB } }: Pick<EnvironmentPlan, "size">): NodeType {
  const found = nodeTypes.find((row) => row.memoryGB * usablePart >= memoryGB * dataPart);
  if (found === undefined) throw new RangeError(`no node type holds ${memoryGB * dataPart} GB`);
  return found;
}

/** Two at least, in two zones: a node may be lost without its region. The primary has a third where faults are injected. */
export const redisNodes = ({ chaos }: Pick<EnvironmentPlan["tier"], "chaos">): { readonly primary: number; readonly secondary: number } =>
  chaos ? { primary: 3, secondary: 2 } : { primary: 2, secondary: 2 };
