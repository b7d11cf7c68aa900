// A region's quotas: what the environment needs is asked for before it is missed, and an alarm says when it becomes tight.
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import { ServiceQuota } from "@pulumi/aws/servicequotas/serviceQuota.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import { alarmPercent, planQuotas, type Quota, type Usage } from "./aws-quota-plan.ts";

export interface AwsQuotasArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  /** The region's topic for alarms. */
  readonly topicArn: Input<string>;
}

/** Seconds: AWS publishes use every five minutes. */
const period = 300;

/**
 * Quotas that the environment needs raised, and alarms at 80 % of those whose use AWS publishes.
 * @cost $0.10 a month for each of two alarms.
 * @omits The wait: AWS may take hours to grant a quota, and creation goes on meanwhile. Alarms for addresses, networks, NAT gateways, clusters and disks, whose use
 * AWS does not publish. Giving back: what was raised stays raised. An account that has more than it says in `aws.quotas` makes the request fail, with that message.
 * @failureDomain One region of one account: whatever else stands in the account takes from the same quota.
 */
export class AwsQuotas extends Component {
  constructor(name: string, { plan, region, topicArn }: AwsQuotasArgs, options: ComponentResourceOptions = {}) {
    super("quotas:AwsQuotas", name, options);
    for (const { quota, wanted, request } of planQuotas(plan, region)) {
      if (request)
        new ServiceQuota(
          this.named(quota.key),
          { region: region.name, serviceCode: quota.service, quotaCode: quota.code, value: wanted },
          // Nothing is created or deleted with it, and to delete it does nothing.
          { parent: this, retainOnDelete: true },
        );
      if (quota.usage !== null) this.#alarm(quota, quota.usage, plan, region, topicArn);
    }
    this.registerOutputs();
  }

  #alarm({ key }: Quota, usage: Usage, plan: EnvironmentPlan, region: RegionPlan, topicArn: Input<string>): void {
    new MetricAlarm(
      this.named(`${key}-alarm`),
      {
        region: region.name,
        name: `gameday-${plan.name}-quota-${key}`,
        alarmDescription: `The account uses more than ${alarmPercent} % of the quota for ${key} in ${region.name}`,
        comparisonOperator: "GreaterThanThreshold",
        threshold: alarmPercent,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
        metricQueries: [
          {
            id: "used",
            returnData: false,
            metric: {
              namespace: "AWS/Usage",
              metricName: "ResourceCount",
              period,
              stat: "Maximum",
              dimensions: { Type: "Resource", Service: usage.service, Resource: usage.resource, Class: usage.resourceClass },
            },
          },
          { id: "percent", label: "% of the quota", expression: "100 * used / SERVICE_QUOTA(used)", returnData: true },
        ],
        alarmActions: [topicArn],
        okActions: [topicArn],
      },
      { parent: this },
    );
  }
}
