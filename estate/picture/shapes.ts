// The few shapes that a picture is drawn with, as SVG; colours are classes, so that light and dark are the page's.

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text into SVG or HTML, safely. */
export const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const rectangle = ({ x, y, width, height }: Box, className: string, radius = 6): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" class="${className}"/>`;

export const text = (x: number, y: number, words: string, className = "", anchor: "start" | "middle" | "end" = "start"): string =>
  `<text x="${x}" y="${y}"${anchor === "start" ? "" : ` text-anchor="${anchor}"`}${className === "" ? "" : ` class="${className}"`}>${escape(words)}</text>`;

/** A rounded box with words in its middle. */
export const chip = (box: Box, words: string, className: string): string =>
  rectangle(box, `chip ${className}`, 5) + text(box.x + box.width / 2, box.y + box.height / 2 + 4, words, `chip-words ${className}`, "middle");

export const line = (x1: number, y1: number, x2: number, y2: number, className: string): string =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" class="${className}"/>`;

/** Small squares in a row, filled for what is there and empty for what may come; with a number where they would not fit. */
export function dots(x: number, y: number, width: number, filled: number, most: number): string {
  const size = 9;
  const step = size + 3;
  const fit = Math.floor(width / step);
  const shown = Math.min(most, fit);
  return Array.from({ length: shown }, (_, index) =>
    rectangle({ x: x + index * step, y, width: size, height: size }, index < filled ? "node" : "node-more", 2),
  ).join("");
}
