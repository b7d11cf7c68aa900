// The rules of the edge's web firewalls on AWS: what is refused at the global entry, and what at a region's own.
import type { PhaseName } from "../../../model/phases.ts";
import { openPaths } from "./open-paths.ts";
import { mostOpenPerWindow, mostPerWindow, windowSeconds } from "./rate-limit.ts";

interface ByteMatch {
  readonly byteMatchStatement: {
    readonly fieldToMatch: { readonly uriPath: object };
    readonly positionalConstraint: "EXACTLY";
    readonly searchString: string;
    readonly textTransformations: { priority: number; type: "NONE" }[];
  };
}

interface Managed {
  readonly name: string;
  readonly overrideAction: { readonly none: object };
  readonly statement: {
    readonly managedRuleGroupStatement: {
      readonly vendorName: "AWS";
      readonly name: string;
      readonly ruleActionOverrides: { name: string; actionToUse: { count: object } }[];
    };
  };
}

interface RateLimit {
  readonly name: string;
  readonly action: { readonly block: { readonly customResponse: { readonly responseCode: 429 } } };
  readonly statement: {
    readonly rateBasedStatement: {
      readonly aggregateKeyType: "IP";
      readonly evaluationWindowSec: number;
      readonly limit: number;
      readonly scopeDownStatement?: { readonly orStatement: { readonly statements: ByteMatch[] } };
    };
  };
}

export type FirewallRule = Managed | RateLimit;

/** `counted`: rules of the set that are seen but not enforced. */
const managed = (name: string, counted: readonly string[] = []): Managed => ({
  name,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: "AWS",
      name,
      ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
});

const tooMany = { block: { customResponse: { responseCode: 429 } } } as const;

/** Questions to experts are free text and may be long: the rules that judge a body by its size or its words only count. */
export const entryRules = (phases: readonly PhaseName[]): readonly FirewallRule[] => [
  managed("AWSManagedRulesAmazonIpReputationList"),
  managed("AWSManagedRulesKnownBadInputsRuleSet"),
  managed("AWSManagedRulesCommonRuleSet", ["SizeRestrictions_BODY", "CrossSiteScripting_BODY"]),
  {
    name: "flood",
    action: tooMany,
    statement: { rateBasedStatement: { aggregateKeyType: "IP", evaluationWindowSec: windowSeconds, limit: mostPerWindow(phases) } },
  },
];

/** Everything else at a region's edge must show that it came through the entry. */
export const regionRules: readonly FirewallRule[] = [
  managed("AWSManagedRulesKnownBadInputsRuleSet"),
  {
    name: "flood-of-open-paths",
    action: tooMany,
    statement: {
      rateBasedStatement: {
        aggregateKeyType: "IP",
        evaluationWindowSec: windowSeconds,
        limit: mostOpenPerWindow,
        scopeDownStatement: { orStatement: { statements: openPaths.map(pathIs) } },
      },
    },
  },
];

function pathIs(searchString: string): ByteMatch {
  return {
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: "EXACTLY",
      searchString,
      textTransformations: [{ priority: 0, type: "NONE" }],
    },
  };
}
