// What changes in a page of tables, such as the resiliency matrix: rows by their first cell, cells by their column's head.
import { compare } from "./change.ts";

export interface CellChange {
  /** Heading that the table stands under. */
  readonly table: string;
  readonly row: string;
  readonly column: string;
  /** Null: the row or column is not there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Null for a page that is not there. A row that comes or goes is one change, without a column. */
export function tableChanges(before: string | null, after: string | null): readonly CellChange[] {
  const [old, young] = [readTables(before ?? ""), readTables(after ?? "")];
  return [...new Set([...old.keys(), ...young.keys()])].toSorted(compare).flatMap((key): readonly CellChange[] => {
    const [one, other] = [old.get(key), young.get(key)];
    const { table = "", row = "" } = one ?? other ?? {};
    if (one === undefined || other === undefined)
      return [{ table, row, column: "", before: one === undefined ? null : told(one.cells), after: other === undefined ? null : told(other.cells) }];
    return [...new Set([...one.cells.keys(), ...other.cells.keys()])].flatMap((column) => {
      const [was, is] = [one.cells.get(column) ?? null, other.cells.get(column) ?? null];
      return was === is ? [] : [{ table, row, column, before: was, after: is }];
    });
  });
}

interface Row {
  readonly table: string;
  readonly row: string;
  readonly cells: ReadonlyMap<string, string>;
}

function readTables(page: string): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  let [table, columns]: [string, readonly string[] | null] = ["", null];
  for (const line of page.split("\n")) {
    if (/^#+ /.test(line)) table = line.replace(/^#+ /, "");
    if (!line.startsWith("|")) {
      columns = null;
      continue;
    }
    const cells = line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll(String.raw`\|`, "|"));
    if (columns === null) columns = cells;
    else if (!cells.every((cell) => /^:?-+:?$/.test(cell))) {
      const [row = ""] = cells;
      const heads = columns;
      // Two rows of one name are told apart by their order.
      const same = [...rows.values()].filter((known) => known.table === table && known.row === row).length;
      rows.set(JSON.stringify([table, row, same]), {
        table,
        row,
        cells: new Map(cells.slice(1).map((cell, index) => [heads[index + 1] ?? "", cell])),
      });
    }
  }
  return rows;
}

const told = (cells: ReadonlyMap<string, string>): string => [...cells].map(([column, cell]) => `${column}: ${cell}`).join(", ");
