// All prices by name, and a machine's by its family and size.
import { awsMachines, awsPriceRegions, awsPrices, sizes } from "./aws.ts";
import { googlePriceRegions, googlePrices } from "./google.ts";
import { priceIn, type Price, type PriceRow } from "./row.ts";

export type PriceName = keyof typeof awsPrices | keyof typeof googlePrices;

/** A named price, or "machine:" and what AWS calls it: "machine:m6i.2xlarge", "machine:db.r6g.large". */
export type PriceItem = PriceName | `machine:${string}`;

/** Null where nobody has read the price: it is unknown, never zero. */
export function priceOf(item: PriceItem, region: string | null): Price | null {
  if (item.startsWith("machine:")) return machinePrice(item.slice("machine:".length), region);
  const aws = find(awsPrices, item);
  if (aws !== null) return priceIn(awsPriceRegions, aws, region);
  const google = find(googlePrices, item);
  return google === null ? null : priceIn(googlePriceRegions, google, region);
}

function machinePrice(name: string, region: string | null): Price | null {
  const dot = name.lastIndexOf(".");
  const row = find(awsMachines, name.slice(0, dot));
  const size = sizes[name.slice(dot + 1)];
  const large = row === null ? null : priceIn(awsPriceRegions, row, region);
  return large === null || size === undefined ? null : { ...large, usd: large.usd * size };
}

const find = (table: Readonly<Record<string, PriceRow>>, name: string): PriceRow | null => table[name] ?? null;
