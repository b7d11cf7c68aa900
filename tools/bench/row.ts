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
