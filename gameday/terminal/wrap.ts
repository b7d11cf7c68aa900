// Text into the columns of a terminal: nothing is ever wider than asked. Colour codes have no width.
import { stripVTControlCharacters } from "node:util";

/** In columns, colour codes not counted. */
export const widthOf = (text: string): number => stripVTControlCharacters(text).length;

/** Items into rows, as many in a row as fit. */
export function flow(items: readonly string[], columns: number, between = "  "): string[] {
  const rows: string[] = [];
  for (const item of items.map((text) => clip(text, columns))) {
    const last = rows.at(-1);
    if (last !== undefined && widthOf(last) + between.length + widthOf(item) <= columns) rows[rows.length - 1] = `${last}${between}${item}`;
    else rows.push(item);
  }
  return rows;
}

/** Words into lines; what follows the first line is indented below where its text begins. */
export function wrap(text: string, columns: number, indent: number): string[] {
  const hang = " ".repeat(Math.min(indent, Math.floor(columns / 2)));
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = lines.length === 0 ? "" : hang;
    const begin = (/^ */.exec(paragraph)?.[0] ?? "").length;
    const deeper = " ".repeat(Math.min(line.length + begin, Math.floor(columns / 2)));
    let empty = true;
    for (const word of paragraph.match(/^ *\S+|\S+/g) ?? []) {
      let rest = word;
      if (!empty && line.length + 1 + rest.length > columns) {
        lines.push(line);
        [line, empty, rest] = [deeper, true, rest.trimStart()];
      }
      line += empty ? rest : ` ${rest}`;
      empty = false;
      while (line.length > columns) {
        lines.push(line.slice(0, columns));
        line = `${deeper}${line.slice(columns)}`;
      }
    }
    lines.push(line);
  }
  return lines;
}

/** Cut with an ellipsis. */
export function clip(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let [used, result] = [0, ""];
  for (const part of text.split(/(\u001b\[[0-9;]*m)/)) {
    if (part.startsWith("\u001b")) result += part;
    else {
      const room = Math.max(0, columns - 1 - used);
      result += part.length > room && used < columns ? `${part.slice(0, room)}…` : part.slice(0, room);
      used += part.length;
    }
  }
  return result;
}
