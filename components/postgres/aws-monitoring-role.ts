// The role by which RDS writes what it sees of a database's machines.
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import { Component } from "../component.ts";
import { trust } from "../data/aws-trust.ts";

/**
 * @cost Nothing by itself; the metrics are CloudWatch Logs' by the GB.
 * @omits Alarms on what it measures.
 * @failureDomain IAM, which is global.
 */
export class AwsMonitoringRole extends Component {
  readonly roleArn: Output<string>;

  constructor(name: string, _: object, options: ComponentResourceOptions = {}) {
    super("postgres:AwsMonitoringRole", name, options);
    const own = { parent: this };
    const role = new Role(
      this.named("role"),
      { name, description: "RDS enhanced monitoring", assumeRolePolicy: trust("monitoring.rds.amazonaws.com") },
      own,
    );
    const attachment = new RolePolicyAttachment(
      this.named("policy"),
      { role: role.name, policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole" },
      own,
    );
    // Whoever uses the role waits for what it may do.
    this.roleArn = attachment.id.apply(() => role.arn);
    this.registerOutputs();
  }
}
