// Backups on AWS: a vault and a plan in every region, each region's copied to another one, and restores that are tried every week.
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { AwsDataRegion } from "../data/aws-data-region.ts";
import { Component } from "../component.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { AwsBackupPlan } from "./aws-backup-plan.ts";
import { AwsBackupVault } from "./aws-backup-vault.ts";
import { copyTarget } from "./aws-rules.ts";

export interface AwsBackupsArgs {
  readonly plan: EnvironmentPlan;
  /** Primary first. */
  readonly regions: readonly Pick<AwsDataRegion, "region" | "keyArn">[];
}

/**
 * @cost The sum of its regions.
 * @omits An account of its own for the copies: whoever owns this account can delete both.
 * @failureDomain Each region fails alone, and leaves its copies in another one.
 */
export class AwsBackups extends Component {
  constructor(name: string, { plan, regions }: AwsBackupsArgs, options: ComponentResourceOptions = {}) {
    super("backups:AwsBackups", name, options);
    const own = { parent: this };
    const vaults = new Map(
      regions.map(({ region, keyArn }) => [region.name, new AwsBackupVault(this.named(`${region.name}-vault`), { plan, region, keyArn }, own)]),
    );
    for (const { region } of regions) {
      const vault = vaults.get(region.name);
      if (vault === undefined) throw new Error(`no vault was built in ${region.name}`);
      const target = copyTarget(plan.regions, region.name);
      const copyTo = target === null ? null : (vaults.get(target.name)?.arn ?? null);
      // oxlint-disable-next-line no-new -- a plan belongs to the environment by being made
      new AwsBackupPlan(this.named(region.name), { plan, region, vault, copyTo }, own);
    }
    this.registerOutputs();
  }
}
