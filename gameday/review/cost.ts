// What an environment costs a month before a change and after it.
import type { Preview } from "../../estate/preview.ts";

export interface CostReview {
  /** US dollars a month of what is known; null where a side is missing. */
  readonly before: number | null;
  readonly after: number | null;
  /** Of the head; null where there is none. */
  readonly budget: number | null;
  /** Lines whose sum differs, the largest difference first. */
  readonly lines: readonly { readonly line: string; readonly before: number; readonly after: number }[];
  /** Resources whose price nobody knows, before and after. */
  readonly unknown: readonly [before: number, after: number];
  /** What breaks the budget rule. */
  readonly problems: readonly string[];
}

/** Less than this many dollars between two sums is rounding. */
const rounding = 0.005;

export function costOf(before: Preview | null, after: Preview | null): CostReview {
  const rows = before === null || after === null ? [] : after.costs.map(({ line, total }) => ({ line, before: rowOf(before, line), after: total }));
  return {
    before: before?.bill.total ?? null,
    after: after?.bill.total ?? null,
    budget: after?.budget ?? null,
    lines: rows
      .filter((row) => Math.abs(row.after - row.before) > rounding)
      .toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before)),
    unknown: [before?.bill.unknown.length ?? 0, after?.bill.unknown.length ?? 0],
    problems: after?.problems.map(({ path, message }) => `${path}: ${message}`) ?? [],
  };
}

const rowOf = ({ costs }: Preview, line: string): number => costs.find((row) => row.line === line)?.total ?? 0;
