// The building blocks of the report's sections: headings, tables that scroll by themselves, marks with words.
import { escape } from "./escape.ts";

export const section = (id: string, title: string, body: string, note = ""): string =>
  `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${note === "" ? "" : `<p class="note">${note}</p>`}${body}</section>`;

/** `caption` is for screen readers and names the scrolling region. Cells are HTML. */
export const table = (caption: string, head: readonly string[], rows: readonly string[], style = ""): string =>
  `<div class="scroll" role="region" aria-label="${escape(caption)}" tabindex="0"><table class="${style}"><caption>${escape(caption)}</caption><thead><tr>${head
    .map((cell) => `<th scope="col">${cell}</th>`)
    .join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;

/** The first cell heads its row. */
export const row = (cells: readonly string[], style = ""): string =>
  `<tr${style === "" ? "" : ` class="${style}"`}>${cells.map((cell, index) => (index === 0 ? `<th scope="row">${cell}</th>` : `<td>${cell}</td>`)).join("")}</tr>`;

export const small = (text: string): string => (text === "" ? "" : `<small>${text}</small>`);

/** A sign and a word: colour is never the only difference. */
export const good = (words: string): string => `<span class="good">✓ ${words}</span>`;
export const bad = (words: string): string => `<span class="bad">✗ ${words}</span>`;
export const unknown = (words: string): string => `<span class="faint">○ ${words}</span>`;
