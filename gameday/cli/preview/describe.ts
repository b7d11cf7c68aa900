// A preview in the terminal: cost beside the budget, what is unknown, what there is, what it publishes.
import type { Preview } from "../../../estate/preview.ts";
import { spokenType } from "../../../estate/inventory.ts";
import { unknownValue } from "../../../estate/resource.ts";
import { columns } from "./columns.ts";

const largest = 12;

export function describePreview(preview: Preview, seconds: number): string {
  const { environment, regions, resources } = preview;
  return [
    `${environment}: ${resources.toLocaleString("en-US")} resources in ${regions.join(", ")}; recorded in ${seconds.toFixed(1)} s, nothing created`,
    "",
    ...costs(preview),
    "",
    ...unknown(preview),
    ...charges(preview),
    "",
    ...usage(preview),
    "",
    ...inventory(preview),
    "",
    ...outputs(preview),
    "",
  ].join("\n");
}

function costs({ costs: rows, regions, bill, budget }: Preview): readonly string[] {
  const design = rows.some((row) => row.design !== null);
  const sums = (of: (row: Preview["costs"][number]) => number): number => rows.reduce((sum, row) => sum + of(row), 0);
  const table = [
    ["US dollars a month", ...regions, "global", "sum", ...(design ? ["design"] : [])],
    ...rows.map((row) => [row.line, ...row.regions.map(money), money(row.global), money(row.total), ...(design ? [whole(row.design ?? 0)] : [])]),
    [
      "total",
      ...regions.map((_, index) => money(sums((row) => row.regions[index] ?? 0))),
      money(sums(({ global }) => global)),
      money(bill.total),
      ...(design ? [whole(sums((row) => row.design ?? 0))] : []),
    ],
  ];
  const derived = bill.lines.filter((line) => line.derived).length;
  const percent = budget === null ? "" : `, ${Math.round((bill.total / budget) * 100)} % of it used`;
  return [
    ...columns(table),
    budget === null ? "no budget: the cluster is there already, its machines are not this environment's to pay" : `budget ${whole(budget)}${percent}`,
    `list prices on demand, 730 hours a month, before tax; ${derived} of ${bill.lines.length} charges take another region's price times what machines cost more`,
  ];
}

function unknown({ bill }: Preview): readonly string[] {
  if (bill.unknown.length === 0) return ["no price is unknown", ""];
  const groups = Map.groupBy(bill.unknown, ({ type, why }) => `${spokenType(type)}: ${why}`);
  return ["unknown prices, which are in no sum:", ...[...groups].map(([what, found]) => `  ${found.length} × ${what}`), ""];
}

function charges({ bill }: Preview): readonly string[] {
  const most = bill.lines.toSorted((a, b) => b.monthly - a.monthly).slice(0, largest);
  if (most.length === 0) return ["nothing is charged"];
  return [
    `the ${most.length} largest charges`,
    ...columns(
      most.map(({ monthly, name, basis }) => [money(monthly), name, basis]),
      "right-first",
    ),
  ];
}

function usage({ usage: used }: Preview): readonly string[] {
  const count = (value: number): string => Math.round(value).toLocaleString("en-US");
  return [
    `use in a month: ${used.gameDays} game days, ${used.loadHours.toFixed(0)} hours of load, ${count(used.requests / 1_000_000)} million requests;`,
    `  GB: ${count(used.answersGB)} to clients, ${count(used.betweenZonesGB)} between zones, ${count(used.betweenRegionsGB)} from region to region, ${count(used.outboundGB)} out of each, ${count(used.databaseGB)} in the database`,
  ];
}

function inventory({ inventory: rows, regions }: Preview): readonly string[] {
  const blank = (count: number): string => (count === 0 ? "·" : String(count));
  return columns([
    ["resources", ...regions, "global", "sum"],
    ...rows.map(({ type, regions: counts, global, total }) => [spokenType(type), ...counts.map(blank), blank(global), String(total)]),
  ]);
}

function outputs({ outputs: published }: Preview): readonly string[] {
  const text = JSON.stringify(published, null, 2).replaceAll(unknownValue, "(known after creation)");
  return ["outputs", ...text.split("\n").slice(1, -1)];
}

const money = (usd: number): string => (usd === 0 ? "·" : usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 }));
const whole = (usd: number): string => usd.toLocaleString("en-US", { maximumFractionDigits: 0 });
