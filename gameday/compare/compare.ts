// Two groups of runs of one plan: what got better, what got worse, and of what nobody can say it.
import type { Report } from "../report/report-schema.ts";
import { figuresOf, type Figure } from "./figures.ts";
import { leastChance, testDifferences } from "./permutation.ts";

/** In so many of a hundred comparisons of an unchanged system anything at all may be called better or worse. */
export const errorRate = 0.05;
/** Of each side. One run that was out of the ordinary is the rarest of twenty by chance alone, and says nothing of its commit. */
const leastRuns = 3;
/** A difference that is sure and smaller than this is called none. */
export const leastChange = Math.log(1.05);

export type Judgement = "worse" | "better" | "no difference seen" | "too few runs";

export interface Row {
  readonly id: string;
  readonly title: string;
  readonly unit: Figure["unit"];
  /** Medians. */
  readonly base: number;
  readonly head: number;
  /** How much runs of one side differ from one to the next, as a factor: 1.08 is 8 %. */
  readonly noise: number;
  readonly chance: number;
  readonly judgement: Judgement;
}

export interface Comparison {
  readonly base: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly Row[];
  /** Figures that not every run has: they cannot be compared. */
  readonly missing: readonly string[];
  /** What differs between the runs besides what is compared. */
  readonly notes: readonly string[];
  /** Runs of each side that a verdict needs; null where there are enough. */
  readonly needed: number | null;
  readonly verdict: "worse" | "not worse" | "too few runs";
}

export function compareRuns(base: readonly Report[], head: readonly Report[]): Comparison {
  const runs = [...base, ...head].map((report) => new Map(figuresOf(report).map((figure) => [figure.id, figure])));
  const ids = [...new Set(runs.flatMap((figures) => [...figures.keys()]))];
  const whole = ids.filter((id) => runs.every((figures) => figures.has(id)));
  const found = whole.map((id) => runs.flatMap((figures) => figures.get(id) ?? []));
  const enough = canTell(base.length, head.length);
  const tested = testDifferences(
    found.map((figures) => figures.map(({ score }) => score)),
    base.length,
  );
  const rows = found.flatMap((figures, index): readonly Row[] => {
    const [first] = figures;
    const result = tested[index];
    if (first === undefined || result === undefined) return [];
    const sure = result.chance <= errorRate && Math.abs(result.difference) >= leastChange;
    const values = figures.map(({ value }) => value);
    return [
      {
        id: first.id,
        title: first.title,
        unit: first.unit,
        base: median(values.slice(0, base.length)),
        head: median(values.slice(base.length)),
        noise: Math.exp(result.noise),
        chance: result.chance,
        judgement: !enough ? "too few runs" : !sure ? "no difference seen" : result.difference > 0 ? "worse" : "better",
      },
    ];
  });
  return {
    base: base.map(({ run }) => run),
    head: head.map(({ run }) => run),
    rows,
    missing: ids.filter((id) => !whole.includes(id)),
    notes: notesOf(base, head),
    needed: enough ? null : neededRuns(),
    verdict: !enough ? "too few runs" : rows.some(({ judgement }) => judgement === "worse") ? "worse" : "not worse",
  };
}

const canTell = (base: number, head: number): boolean => Math.min(base, head) >= leastRuns && leastChance(base, head) <= errorRate;

/** Of each side, where both have as many. */
function neededRuns(): number {
  let runs = leastRuns;
  while (!canTell(runs, runs)) runs += 1;
  return runs;
}

/** Runs are repetitions only where nothing but the system differs. Those of another plan or stack never come here. */
function notesOf(base: readonly Report[], head: readonly Report[]): readonly string[] {
  const differing = (title: string, of: (report: Report) => string): readonly string[] => {
    const values = new Set([...base, ...head].map(of));
    return values.size < 2 ? [] : [`${title} differs between the runs: ${[...values].slice(0, 4).join(" / ")}`];
  };
  const provenance = (name: string) => (report: Report) => String(report.provenance[name] ?? "unknown");
  return [
    ...differing("the machine", provenance("machine")),
    ...differing("the phases asked for", ({ phases }) => phases.map(({ name, asked, seconds }) => `${name} ${asked}/s ${seconds ?? 0} s`).join(", ")),
    ...differing("the rate after calibration", ({ phases }) => phases.map(({ planned }) => planned?.toFixed(1) ?? "–").join(", ")),
  ];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
