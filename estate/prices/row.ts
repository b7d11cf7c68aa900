// A row of a price table: what a unit costs in each region of a cloud.
import type { SourceName } from "./sources.ts";

export interface PriceRow {
  readonly unit: string;
  /**
   * US dollars a unit: one number where it is the same everywhere, else one for each region in the cloud's order.
   * null: no figure for that region is at hand, so the first region's is taken times what machines cost more there; the bill says so.
   */
  readonly usd: number | readonly [number, number | null, number | null];
  readonly sources: readonly [SourceName, ...SourceName[]];
}

export type PriceTable = Readonly<Record<string, PriceRow>>;

export interface PriceRegions {
  readonly names: readonly [string, string, string];
  /** What a machine costs there, times the first region's. */
  readonly factors: readonly [1, number, number];
}

export interface Price {
  readonly usd: number;
  readonly unit: string;
  readonly sources: readonly SourceName[];
  /** True: taken from the first region's. */
  readonly derived: boolean;
}

/** Null for a region that the table does not know. `region` null: global, for which only a price that is the same everywhere or the first region's counts. */
export function priceIn({ names, factors }: PriceRegions, row: PriceRow, region: string | null): Price | null {
  const { unit, usd } = row;
  if (typeof usd === "number") return { usd, unit, sources: row.sources, derived: false };
  const index = region === null ? 0 : names.indexOf(region);
  const factor = factors[index];
  if (factor === undefined) return null;
  const own = usd[index] ?? null;
  return { usd: own ?? usd[0] * factor, unit, sources: row.sources, derived: own === null };
}
