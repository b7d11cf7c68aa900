// An estate's bill for a month: a line for every charge, what is free and why, and what nobody knows the price of.
import { priceOf } from "../prices/table.ts";
import type { SourceName } from "../prices/sources.ts";
import type { Estate, Resource } from "../resource.ts";
import type { Category, Charge, Free, RuleContext, RuleTable } from "./charge.ts";
import { awsComputeRules } from "./rules/aws-compute.ts";
import { awsDataRules } from "./rules/aws-data.ts";
import { awsNetworkRules } from "./rules/aws-network.ts";
import { awsOperationsRules } from "./rules/aws-operations.ts";
import { googleRules } from "./rules/google.ts";
import { kubernetesCharges } from "./rules/kubernetes.ts";
import type { Usage } from "./usage.ts";

export interface BillLine {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly region: string | null;
  readonly category: Category;
  /** US dollars a month. */
  readonly monthly: number;
  /** How it is worked out: "3 × m6i.large: 2,190 hours at $0.096". */
  readonly basis: string;
  /** True: the price is another region's, times what machines cost more in this one. */
  readonly derived: boolean;
}

export interface FreeType {
  readonly type: string;
  readonly count: number;
  readonly why: string;
}

export interface UnknownPrice {
  readonly urn: string;
  readonly type: string;
  readonly region: string | null;
  readonly why: string;
}

export interface Bill {
  readonly lines: readonly BillLine[];
  readonly free: readonly FreeType[];
  readonly unknown: readonly UnknownPrice[];
  /** US dollars a month, of what is known. */
  readonly total: number;
  /** Resources that were looked at. */
  readonly resources: number;
  readonly sources: readonly SourceName[];
}

const rules: RuleTable = { ...awsComputeRules, ...awsNetworkRules, ...awsDataRules, ...awsOperationsRules, ...googleRules };

export function billOf(estate: Estate, usage: Usage): Bill {
  const resources = estate.resources.filter(({ component }) => !component);
  const context = contextOf(estate, resources, usage);
  const lines: BillLine[] = [];
  const unknown: UnknownPrice[] = [];
  const freeTypes = new Map<string, FreeType>();
  const sources = new Set<SourceName>();
  for (const resource of resources) {
    const { urn, type, region } = resource;
    const charges = chargesOf(resource, context);
    if (charges === null) unknown.push({ urn, type, region, why: "no rule says what this type costs" });
    else if ("free" in charges) freeTypes.set(type, { type, count: (freeTypes.get(type)?.count ?? 0) + 1, why: charges.free });
    else
      for (const charge of charges) {
        const price = priceOf(charge.item, charge.region ?? region);
        if (price === null) {
          unknown.push({ urn, type, region, why: `${charge.item} has no price in ${charge.region ?? region ?? "no region"}` });
          continue;
        }
        for (const source of price.sources) sources.add(source);
        lines.push({ ...lineOf(resource, charge, price.usd, price.unit), derived: price.derived });
      }
  }
  return {
    lines,
    free: [...freeTypes.values()].toSorted((a, b) => (a.type < b.type ? -1 : 1)),
    unknown,
    total: lines.reduce((sum, { monthly }) => sum + monthly, 0),
    resources: resources.length,
    sources: [...sources],
  };
}

function contextOf(estate: Estate, resources: readonly Resource[], usage: Usage): RuleContext {
  const types = Map.groupBy(resources, ({ type }) => type);
  const ofType: RuleContext["ofType"] = (type, region) => {
    const found = types.get(type) ?? [];
    return region === undefined ? found : found.filter((resource) => resource.region === region);
  };
  const has = (prefix: string): boolean => [...types.keys()].some((type) => type.startsWith(prefix));
  return { estate, usage, ofType, cloud: has("aws:eks/") ? "aws" : has("gcp:container/") ? "google" : null };
}

function chargesOf(resource: Resource, context: RuleContext): readonly Charge[] | Free | null {
  const rule = Object.hasOwn(rules, resource.type) ? rules[resource.type] : undefined;
  return rule === undefined ? kubernetesCharges(resource, context) : rule(resource, context);
}

function lineOf({ urn, type, name, region }: Resource, charge: Charge, usd: number, unit: string): Omit<BillLine, "derived"> {
  const { what, quantity, category } = charge;
  return {
    urn,
    type,
    name,
    region: charge.region ?? region,
    category,
    monthly: quantity * usd,
    basis: `${what}: ${shown(quantity)} ${plural(unit, quantity)} at $${price(usd)}`,
  };
}

const shown = (quantity: number): string => quantity.toLocaleString("en-US", { maximumFractionDigits: quantity < 10 ? 2 : 0 });
const price = (usd: number): string => (usd >= 0.01 ? String(Number(usd.toFixed(4))) : String(Number(usd.toPrecision(3))));
const plural = (unit: string, quantity: number): string => (quantity === 1 || unit.endsWith("GB") || unit.endsWith("s") ? unit : `${unit}s`);
