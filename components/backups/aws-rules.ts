// What is backed up when, how long it is kept, and where a copy goes, as data.
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";

export interface BackupRule {
  readonly name: string;
  /** CloudWatch's cron, UTC. */
  readonly schedule: string;
  readonly deleteAfterDays: number;
}

/** Daily everywhere; where faults are injected also weekly, kept for a quarter. By the tier and not by its protection: lifting that must not delete backups. */
export const backupRules = ({ chaos }: Pick<EnvironmentPlan["tier"], "chaos">): readonly BackupRule[] => [
  { name: "daily", schedule: "cron(0 3 * * ? *)", deleteAfterDays: chaos ? 35 : 7 },
  ...(chaos ? [{ name: "weekly", schedule: "cron(0 4 ? * SUN *)", deleteAfterDays: 90 }] : []),
];

/** Shortest and longest time that a locked vault takes anything for, in days. */
export const lockDays = { shortest: 7, longest: 120 } as const;

/** Where a region's backups are copied: the primary's to the next region, the others' to the primary. Null where there is no other. */
export function copyTarget(regions: readonly RegionPlan[], region: string): RegionPlan | null {
  return regions.find(({ name }) => name !== region) ?? null;
}

/** What carries it is backed up. */
export const backupTag = ({ name }: Pick<EnvironmentPlan, "name">): { readonly key: string; readonly value: string } => ({
  key: "gameday:backup",
  value: name,
});
