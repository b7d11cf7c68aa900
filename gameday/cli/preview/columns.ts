// Rows of text as columns: the first to the left, figures to the right.

/** "right-first": the first column is the figures', the others are words. */
export function columns(rows: readonly (readonly string[])[], order: "left-first" | "right-first" = "left-first"): readonly string[] {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, index) => {
        const figures = (index === 0) === (order === "right-first");
        return figures ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
      })
      .join("  ")
      .trimEnd(),
  );
}
