// The cloud aws, region by region: what each stands on, its cluster, and what its platform is given.
import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { FisDocuments } from "../../model/fault/fis-template.ts";
import { AwsAlerts } from "../alerts/aws-alerts.ts";
import { AwsFaultRoles } from "../chaos-platform/aws-fault-roles.ts";
import { FaultTemplates, fisUser } from "../chaos-platform/fis-templates.ts";
import { AwsCluster } from "../cluster/aws/cluster.ts";
import type { RegionGround } from "../contract.ts";
import { AwsRegistry } from "../delivery/aws-registry.ts";
import type { AwsEdge } from "../edge/aws/edge.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import { AwsAccessRoles } from "../identity/aws/access-roles.ts";
import { AwsRegionKey } from "../identity/aws/region-key.ts";
import { AwsNetwork } from "../network/aws-network.ts";
import type { AwsPostgres } from "../postgres/aws-postgres.ts";
import { AwsQuotas } from "../quotas/aws-quotas.ts";
import type { AwsRedis } from "../redis/aws-redis.ts";

/** What other parts need of a region before it has a cluster. */
export interface AwsFoundation {
  readonly region: RegionPlan;
  readonly keyArn: Output<string>;
  /** Where its alarms go. */
  readonly topicArn: Output<string>;
  readonly registry: AwsRegistry;
  readonly network: AwsNetwork;
  /** Left out where the tier allows no faults. */
  readonly faultRoles?: AwsFaultRoles;
}

export interface AwsRegion extends AwsFoundation {
  readonly cluster: AwsCluster;
}

/** Namespace of the workloads. */
const namespace = "gameday";

/** The first region's key is the one that the others' replicate. */
export function layFoundations(plan: EnvironmentPlan, options: ComponentResourceOptions): readonly AwsFoundation[] {
  let original: Output<string> | undefined;
  return plan.regions.map((region) => {
    const name = `${plan.name}-${region.name}`;
    const { arn: keyArn } = new AwsRegionKey(`${name}-key`, { plan, region, ...(original === undefined ? {} : { replicates: original }) }, options);
    original ??= keyArn;
    const place = { plan, region, keyArn };
    const { topicArn } = new AwsAlerts(`${name}-alerts`, place, options);
    new AwsQuotas(`${name}-quotas`, { plan, region, topicArn }, options);
    const faultRoles = plan.tier.chaos ? { faultRoles: new AwsFaultRoles(`${name}-faults`, place, options) } : {};
    const registry = new AwsRegistry(`${name}-registry`, place, options);
    return { region, keyArn, topicArn, registry, ...faultRoles, network: new AwsNetwork(`${name}-network`, place, options) };
  });
}

export function buildClusters(plan: EnvironmentPlan, foundations: readonly AwsFoundation[], options: ComponentResourceOptions): readonly AwsRegion[] {
  const access = new AwsAccessRoles(`${plan.name}-access`, { plan }, options).arns;
  return foundations.map((foundation) => {
    const { region, keyArn, network } = foundation;
    const cluster = new AwsCluster(
      `${plan.name}-${region.name}`,
      { plan, region, vpcId: network.vpcId, privateSubnetIds: network.privateSubnetIds, keyArn, access },
      options,
    );
    return { ...foundation, cluster };
  });
}

/** Templates of AWS's own fault injection, in each region that has roles for it. */
export function allowFaults(
  plan: EnvironmentPlan,
  regions: readonly AwsRegion[],
  documents: FisDocuments,
  edge: AwsEdge,
  options: ComponentResourceOptions,
): void {
  for (const { region, faultRoles: roles, cluster, topicArn } of regions)
    if (roles !== undefined)
      new FaultTemplates(
        `${plan.name}-${region.name}-fault-templates`,
        {
          plan,
          region,
          documents,
          roles,
          clusterName: cluster.clusterName,
          cluster: cluster.knownName,
          namespace,
          balancerArn: edge.region(region.name).balancer.arn,
          topicArn,
        },
        options,
      );
}

interface Shared {
  readonly postgres: AwsPostgres;
  readonly redis: AwsRedis;
  readonly edge: AwsEdge;
}

export function groundOf({ region, cluster, faultRoles }: AwsRegion, { postgres, redis, edge }: Shared): RegionGround {
  const known = new Set<string>();
  const regionEdge = edge.region(region.name);
  return {
    region,
    kubernetes: cluster.kubernetes,
    ready: cluster.ready,
    namespace,
    storageClass: cluster.storageClass,
    postgres: postgres.access(region.name),
    redis: redis.access(region.name),
    endpoint: output(`https://${regionEdge.host}`),
    sharedCluster: false,
    // EKS knows pods by their service account and wants no annotation; a role of its own keeps them from whatever role is near.
    identity: (serviceAccount) => {
      if (!known.has(serviceAccount)) cluster.associate({ namespace, serviceAccount });
      known.add(serviceAccount);
      return {};
    },
    ...(faultRoles === undefined ? {} : { faultUser: fisUser }),
    expose: (entry, parent) => regionEdge.expose(entry, cluster.kubernetes, parent),
  };
}
