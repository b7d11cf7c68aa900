// All rules over an estate: what each found, how much it says in the tier, and what is waived. The preview, the review and the pack call this.
import type { Estate, Resource } from "../estate/resource.ts";
import type { EnvironmentName } from "../model/tiers.ts";
import { factsOf } from "./facts/facts.ts";
import { ruleList } from "./list.ts";
import type { Finding, Level, Rule } from "./rule.ts";
import { covers, hasEnded, type Waiver } from "./waiver.ts";
import { waiverList } from "./waivers.ts";

export interface Judging {
  readonly tier: EnvironmentName;
  /** Decides which waivers and certificates have ended. */
  readonly now: Date;
  /** @default the project's own (policies/waivers.ts) */
  readonly waivers?: readonly Waiver[];
  /** Rule's name → its configuration; a rule that is left out has its defaults. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** @default all (policies/list.ts) */
  readonly rules?: readonly Rule[];
  /** False where the engine has put right what it could, and what it left is to be judged. @default true */
  readonly repairs?: boolean;
}

export interface PolicyResult {
  readonly rule: string;
  readonly level: Level;
  /** "remediated": was broken, and is put right. "unknown": nobody can know before the update. "waived": broken, and allowed to be until a day. */
  readonly state: "violation" | "not-visible" | "unknown" | "waived" | "remediated";
  /** Null where something is missing in the environment, and nothing that is there is wrong. */
  readonly urn: string | null;
  readonly name: string;
  readonly type: string;
  readonly region: string | null;
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
  readonly waiver: Waiver | null;
}

/** Said of the waivers themselves; no rule of the list has this name. */
export const waiverRule = "waiver";

/** True for what an update must not go on with. */
export const isRefused = ({ level, state }: PolicyResult): boolean => level !== "advisory" && (state === "violation" || state === "not-visible");

/** In the list's order of rules, and the estate's order of resources. Throws ZodError for a configuration that is not a rule's. */
export function judgeEstate(estate: Estate, judging: Judging): readonly PolicyResult[] {
  const { tier, now, waivers = waiverList, config = {}, rules = ruleList, repairs = true } = judging;
  const { repaired, results: remediated } = repairs ? repair(estate, tier, rules, config) : { repaired: estate, results: [] };
  const facts = factsOf(repaired, tier, now);
  const used = new Set<Waiver>();
  const found = rules.flatMap((rule) =>
    rule.judge(facts, config[rule.name]).map((finding): PolicyResult => {
      const waiver = finding.state === "unknown" ? undefined : waivers.find((row) => !hasEnded(row, now) && covers(row, rule.name, tier, finding));
      if (waiver !== undefined) used.add(waiver);
      return resultOf(rule, tier, finding, waiver ?? null);
    }),
  );
  return [...remediated, ...found, ...waivers.flatMap((waiver) => ofWaiver(waiver, tier, now, rules, used))];
}

const resultOf = (rule: Rule, tier: EnvironmentName, finding: Finding, waiver: Waiver | null): PolicyResult => ({
  rule: rule.name,
  level: rule.levels[tier],
  state: waiver === null ? finding.state : "waived",
  ...placeOf(finding.resource),
  path: finding.path,
  message: finding.message,
  remedy: finding.remedy,
  waiver,
});

const placeOf = (resource: Resource | null): Pick<PolicyResult, "urn" | "name" | "type" | "region"> => ({
  urn: resource?.urn ?? null,
  name: resource?.name ?? "",
  type: resource?.type ?? "",
  region: resource?.region ?? null,
});

/**
 * As the engine does it: what can be put right is put right first, and everything else is judged of what comes out. What holds a secret,
 * or what is known later, is left as it is: the pack (pack/pack.ts) could not give that back.
 */
function repair(estate: Estate, tier: EnvironmentName, rules: readonly Rule[], config: Readonly<Record<string, unknown>>) {
  const results: PolicyResult[] = [];
  const resources = estate.resources.map((resource) =>
    rules.reduce((current, rule) => {
      const able = rule.levels[tier] === "remediated" && resource.secret.length + resource.unknown.length === 0;
      const inputs = able ? (rule.remediate?.(current, config[rule.name]) ?? null) : null;
      if (inputs === null) return current;
      const finding = { resource, path: "", message: "was put right", remedy: rule.title, state: "violation" } as const;
      results.push({ ...resultOf(rule, tier, finding, null), state: "remediated" });
      return { ...current, inputs: { ...inputs } };
    }, resource),
  );
  return { repaired: { ...estate, resources }, results };
}

function ofWaiver(waiver: Waiver, tier: EnvironmentName, now: Date, rules: readonly Rule[], used: ReadonlySet<Waiver>): readonly PolicyResult[] {
  if (!waiver.environments.includes(tier)) return [];
  const say = (level: Level, message: string, remedy: string): readonly PolicyResult[] => [
    {
      rule: waiverRule,
      level,
      state: "violation",
      urn: null,
      name: waiver.resource,
      type: "",
      region: null,
      path: waiver.rule,
      message,
      remedy,
      waiver,
    },
  ];
  if (!rules.some(({ name }) => name === waiver.rule))
    return say("mandatory", `waives ${waiver.rule}, which is no rule`, "name one of policies/list.ts");
  if (hasEnded(waiver, now))
    return say("mandatory", `ended on ${waiver.until}: ${waiver.reason}`, `${waiver.owner} mends what it waived, or gives a later day and says why`);
  return used.has(waiver) ? [] : say("advisory", "waives nothing any more", "take it out of policies/waivers.ts");
}
