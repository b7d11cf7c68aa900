// A region's backups: when, of what, copied where; and a weekly restore that shows they can be used.
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { Plan } from "@pulumi/aws/backup/plan.js";
import { RestoreTestingPlan } from "@pulumi/aws/backup/restoreTestingPlan.js";
import { RestoreTestingSelection } from "@pulumi/aws/backup/restoreTestingSelection.js";
import { Selection } from "@pulumi/aws/backup/selection.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import { Component } from "../component.ts";
import { trust } from "../data/aws-trust.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import { backupRules, backupTag } from "./aws-rules.ts";
import type { AwsBackupVault } from "./aws-backup-vault.ts";

export interface AwsBackupPlanArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  readonly vault: AwsBackupVault;
  /** Vault of another region that everything is copied to; null where there is none. */
  readonly copyTo: Input<string> | null;
}

const managedPolicy = (name: string): string => `arn:aws:iam::aws:policy/service-role/${name}`;

/**
 * @cost Copies to another region by the GB; each weekly restore runs a database for some hours.
 * @omits What ElastiCache keeps, which AWS Backup does not know: its own daily snapshots stay in their region. Comparing restored rows, which the backup check of a game day does.
 * @failureDomain The region; the copies outlive it.
 */
export class AwsBackupPlan extends Component {
  constructor(name: string, { plan, region, vault, copyTo }: AwsBackupPlanArgs, options: ComponentResourceOptions = {}) {
    super("backups:AwsBackupPlan", name, options);
    const own = { parent: this };
    const role = new Role(
      this.named("role"),
      { name, description: "AWS Backup: takes, copies and restores", assumeRolePolicy: trust("backup.amazonaws.com") },
      own,
    );
    const allowed = ["ForBackup", "ForRestores"].map(
      (what) =>
        new RolePolicyAttachment(
          this.named(what === "ForBackup" ? "may-back-up" : "may-restore"),
          { role: role.name, policyArn: managedPolicy(`AWSBackupServiceRolePolicy${what}`) },
          own,
        ),
    );
    const backups = new Plan(
      this.named("plan"),
      {
        region: region.name,
        name,
        rules: backupRules(plan.tier).map((rule) => ({
          ruleName: rule.name,
          targetVaultName: vault.vaultName,
          schedule: rule.schedule,
          startWindow: 60,
          completionWindow: 360,
          lifecycle: { deleteAfter: rule.deleteAfterDays },
          copyActions: copyTo === null ? [] : [{ destinationVaultArn: copyTo, lifecycle: { deleteAfter: rule.deleteAfterDays } }],
        })),
      },
      own,
    );
    const tag = backupTag(plan);
    // oxlint-disable no-new -- a selection belongs to its plan by being made
    new Selection(
      this.named("selection"),
      { region: region.name, name, planId: backups.id, iamRoleArn: role.arn, selectionTags: [{ type: "STRINGEQUALS", ...tag }] },
      { ...own, dependsOn: allowed },
    );
    const testing = new RestoreTestingPlan(
      this.named("restore-test"),
      {
        region: region.name,
        // Letters, digits and underscores alone.
        name: name.replaceAll("-", "_"),
        scheduleExpression: "cron(0 12 ? * SUN *)",
        startWindowHours: 4,
        recoveryPointSelection: {
          algorithm: "LATEST_WITHIN_WINDOW",
          includeVaults: [vault.arn],
          recoveryPointTypes: ["SNAPSHOT"],
          selectionWindowDays: 7,
        },
      },
      own,
    );
    new RestoreTestingSelection(
      this.named("restore-test-databases"),
      {
        region: region.name,
        name: "databases",
        restoreTestingPlanName: testing.name,
        protectedResourceType: "Aurora",
        // By the tag alone: the provider takes either ARNs or conditions.
        protectedResourceConditions: { stringEquals: [{ key: `aws:ResourceTag/${tag.key}`, value: tag.value }] },
        iamRoleArn: role.arn,
        // The restored database stays this long, to be looked into.
        validationWindowHours: 4,
      },
      { ...own, dependsOn: allowed },
    );
    // oxlint-enable no-new
    this.registerOutputs();
  }
}
