// A row of the bench: what was measured, what is wanted of it, and whether it held.

export interface Row {
  readonly row: string;
  readonly figures: Readonly<Record<string, number>>;
  /** Empty: the row is there for comparison. */
  readonly wanted: string;
  readonly held: boolean;
}

export function printRow({ row, figures, wanted, held }: Row): string {
  const told = Object.entries(figures).map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`);
  return `${row.padEnd(44)} ${told.join("  ")}${wanted === "" ? "" : `  (${held ? "held" : "NOT HELD"}: ${wanted})`}`;
}

/** p50, p95 and the highest of a sample, under their names. */
export function spread(name: string, values: readonly number[]): Record<string, number> {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
  return { [`${name} p50`]: at(0.5), [`${name} p95`]: at(0.95), [`${name} max`]: sorted.at(-1) ?? NaN };
}
