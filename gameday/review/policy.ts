// What the rules say of an environment before a change and after it.
import { isEnvironmentName } from "../../model/tiers.ts";
import type { Estate } from "../../estate/resource.ts";
import { isRefused, judgeEstate, type PolicyResult } from "../../policies/judge.ts";

export interface PolicyReview {
  /** What the head has and the base had not; without a base, all. */
  readonly appeared: readonly PolicyResult[];
  /** What the base had and the head has not. */
  readonly vanished: readonly PolicyResult[];
  /** What both have. */
  readonly stayed: readonly PolicyResult[];
  /** An update with the head's program would be refused for so many. */
  readonly refused: readonly PolicyResult[];
}

/** Both by the head's rules, as of one day. */
export function policyOf(before: Estate | null, after: Estate | null, now: Date): PolicyReview {
  const [old, young] = [judged(before, now), judged(after, now)];
  const [had, has] = [new Set(old.map(keyOf)), new Set(young.map(keyOf))];
  return {
    appeared: young.filter((result) => !had.has(keyOf(result))),
    vanished: old.filter((result) => !has.has(keyOf(result))),
    stayed: young.filter((result) => had.has(keyOf(result))),
    refused: young.filter(isRefused),
  };
}

const judged = (estate: Estate | null, now: Date): readonly PolicyResult[] =>
  estate === null || !isEnvironmentName(estate.environment) ? [] : judgeEstate(estate, { tier: estate.environment, now });

const keyOf = ({ rule, level, state, urn, name, path }: PolicyResult): string => JSON.stringify([rule, level, state, urn, name, path]);
