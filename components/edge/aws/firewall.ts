// A web firewall on AWS: rules as a table, and a log of what was refused.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { WebAcl, type WebAclArgs } from "@pulumi/aws/wafv2/webAcl.js";
import { WebAclLoggingConfiguration } from "@pulumi/aws/wafv2/webAclLoggingConfiguration.js";
import { headers as protocolHeaders } from "../../../model/protocol/api.ts";
import { Component } from "../../component.ts";
import type { FirewallRule } from "./firewall-rules.ts";
import { secretHeader } from "./open-paths.ts";

export interface AwsFirewallArgs {
  /** For a global one: us-east-1, where CloudFront looks for it. */
  readonly region: string;
  readonly scope: "CLOUDFRONT" | "REGIONAL";
  readonly description: string;
  /** The first that fits decides. */
  readonly rules: readonly FirewallRule[];
  /** For the log; AWS's own where the environment has no key in the region. */
  readonly keyArn: Input<string> | undefined;
}

const logDays = 30;

/**
 * @cost The list and each rule by the month, and by the million requests.
 * @omits Bot control and fraud prevention. A log of what was let through, which at full load would cost more than the rules.
 * @failureDomain What it stands before; AWS runs it there.
 */
export class AwsFirewall extends Component {
  readonly arn: Output<string>;

  constructor(name: string, { region, scope, description, rules, keyArn }: AwsFirewallArgs, options: ComponentResourceOptions = {}) {
    super("edge:AwsFirewall", name, options);
    const own = { parent: this };
    const acl = new WebAcl(
      this.named("rules"),
      {
        region,
        name,
        scope,
        description,
        defaultAction: { allow: {} },
        rules: rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: seen(rule.name) })),
        visibilityConfig: seen(name),
      },
      own,
    );
    const logs = new LogGroup(
      this.named("log"),
      // WAF writes only to groups of this beginning.
      { region, name: `aws-waf-logs-${name}`, retentionInDays: logDays, ...(keyArn === undefined ? {} : { kmsKeyId: keyArn }) },
      own,
    );
    new WebAclLoggingConfiguration(
      this.named("logging"),
      {
        region,
        resourceArn: acl.arn,
        logDestinationConfigs: [logs.arn],
        redactedFields: [protocolHeaders.apiKey, secretHeader].map((header) => ({ singleHeader: { name: header } })),
        loggingFilter: {
          defaultBehavior: "DROP",
          filters: [{ behavior: "KEEP", requirement: "MEETS_ANY", conditions: [{ actionCondition: { action: "BLOCK" } }] }],
        },
      },
      own,
    );
    this.arn = acl.arn;
    this.registerOutputs();
  }
}

const seen = (metricName: string): WebAclArgs["visibilityConfig"] => ({
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
});
