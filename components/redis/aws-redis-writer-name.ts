// One private name for the Redis that takes writes: it leads to the primary region, and to the next one when a person says so.
// Saying so is one measurement sent to the next region: Route 53 is changed by nobody, because its own control lies in us-east-1 and may fail with it.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import { HealthCheck } from "@pulumi/aws/route53/healthCheck.js";
import { Record } from "@pulumi/aws/route53/record.js";
import { Zone } from "@pulumi/aws/route53/zone.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";

export interface AwsRedisWriterNameArgs {
  readonly plan: EnvironmentPlan;
  /** Primary first; the second is where writing moves to. */
  readonly members: readonly { readonly region: RegionPlan; readonly vpcId: Input<string>; readonly endpoint: Input<string> }[];
}

/** The measurement that moves the name: 1 away from the primary, 0 back. */
export const movedMetric = { namespace: "ProvingGround/Failover", metricName: "RedisWriterMoved" } as const;
const timeToLiveSeconds = 5;

/**
 * @cost A private zone, a health check and an alarm: $0.50 + $1.00 + $0.10 a month, and queries.
 * @omits The promotion itself, and a third region as the target: that needs the record changed.
 * @failureDomain Route 53's answering, which is global; the switch lies in the region that takes over.
 */
export class AwsRedisWriterName extends Component {
  readonly name: Output<string>;

  constructor(name: string, { plan, members }: AwsRedisWriterNameArgs, options: ComponentResourceOptions = {}) {
    super("redis:AwsRedisWriterName", name, options);
    const [primary, next] = members;
    if (primary === undefined) throw new Error("a name for no Redis");
    const own = { parent: this };
    const zone = new Zone(
      this.named("zone"),
      {
        name: `internal.${plan.settings.domain}`,
        comment: "Names inside the environment's networks",
        forceDestroy: true,
        vpcs: members.map(({ region, vpcId }) => ({ vpcId, vpcRegion: region.name })),
      },
      own,
    );
    const record = { zoneId: zone.zoneId, name: `redis-writer.internal.${plan.settings.domain}`, type: "CNAME", ttl: timeToLiveSeconds } as const;
    const steered = (type: "PRIMARY" | "SECONDARY", setIdentifier: string) => ({ setIdentifier, failoverRoutingPolicies: [{ type }] });
    const main = new Record(
      this.named(primary.region.name),
      {
        ...record,
        records: [primary.endpoint],
        ...(next === undefined ? {} : { ...steered("PRIMARY", primary.region.name), healthCheckId: this.#switch(name, plan, next.region).id }),
      },
      own,
    );
    if (next !== undefined)
      // oxlint-disable-next-line no-new -- a record belongs to its zone by being made
      new Record(this.named(next.region.name), { ...record, records: [next.endpoint], ...steered("SECONDARY", next.region.name) }, own);
    this.name = main.fqdn;
    this.registerOutputs();
  }

  /** Healthy until the measurement says otherwise, and then as it said last. */
  #switch(name: string, plan: EnvironmentPlan, { name: region }: RegionPlan): HealthCheck {
    const own = { parent: this };
    const alarm = new MetricAlarm(
      this.named(`${region}-moved`),
      {
        region,
        name: `${name}-moved`,
        alarmDescription: "Writing to Redis was moved here by hand",
        ...movedMetric,
        dimensions: { Environment: plan.name },
        statistic: "Maximum",
        period: 60,
        evaluationPeriods: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: 1,
        treatMissingData: "ignore",
      },
      own,
    );
    return new HealthCheck(
      this.named(`${region}-switch`),
      {
        type: "CLOUDWATCH_METRIC",
        cloudwatchAlarmName: alarm.name,
        cloudwatchAlarmRegion: region,
        insufficientDataHealthStatus: "LastKnownStatus",
      },
      own,
    );
  }
}
