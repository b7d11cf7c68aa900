// Foreign words in a Markdown comment: whatever a program or a name says stays text; no element, link or mention begins in it.
import { unknownValue } from "../../../estate/resource.ts";

/** A span of code, cut to so many characters; never empty, never longer, never ended from within. */
export function code(words: string, longest = 120): string {
  const plain = words.toWellFormed().replaceAll("`", "'").replaceAll("|", "¦").replaceAll(/\s+/g, " ").trim();
  return `\`${plain === "" ? " " : shortened(plain, longest)}\``;
}

/** Text of ours that may carry somebody else's: all that Markdown would read is taken from it. */
export function text(words: string, longest = 300): string {
  return shortened(words.toWellFormed().replaceAll(/\s+/g, " ").trim(), longest)
    .replaceAll(/[\\`*_[\]|~#<>]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("@", "@&#8203;");
}

/** An input's value on one line. */
export function value(given: unknown): string {
  if (given === undefined) return "nothing";
  if (given === unknownValue) return "(known after creation)";
  return code(JSON.stringify(given).replaceAll(unknownValue, "(known after creation)"), 60);
}

export const dollars = (usd: number): string => `$${Math.round(usd).toLocaleString("en-US")}`;
export const difference = (usd: number): string =>
  Math.round(usd) === 0 ? "±$0" : `${usd > 0 ? "+" : "−"}$${Math.abs(Math.round(usd)).toLocaleString("en-US")}`;
export const count = (value_: number, one: string, many = `${one}s`): string => `${value_.toLocaleString("en-US")} ${value_ === 1 ? one : many}`;
export const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
export const head = (cells: readonly string[]): readonly string[] => [row(cells), row(cells.map(() => "---"))];

/** The first so many, and how many more there are. A section's table is said whatever the room: it has to end by itself. */
export function bounded(rows: readonly string[], most: number, noun: string): readonly string[] {
  return rows.length <= most ? rows : [...rows.slice(0, most), "", `_Left out: ${count(rows.length - most, `more ${noun}`)}._`];
}

/** By characters as a reader counts them: no surrogate is cut in two. */
function shortened(words: string, longest: number): string {
  const characters = Array.from(words);
  return characters.length <= longest ? words : `${characters.slice(0, longest - 1).join("")}…`;
}
