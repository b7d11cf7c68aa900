// Google: how many nodes of which machine a region gets for its share of an environment's size. Pure.
import { fullSizePhases } from "../../model/phases.ts";
import type { Size } from "../environment.ts";
import { platformOverhead, requestsPerLoadCore } from "./size-plan.ts";

export interface GooglePool {
  readonly machine: string;
  /** Of one machine. */
  readonly cores: number;
  /** Nodes in all zones of the region together. */
  readonly minimum: number;
  readonly maximum: number;
}

export interface GooglePools {
  /** Monitoring, mesh and whatever else is there whether or not anybody asks for something. */
  readonly system: GooglePool;
  readonly workloads: GooglePool;
  /** Load generators; none while no load runs. */
  readonly load: GooglePool;
}

interface Machine {
  readonly name: string;
  readonly cores: number;
  readonly memoryGB: number;
}

/** Source: cloud.google.com/compute/docs/general-purpose-machines, the series E2. */
const machines = [
  { name: "e2-standard-4", cores: 4, memoryGB: 16 },
  { name: "e2-standard-8", cores: 8, memoryGB: 32 },
  { name: "e2-standard-16", cores: 16, memoryGB: 64 },
] as const satisfies readonly Machine[];

/** A region beyond this is built from the next larger machine: fewer, larger nodes leave less to waste. */
const manyNodes = 12;
/** What DaemonSets take of every node: network, logs, mesh. */
const daemons = { cores: 0.5, memoryGB: 1 } as const;

/** `share` is the region's part of the environment, 0 to 1; `zones` how many the region uses. The maximum carries the whole environment, should the others be gone. */
export function planGooglePools(size: Size, share: number, zones: number): GooglePools {
  const machine = machines.find((candidate) => nodesFor(size, candidate, zones) <= manyNodes) ?? machines[2];
  const [small] = machines;
  const overhead = platformOverhead[size.phase];
  const system = nodesFor({ cores: overhead.cores, memoryGB: overhead.memoryGiB }, small, zones);
  const loadCores = fullSizePhases[size.phase].requestsPerSecond / requestsPerLoadCore;
  return {
    system: { machine: small.name, cores: small.cores, minimum: system, maximum: 2 * system },
    workloads: {
      machine: machine.name,
      cores: machine.cores,
      minimum: nodesFor({ cores: size.cores * share, memoryGB: size.memoryGB * share }, machine, zones),
      maximum: nodesFor(size, machine, zones) + zones,
    },
    load: { machine: small.name, cores: small.cores, minimum: 0, maximum: nodesFor({ cores: loadCores, memoryGB: 0 }, small, zones) },
  };
}

/** Cores that pods can have of a machine. Source: cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes: 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest. */
export const usableCores = ({ cores }: Pick<Machine, "cores">): number =>
  cores - 0.06 - 0.01 - 0.005 * 2 - 0.0025 * Math.max(0, cores - 4) - daemons.cores;

/** Memory in GB that pods can have. Same source: 25 % of the first 4, 20 % of the next 4, 10 % of the next 8, 6 % up to 128, and 0.1 for eviction. */
export const usableMemory = ({ memoryGB }: Pick<Machine, "memoryGB">): number =>
  memoryGB - 1 - 0.8 - 0.8 - 0.06 * Math.max(0, memoryGB - 16) - 0.1 - daemons.memoryGB;

/** The same number in every zone, so that no zone carries more than its part. */
function nodesFor({ cores, memoryGB }: Pick<Machine, "cores" | "memoryGB">, machine: Machine, zones: number): number {
  const needed = Math.max(cores / usableCores(machine), memoryGB / usableMemory(machine), 1);
  return Math.ceil(needed / zones) * zones;
}
