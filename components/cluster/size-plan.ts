// How many nodes of which kind each region has: from what the environment's largest phase needs to node groups. Pure.
import type { Size } from "../environment.ts";
import { allocatable, computeTypes, generalTypes, type Allocatable, type InstanceType } from "./instance-types.ts";
import { fullSizePhases, phaseNames, type PhaseName } from "../../model/phases.ts";

const small = { cores: 8, memoryGiB: 32, pods: 80 } as const satisfies Allocatable;
const middle = { cores: 10, memoryGiB: 48, pods: 80 } as const satisfies Allocatable;
const full = { cores: 16, memoryGiB: 80, pods: 80 } as const satisfies Allocatable;

/**
 * What stands in every region beside the system under test: monitoring, logs, traces, the mesh, controllers, chaos and load operators, the vector
 * store. By the largest phase, since with it grows what is kept of it (monitoring/sizes.ts). A third above the sum of requests in the estates of `base`
 * (5.8 cores, 19 GiB) and `ultimate` (12 cores, 60 GiB) on 2026-11-28, for what is replaced while its successor starts.
 */
export const platformOverhead: Readonly<Record<PhaseName, Allocatable>> = {
  idle: small,
  baseline: small,
  light: small,
  medium: middle,
  heavy: middle,
  extreme: full,
  chaos: full,
};

/** Requests a second that one core of a load generator makes. Source: "Running large tests" of k6's guide has 300,000 on the 96 cores of an m5.24xlarge; here a third less. */
export const requestsPerLoadCore = 2_000;

/** One node for each of three zones. */
const leastNodes = 3;

/** Above this the next larger type is taken: fewer, larger nodes waste less on what stands on every node, more, smaller ones lose less at a time. */
const mostNodes = 6;

export interface NodeGroupPlan {
  readonly type: InstanceType;
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

export interface RegionSizePlan {
  readonly region: string;
  /** Nodes for what stands whatever the phase. */
  readonly system: NodeGroupPlan;
  /** Nodes for the region's share of the phase. */
  readonly work: NodeGroupPlan;
  /** Nodes that make load, kept apart by a taint. */
  readonly load: NodeGroupPlan;
  /** What Karpenter may add at most, so that the regions that are left carry everything when any one is gone. */
  readonly surge: { readonly cores: number; readonly memoryGiB: number };
}

export interface Sized {
  readonly name: string;
  /** Part of the whole that runs there: 0 to 1, all together 1. */
  readonly share: number;
}

/** One plan a region, in their order. All regions' `work` nodes together leave the phase's cores, memory and instances to pods. */
export function planSizes(size: Size, regions: readonly Sized[]): readonly RegionSizePlan[] {
  return regions.map((region) => {
    const own = region.share;
    const worst = Math.max(own, ...regions.filter((lost) => lost !== region).map((lost) => shareWithout(lost, region, regions)));
    const work = group(generalTypes, part(size, own));
    const most = part(size, worst);
    const have = whole(work);
    return {
      region: region.name,
      system: group(generalTypes.slice(1), platformOverhead[size.phase]),
      work,
      load: loadGroup(size, worst),
      surge: { cores: Math.ceil(Math.max(0, most.cores - have.cores)), memoryGiB: Math.ceil(Math.max(0, most.memoryGiB - have.memoryGiB)) },
    };
  });
}

/** The part that `region` carries when `lost` is gone: in proportion to the shares of those left, in equal parts where they have none. */
export function shareWithout(lost: Sized, region: Sized, regions: readonly Sized[]): number {
  const left = regions.filter((candidate) => candidate !== lost);
  const sum = left.reduce((total, { share }) => total + share, 0);
  return sum > 0 ? region.share / sum : 1 / left.length;
}

/** What a group's nodes leave to pods. */
export function whole({ type, count }: Pick<NodeGroupPlan, "type" | "count">): Allocatable {
  const one = allocatable(type);
  return { cores: one.cores * count, memoryGiB: one.memoryGiB * count, pods: one.pods * count };
}

const part = ({ cores, memoryGB, instances }: Size, share: number): Allocatable => ({
  cores: cores * share,
  memoryGiB: memoryGB * share,
  pods: Math.ceil(instances * share),
});

/** The smallest type of which not too many are needed. */
function group(types: readonly InstanceType[], need: Allocatable): NodeGroupPlan {
  const candidates = types.map((type) => ({ type, count: nodesFor(type, need) }));
  const chosen = candidates.find(({ count }) => count <= mostNodes) ?? candidates.at(-1);
  if (chosen === undefined) throw new RangeError("there is no instance type to choose from");
  // One node more while nodes are replaced: an update takes a third at a time, and adds before it takes away.
  return { ...chosen, min: leastNodes, max: chosen.count + Math.ceil(chosen.count / 3) };
}

function nodesFor(type: InstanceType, need: Allocatable): number {
  const one = allocatable(type);
  return Math.max(leastNodes, Math.ceil(need.cores / one.cores), Math.ceil(need.memoryGiB / one.memoryGiB), Math.ceil(need.pods / one.pods));
}

/** Of a phase and all before it, since the cycle passes through them: Chaos runs at Medium's rate, after Extreme. */
export const highestRate = (phase: PhaseName): number =>
  Math.max(...phaseNames.slice(0, phaseNames.indexOf(phase) + 1).map((name) => fullSizePhases[name].requestsPerSecond));

function loadGroup({ phase }: Size, share: number): NodeGroupPlan {
  const cores = (highestRate(phase) * share) / requestsPerLoadCore;
  const candidates = computeTypes.map((type) => ({ type, count: Math.max(1, Math.ceil(cores / allocatable(type).cores)) }));
  const chosen = candidates.find(({ count }) => count <= mostNodes) ?? candidates.at(-1);
  if (chosen === undefined) throw new RangeError("there is no instance type to choose from");
  return { ...chosen, min: 0, max: chosen.count * 2 };
}
