// A comparison as Markdown, which is also what the terminal shows: worse first, then better, then the rest.
import { errorRate, type Comparison, type Judgement, type Row } from "./compare.ts";

const order = ["worse", "better", "no difference seen", "too few runs"] as const satisfies readonly Judgement[];

export function describeComparison({ base, head, rows, missing, notes, needed, verdict }: Comparison): string {
  const count = (wanted: Judgement): number => rows.filter(({ judgement }) => judgement === wanted).length;
  const sentence =
    needed === null
      ? `${count("worse")} worse, ${count("better")} better, ${count("no difference seen")} without a difference that the noise would not explain`
      : `no verdict: ${base.length} and ${head.length} runs cannot tell a change from noise, ${needed} of each side can`;
  const sorted = rows.toSorted((a, b) => order.indexOf(a.judgement) - order.indexOf(b.judgement) || a.chance - b.chance);
  return [
    `## ${verdict === "worse" ? "Worse" : verdict === "not worse" ? "Not worse" : "No verdict"}`,
    "",
    `Base: ${base.join(", ")}`,
    `Head: ${head.join(", ")}`,
    "",
    `${sentence}.`,
    ...notes.map((note) => `\n**Not alike**: ${note}.`),
    "",
    ...table([["figure", "base", "head", "noise between runs", "chance", "judgement"], ...sorted.map(cells)]),
    "",
    ...(missing.length === 0 ? [] : [`Not in every run, so not compared: ${missing.join(", ")}.`, ""]),
    `Medians; chance: that of any figure differing so much though nothing changed. Step-down permutation test over all figures together: in at most`,
    `${errorRate * 100} of 100 comparisons of an unchanged system is anything at all called better or worse. A change of under 5 % is called none.`,
    "A fault that was never recovered from counts until its run's end, which is the least that it took.",
    "",
  ].join("\n");
}

const cells = ({ title, unit, base, head, noise, chance, judgement }: Row): readonly string[] => [
  title,
  shown(base, unit),
  shown(head, unit),
  `±${((noise - 1) * 100).toFixed(0)} %`,
  judgement === "too few runs" ? "–" : chance.toFixed(3),
  judgement === "worse" || judgement === "better" ? `**${judgement}**` : judgement,
];

const shown = (value: number, unit: Row["unit"]): string =>
  `${value.toLocaleString("en-US", { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 1 })}${unit === "count" ? "" : ` ${unit}`}`;

/** Columns that line up in a terminal, too. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const plain = rows.map((row) => row.map((cell) => cell.replaceAll("|", "¦")));
  const widths = (plain[0] ?? []).map((_, index) => Math.max(...plain.map((row) => row[index]?.length ?? 0)));
  const line = (row: readonly string[]): string => `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  return [line(plain[0] ?? []), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...plain.slice(1).map(line)];
}
