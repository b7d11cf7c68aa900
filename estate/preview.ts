// Everything that is said of an environment before it exists: what it has, what it costs, and whether it keeps its budget.
import type { Problem } from "../model/user-error.ts";
import { isEnvironmentName, tiers, type EnvironmentName } from "../model/tiers.ts";
import { billOf, type Bill } from "./cost/bill.ts";
import { categories, type Category } from "./cost/charge.ts";
import { designLines } from "./cost/design.ts";
import { judge } from "./cost/judge.ts";
import { usageOf, type Usage } from "./cost/usage.ts";
import { inventoryOf, type InventoryRow } from "./inventory.ts";
import type { Estate } from "./resource.ts";

export interface CostRow {
  /** "compute us-east-1", or a category's name. */
  readonly line: string;
  readonly category: Category;
  /** US dollars a month in each region, in the estate's order. */
  readonly regions: readonly number[];
  readonly global: number;
  readonly total: number;
  /** The design's figure, where the environment has the design's size. */
  readonly design: number | null;
}

export interface Preview {
  readonly environment: EnvironmentName;
  readonly regions: readonly string[];
  readonly resources: number;
  readonly inventory: readonly InventoryRow[];
  readonly costs: readonly CostRow[];
  readonly bill: Bill;
  /** US dollars a month; null where there is none. */
  readonly budget: number | null;
  readonly usage: Usage;
  /** What breaks the budget rule; nothing: it is kept. */
  readonly problems: readonly Problem[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Throws RangeError for an environment that is none. */
export function previewOf(estate: Estate): Preview {
  const { environment, regions, outputs } = estate;
  if (!isEnvironmentName(environment)) throw new RangeError(`there is no environment ${environment}`);
  const budget = tiers[environment].monthlyBudget;
  const usage = usageOf(environment);
  const bill = billOf(estate, usage);
  return {
    environment,
    regions,
    resources: bill.resources,
    inventory: inventoryOf(estate),
    costs: costRows(bill, regions, budget === designBudget),
    bill,
    budget,
    usage,
    problems: judge(bill, budget),
    outputs,
  };
}

/** Of the environments that have the design's size. */
const designBudget = 153_000;

function costRows({ lines }: Bill, regions: readonly string[], full: boolean): readonly CostRow[] {
  const sum = (category: Category, wanted: (region: string | null) => boolean): number =>
    lines.filter((line) => line.category === category && wanted(line.region)).reduce((total, { monthly }) => total + monthly, 0);
  return categories.map((category) => {
    const design = designLines[category];
    return {
      line: category,
      category,
      regions: regions.map((name) => sum(category, (region) => region === name)),
      global: sum(category, (region) => region === null),
      total: sum(category, () => true),
      design: full ? (typeof design === "number" ? design : design.reduce((total: number, one) => total + one, 0)) : null,
    };
  });
}
