// Which of AWS's quotas an environment comes near, how much of each a region needs, and how much to ask for. Pure.
import { fullSizePhases, phaseNames } from "../../model/phases.ts";
import type { EnvironmentPlan, RegionPlan, Size } from "../environment.ts";
import { planSizes, shareWithout } from "../cluster/size-plan.ts";

/** The metric that shows a quota's use. */
export interface Usage {
  readonly service: string;
  readonly resource: string;
  readonly resourceClass: string;
}

export interface Quota {
  readonly key: string;
  readonly service: string;
  readonly code: string;
  /** What an account has in a region without asking. */
  readonly initial: number;
  /** Null where AWS publishes no use of it. */
  readonly usage: Usage | null;
}

/**
 * Source of codes and first values: docs/quotas.md of gruntwork-io/terraform-aws-utilities (a listing of Service Quotas); of the metrics: "CloudWatch usage
 * metrics" of EC2 and Elastic Load Balancing. Read on 2026-11-28.
 */
export const quotas = {
  vcpus: {
    key: "vcpus",
    service: "ec2",
    code: "L-1216C47A",
    initial: 5,
    usage: { service: "EC2", resource: "vCPU", resourceClass: "Standard/OnDemand" },
  },
  addresses: { key: "addresses", service: "ec2", code: "L-0263D0A3", initial: 5, usage: null },
  networks: { key: "networks", service: "vpc", code: "L-F678F1CE", initial: 5, usage: null },
  "nat-gateways": { key: "nat-gateways", service: "vpc", code: "L-FE5A380F", initial: 5, usage: null },
  "load-balancers": {
    key: "load-balancers",
    service: "elasticloadbalancing",
    code: "L-53DA6B97",
    initial: 50,
    usage: { service: "Elastic Load Balancing", resource: "ApplicationLoadBalancersPerRegion", resourceClass: "None" },
  },
  clusters: { key: "clusters", service: "eks", code: "L-1194D53C", initial: 100, usage: null },
  "disk-tebibytes": { key: "disk-tebibytes", service: "ebs", code: "L-7A658B76", initial: 50, usage: null },
} as const satisfies Record<string, Quota>;

export type QuotaKey = keyof typeof quotas;

/** Above this part of a quota the alarm goes: what is planned stays below. */
export const alarmPercent = 80;

export interface QuotaPlan {
  readonly quota: Quota;
  /** What the environment takes at most. */
  readonly need: number;
  /** What to have, so that the need is below the alarm. */
  readonly wanted: number;
  /** Whether the account has less, by AWS's first value or by the settings. */
  readonly request: boolean;
}

/** By the tier's own phases, not by those that the settings chose: a quota that was raised cannot be lowered again. */
export function planQuotas(plan: EnvironmentPlan, region: RegionPlan): readonly QuotaPlan[] {
  const has = plan.settings.aws?.quotas ?? {};
  return Object.entries(needs(plan, region)).map(([key, need]) => {
    const quota = Object.values(quotas).find((row) => row.key === key);
    if (quota === undefined) throw new Error(`no quota is called ${key}`);
    const wanted = Math.ceil((need * 100) / alarmPercent);
    return { quota, need, wanted, request: wanted > (has[quota.code] ?? quota.initial) };
  });
}

function needs(plan: EnvironmentPlan, region: RegionPlan): Readonly<Record<QuotaKey, number>> {
  const size = tiersSize(plan);
  const sizes = planSizes(size, plan.regions).find((row) => row.region === region.name);
  if (sizes === undefined) throw new Error(`${region.name} is no region of ${plan.name}`);
  const nodes = [sizes.system, sizes.work, sizes.load];
  const others = plan.regions.filter((lost) => lost !== region);
  const worst = Math.max(region.share, ...others.map((lost) => shareWithout(lost, region, plan.regions)));
  return {
    vcpus: nodes.reduce((sum, { type, max }) => sum + type.cores * max, 0) + sizes.surge.cores,
    // One for each zone's way out.
    addresses: region.zones.length,
    // The account's default network is there already.
    networks: 2,
    "nat-gateways": 1,
    "load-balancers": 1,
    clusters: 1,
    "disk-tebibytes": Math.ceil(size.storageTB * worst),
  };
}

function tiersSize({ tier, size }: EnvironmentPlan): Size {
  const rows = tier.phases.map((phase) => fullSizePhases[phase]);
  return {
    phase: phaseNames.findLast((phase) => tier.phases.includes(phase)) ?? size.phase,
    instances: Math.max(...rows.map((row) => row.instances)),
    cores: Math.max(...rows.map((row) => row.cores)),
    memoryGB: Math.max(...rows.map((row) => row.memoryGB)),
    networkGbps: Math.max(...rows.map((row) => row.networkGbps)),
    storageTB: Math.max(...rows.map((row) => row.storageTB)),
  };
}
