// A row of the bench: what was measured, what is wanted of it, and whether it held.
import type { Spread } from "./parts/statistics.ts";

export interface Row {
  readonly row: string;
  readonly figures: Readonly<Record<string, number | Spread>>;
  /** Empty: the row is there for comparison. */
  readonly wanted: string;
  readonly held: boolean;
}

export function printRow({ row, figures, wanted, held }: Row): string {
  const verdict = wanted === "" ? "" : `${held ? "held" : "NOT HELD"}: ${wanted}`;
  const lines = Object.entries(figures).map(([name, value]) => `   ${name.padEnd(54)} ${typeof value === "number" ? short(value) : told(value)}`);
  return [`${row}${verdict === "" ? "" : `  (${verdict})`}`, ...lines].join("\n");
}

const told = ({ p50, p95, max, n }: Spread): string => `p50 ${short(p50)}  p95 ${short(p95)}  max ${short(max)}  of ${n}`;
const short = (value: number): string => String(Number(value.toPrecision(3)));
