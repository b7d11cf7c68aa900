// A region's vault: where backups and copies lie, encrypted, and locked against early deletion.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { Vault } from "@pulumi/aws/backup/vault.js";
import { VaultLockConfiguration } from "@pulumi/aws/backup/vaultLockConfiguration.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import { lockDays } from "./aws-rules.ts";

export interface AwsBackupVaultArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  readonly keyArn: Input<string>;
}

/**
 * @cost Backup storage by the GB-month.
 * @omits A lock in compliance mode, which nobody could ever open again: in governance mode, whoever may remove the lock can delete.
 * @failureDomain The region; its copies lie in another one.
 */
export class AwsBackupVault extends Component {
  readonly arn: Output<string>;
  readonly vaultName: Output<string>;

  constructor(name: string, { plan, region, keyArn }: AwsBackupVaultArgs, options: ComponentResourceOptions = {}) {
    super("backups:AwsBackupVault", name, options);
    const own = { parent: this };
    const kept = plan.tier.data === "protected";
    const vault = new Vault(this.named("vault"), { region: region.name, name, kmsKeyArn: keyArn, forceDestroy: !kept }, { ...own, protect: kept });
    const lock = new VaultLockConfiguration(
      this.named("lock"),
      { region: region.name, backupVaultName: vault.name, minRetentionDays: lockDays.shortest, maxRetentionDays: lockDays.longest },
      own,
    );
    this.arn = vault.arn;
    // Whoever uses the vault finds it locked.
    this.vaultName = lock.backupVaultName;
    this.registerOutputs();
  }
}
