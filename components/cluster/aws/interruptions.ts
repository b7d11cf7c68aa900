// How a region's Karpenter hears that AWS is about to take a machine away: a queue, and the rules that fill it.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import { Queue } from "@pulumi/aws/sqs/queue.js";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy.js";
import { Component } from "../../component.ts";
import type { RegionPlan } from "../../environment.ts";
import { policyDocument } from "../../identity/aws/policy.ts";

export interface AwsInterruptionsArgs {
  readonly region: RegionPlan;
  /** The queue's name, which Karpenter is given. */
  readonly queueName: string;
  readonly keyArn: Input<string>;
}

/** Source: the event rules in Karpenter's reference (docs/reference/cloudformation.md at 1d92708). */
const events = {
  health: { source: "aws.health", detailType: "AWS Health Event" },
  spot: { source: "aws.ec2", detailType: "EC2 Spot Instance Interruption Warning" },
  rebalance: { source: "aws.ec2", detailType: "EC2 Instance Rebalance Recommendation" },
  state: { source: "aws.ec2", detailType: "EC2 Instance State-change Notification" },
  reservation: { source: "aws.ec2", detailType: "EC2 Capacity Reservation Instance Interruption Warning" },
} as const;

/** Seconds: a warning older than this is about a machine that is gone. */
const retentionSeconds = 300;

/**
 * The queue of a region's interruptions.
 * @cost Cents: $0.40 a million requests at SQS.
 * @omits A queue for what could not be read: Karpenter sees a machine's end from the cluster as well, only later.
 * @failureDomain One region.
 */
export class AwsInterruptions extends Component {
  readonly queueArn: Output<string>;

  constructor(name: string, { region, queueName, keyArn }: AwsInterruptionsArgs, options: ComponentResourceOptions = {}) {
    super("cluster:AwsInterruptions", name, options);
    const child = { parent: this };
    const queue = new Queue(
      this.named("queue"),
      { region: region.name, name: queueName, messageRetentionSeconds: retentionSeconds, kmsMasterKeyId: keyArn },
      child,
    );
    const policy = policyDocument([
      { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage", Resource: queue.arn },
      { Effect: "Deny", Principal: "*", Action: "sqs:*", Resource: queue.arn, Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ]);
    new QueuePolicy(this.named("queue-policy"), { region: region.name, queueUrl: queue.url, policy }, child);
    for (const [kind, { source, detailType }] of Object.entries(events)) {
      const rule = new EventRule(
        this.named(`${kind}-rule`),
        { region: region.name, name: `${queueName}-${kind}`, eventPattern: JSON.stringify({ source: [source], "detail-type": [detailType] }) },
        child,
      );
      new EventTarget(this.named(`${kind}-target`), { region: region.name, rule: rule.name, arn: queue.arn }, child);
    }
    this.queueArn = queue.arn;
    this.registerOutputs();
  }
}
