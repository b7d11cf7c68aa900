// A waiver: a rule that need not hold somewhere, for a reason, in somebody's name, until a day.
import type { EnvironmentName } from "../model/tiers.ts";
import type { Finding } from "./rule.ts";

export interface Waiver {
  /** The rule's name. */
  readonly rule: string;
  readonly environments: readonly EnvironmentName[];
  /** Names of resources, where * stands for any letters: "ultimate-*-people-operator"; "" for what has no resource. */
  readonly resource: string;
  /** Places in their inputs, with * likewise: "policy.Statement[*].Resource"; every place where it is left out. */
  readonly path?: string;
  readonly reason: string;
  /** Who answers for it, and is asked when it ends. */
  readonly owner: string;
  /** Its last day in UTC: "2027-03-31". */
  readonly until: string;
}

export const hasEnded = ({ until }: Waiver, now: Date): boolean => now.getTime() >= Date.parse(`${until}T00:00:00Z`) + 24 * 3_600_000;

export function covers(waiver: Waiver, rule: string, tier: EnvironmentName, { resource, path }: Pick<Finding, "resource" | "path">): boolean {
  if (waiver.rule !== rule || !waiver.environments.includes(tier)) return false;
  return matches(waiver.resource, resource?.name ?? "") && (waiver.path === undefined || matches(waiver.path, path));
}

function matches(glob: string, text: string): boolean {
  const pattern = glob
    .split("*")
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join(".*");
  return new RegExp(`^${pattern}$`).test(text);
}
