// Where a region's alarms go: one encrypted topic, and the mail that the settings name.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { Topic } from "@pulumi/aws/sns/topic.js";
import { TopicPolicy } from "@pulumi/aws/sns/topicPolicy.js";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import { accountOf, policyDocument } from "../identity/aws/policy.ts";

export interface AwsAlertsArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  readonly keyArn: Input<string>;
}

/**
 * A region's topic for alarms and notices.
 * @cost Cents: the first 1,000 mails a month are free.
 * @omits The confirmation: AWS mails a link once, and sends nothing until somebody opened it.
 * @failureDomain One region: each has a topic of its own, so that the loss of one silences no other.
 */
export class AwsAlerts extends Component {
  readonly topicArn: Output<string>;

  constructor(name: string, { plan, region, keyArn }: AwsAlertsArgs, options: ComponentResourceOptions = {}) {
    super("alerts:AwsAlerts", name, options);
    const child = { parent: this };
    const topic = new Topic(this.named("topic"), { region: region.name, name: `gameday-${plan.name}-alerts`, kmsMasterKeyId: keyArn }, child);
    const policy = policyDocument([
      {
        Sid: "ServicesOfTheAccount",
        Effect: "Allow",
        Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
        Action: "sns:Publish",
        Resource: topic.arn,
        Condition: { StringEquals: { "aws:SourceAccount": accountOf(plan) } },
      },
      {
        Sid: "EncryptedOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: topic.arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
    new TopicPolicy(this.named("policy"), { region: region.name, arn: topic.arn, policy }, child);
    new TopicSubscription(
      this.named("mail"),
      { region: region.name, topic: topic.arn, protocol: "email", endpoint: plan.settings.alertEmail },
      child,
    );
    this.topicArn = topic.arn;
    this.registerOutputs();
  }
}
