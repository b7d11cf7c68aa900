// Google: the reminder that a secret is due for change.
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { AlertPolicy } from "@pulumi/gcp/monitoring/alertPolicy.js";
import { Topic } from "@pulumi/gcp/pubsub/topic.js";
import { TopicIAMMember } from "@pulumi/gcp/pubsub/topicIAMMember.js";
import { Component } from "../component.ts";
import type { GoogleProject } from "./google-project.ts";

export interface GoogleRotationArgs {
  readonly project: GoogleProject;
  /** Id of the channel that is told. */
  readonly channel: Input<string>;
  readonly now: Date;
}

/**
 * Secret Manager publishes when a secret is due; whoever answers for the environment gets a mail.
 *
 * @cost Next to nothing: a few messages a quarter.
 * @omits A program that makes the change: which consumers must follow differs from secret to secret.
 * @failureDomain Global. While it fails no secret changes by itself, and none stops working.
 */
export class GoogleRotation extends Component {
  readonly topic: Topic;
  /** Secrets wait for it: Secret Manager must be allowed to publish. */
  readonly permission: TopicIAMMember;
  /** When the first change is due. */
  readonly next: string;

  constructor(name: string, { project, channel, now }: GoogleRotationArgs, options: ComponentResourceOptions) {
    super("identity:GoogleRotation", name, options);
    this.next = firstDue(now);
    this.topic = new Topic(this.named("due"), { messageRetentionDuration: "604800s" }, { parent: this });
    this.permission = new TopicIAMMember(
      this.named("publisher"),
      { topic: this.topic.name, role: "roles/pubsub.publisher", member: project.member("secretmanager") },
      { parent: this },
    );
    new AlertPolicy(
      this.named("due-alert"),
      {
        displayName: "A secret is due for change",
        combiner: "OR",
        conditions: [
          {
            displayName: "Secret Manager published a message",
            conditionThreshold: {
              filter: this.topic.name.apply(
                (topic) =>
                  `resource.type="pubsub_topic" AND resource.labels.topic_id="${topic}" AND metric.type="pubsub.googleapis.com/topic/send_request_count"`,
              ),
              comparison: "COMPARISON_GT",
              thresholdValue: 0,
              duration: "0s",
              aggregations: [{ alignmentPeriod: "300s", perSeriesAligner: "ALIGN_SUM" }],
            },
          },
        ],
        documentation: {
          content: "Set it anew with `pulumi config set --secret <name> --stack google`, then `pulumi up`.",
          mimeType: "text/markdown",
        },
        notificationChannels: [channel],
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}

/** The first of the month after the next: one to two months away, and the same for as long as a month lasts, so that previews agree. */
export const firstDue = (now: Date): string => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 1)).toISOString().replace(".000Z", "Z");
