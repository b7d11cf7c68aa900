// Google: where Cloud SQL keeps backups: a group of regions, so that one region's loss leaves them. Pure.

/** Source: cloud.google.com/sql/docs/postgres/backup-recovery/backups, "Custom backup locations". */
const groups = [
  { beginning: "us-", location: "us" },
  { beginning: "europe-", location: "eu" },
  { beginning: "asia-", location: "asia" },
] as const;

/** Empty for a region of no group: Cloud SQL then takes the nearest by itself. */
export function googleBackupLocation(region: string): { readonly location?: string } {
  const found = groups.find(({ beginning }) => region.startsWith(beginning));
  return found === undefined ? {} : { location: found.location };
}
