// A table of the page: words to the left, figures to the right.
import { escape } from "../picture/shapes.ts";

export interface Row {
  readonly cells: readonly string[];
  readonly strong?: boolean;
}

/** "figures": every column but the first is figures; "words": only the last is, if it looks like one. */
export function table(heads: readonly string[], rows: readonly Row[], kind: "figures" | "words" = "figures"): string {
  const head = heads.every((cell) => cell === "")
    ? ""
    : `<thead><tr>${heads.map((cell) => `<th scope="col">${escape(cell)}</th>`).join("")}</tr></thead>`;
  return `<div class="scroll" tabindex="0"><table class="${kind}">${head}<tbody>${rows.map(row).join("")}</tbody></table></div>`;
}

const row = ({ cells: [first = "", ...others], strong }: Row): string =>
  `<tr${strong === true ? ' class="sum"' : ""}><th scope="row">${escape(first)}</th>${others.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`;
