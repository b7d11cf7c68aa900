// Notices that come by the calendar: that the environment has stood as long as it should, and that its secrets are due for change.
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";

export interface AwsRemindersArgs {
  readonly plan: EnvironmentPlan;
  /** Where they are made: the primary. */
  readonly region: RegionPlan;
  readonly topicArn: Input<string>;
}

/** Days between two notices on secrets: a fortnight before the oldest could be 90 days old. */
const secretsNoticeDays = 76;

/**
 * Two notices by mail. A rule's rate counts from when the rule was made, so that the first comes after one whole period, and no clock of ours is asked.
 * @cost Nothing.
 * @omits The deed: nothing is destroyed and no secret is changed by a clock. The notice says the command.
 * @failureDomain The primary region.
 */
export class AwsReminders extends Component {
  constructor(name: string, { plan, region, topicArn }: AwsRemindersArgs, options: ComponentResourceOptions = {}) {
    super("alerts:AwsReminders", name, options);
    const notices = [
      {
        kind: "secrets",
        rate: `rate(${secretsNoticeDays} days)`,
        text: `Secrets of ${plan.name} are due for change within ${90 - secretsNoticeDays} days: pulumi config set --secret apiKey --stack ${plan.name} (grafanaPassword as well), another secretsGeneration in the settings, then pulumi up.`,
      },
      ...(plan.settings.timeToLiveHours === null
        ? []
        : [
            {
              kind: "expiry",
              rate: hours(plan.settings.timeToLiveHours),
              text: `${plan.name} has stood for the ${plan.settings.timeToLiveHours} hours that its settings give it (timeToLiveHours). To take it down: pulumi destroy --stack ${plan.name}`,
            },
          ]),
    ];
    for (const { kind, rate, text } of notices) {
      const rule = new EventRule(
        this.named(`${kind}-rule`),
        { region: region.name, name: `gameday-${plan.name}-${kind}`, description: text.slice(0, 512), scheduleExpression: rate },
        { parent: this },
      );
      new EventTarget(
        this.named(`${kind}-target`),
        { region: region.name, rule: rule.name, arn: topicArn, input: JSON.stringify(text) },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}

/** EventBridge wants the singular for one. */
const hours = (count: number): string => `rate(${count} ${count === 1 ? "hour" : "hours"})`;
