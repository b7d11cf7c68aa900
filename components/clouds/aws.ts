// The cloud aws: keys and roles, a network in every region and a backbone between them, clusters, data, and one edge before all of it.
import { Provider } from "@pulumi/aws/provider.js";
import type { FisDocuments } from "../../model/fault/fis-template.ts";
import type { Problem } from "../../model/user-error.ts";
import { AwsReminders } from "../alerts/aws-reminders.ts";
import { AwsBackbone } from "../backbone/aws-backbone.ts";
import { AwsBackups } from "../backups/aws-backups.ts";
import { AwsBudget } from "../budget/aws-budget.ts";
import type { Cloud, CloudGround, Secrets } from "../contract.ts";
import type { AwsDataRegion } from "../data/aws-data-region.ts";
import { AwsPipeline } from "../delivery/aws-pipeline.ts";
import { AwsReplication } from "../delivery/aws-replication.ts";
import { AwsEdge } from "../edge/aws/edge.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { accountOf } from "../identity/aws/policy.ts";
import { AwsSecrets } from "../identity/aws/secrets.ts";
import { AwsPostgres } from "../postgres/aws-postgres.ts";
import { AwsRedis } from "../redis/aws-redis.ts";
import { fewestZones } from "../network/subnet-plan.ts";
import { awsTags } from "./aws-tags.ts";
import { allowFaults, buildClusters, groundOf, layFoundations } from "./aws-regions.ts";

export const aws: Cloud = { problems: (plan) => awsProblems(plan), build: (plan, secrets, faults) => build(plan, secrets, faults) };

function build(plan: EnvironmentPlan, secrets: Secrets, faults?: FisDocuments): CloudGround {
  const { name, regions, tier } = plan;
  const provider = new Provider(name, {
    // Of what names no region; all else says its own.
    region: regions[0]?.name ?? "us-east-1",
    allowedAccountIds: [accountOf(plan)],
    defaultTags: { tags: { ...awsTags(plan) } },
  });
  const options = { provider };

  if (tier.monthlyBudget !== null) new AwsBudget(`${name}-budget`, { plan }, options);
  const foundations = layFoundations(plan, options);
  const [first] = foundations;
  if (first === undefined) throw new Error(`${name} has no region`);
  new AwsReminders(`${name}-${first.region.name}-reminders`, { plan, region: first.region, topicArn: first.topicArn }, options);
  new AwsPipeline(`${name}-pipeline`, { plan }, options);
  new AwsReplication(`${name}-${first.region.name}-replication`, { plan, registries: foundations.map(({ registry }) => registry) }, options);
  new AwsSecrets(
    `${name}-${first.region.name}-secrets`,
    {
      plan,
      keyArns: Object.fromEntries(foundations.map(({ region, keyArn }) => [region.name, keyArn])),
      values: { "api-key": secrets.apiKey, "grafana-password": secrets.grafanaPassword },
    },
    options,
  );
  new AwsBackbone(`${name}-backbone`, { plan, networks: foundations.map(({ network }) => network) }, options);
  const clusters = buildClusters(plan, foundations, options);

  const places = clusters.map(({ region, network, keyArn, cluster }): AwsDataRegion => ({
    region,
    vpcId: network.vpcId,
    dataSubnetIds: network.dataSubnetIds,
    keyArn,
    clientSecurityGroupId: cluster.securityGroupId,
  }));
  const postgres = new AwsPostgres(`${name}-postgres`, { plan, regions: places }, options);
  const redis = new AwsRedis(`${name}-redis`, { plan, regions: places }, options);
  new AwsBackups(`${name}-backups`, { plan, regions: places }, options);
  const edge = new AwsEdge(`${name}-edge`, { plan, regions: foundations }, options);
  if (faults !== undefined) allowFaults(plan, clusters, faults, edge, options);

  return {
    entry: edge.entry,
    regions: clusters.map((region) => groundOf(region, { postgres, redis, edge })),
    capabilities: [],
  };
}

/** Balancers are called after environment and region, in 32 characters at most. Source: "Create a load balancer" in the ALB user guide. */
const longestBalancerName = 32;

/** A primary and two secondaries. Source: "Global datastores: prerequisites and limitations" in the ElastiCache user guide. */
const mostDataRegions = 3;

/** What AWS cannot do of a plan. */
function awsProblems({ name, settings, regions }: EnvironmentPlan): readonly Problem[] {
  const problems: Problem[] = [];
  if (settings.aws === undefined)
    problems.push({ path: "aws", message: "the account is missing", remedy: "set aws.accountId to the account's 12 digits" });
  for (const [index, network] of settings.operatorNetworks.entries())
    if (network.endsWith("/0"))
      problems.push({
        path: `operatorNetworks[${index}]`,
        message: `${network} is everybody`,
        remedy: "name the networks that operators come from, or leave it empty: then the clusters are reached from inside only",
      });
  if (regions.length > mostDataRegions)
    problems.push({
      path: "regions",
      message: `${regions.length} regions are more than an ElastiCache Global Datastore has`,
      remedy: `name ${mostDataRegions} at most`,
    });
  for (const region of regions) {
    if (region.zones.length < fewestZones)
      problems.push({ path: "regions", message: `${region.name} has fewer than ${fewestZones} zones`, remedy: "name more of them in the table" });
    if (`${name}-${region.name}`.length > longestBalancerName)
      problems.push({
        path: "regions",
        message: `${name}-${region.name} is too long for a balancer's name`,
        remedy: "use a region with a shorter name",
      });
  }
  return problems;
}
