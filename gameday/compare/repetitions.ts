// Which runs are repetitions of one: the same plan on the same stack, of the same commit, on the same machine.
import type { Report } from "../report/report-schema.ts";

/** Both sides in the order in which they ran. A run that did not end as a run should is no repetition; nor is one of a checkout with changes, which nobody can name. */
export function repetitionsOf(one: Report, other: Report, known: readonly Report[]): readonly [readonly Report[], readonly Report[]] {
  const of = (wanted: Report): readonly Report[] => [
    wanted,
    ...known.filter(
      (report) =>
        report.run !== wanted.run &&
        isNamed(wanted) &&
        keyOf(report) === keyOf(wanted) &&
        (report.verdict === "passed" || report.verdict === "failed"),
    ),
  ];
  // Of one state there are no two sides to deal its runs to.
  const sides = keyOf(one) === keyOf(other) ? ([[one], [other]] as const) : ([of(one), of(other)] as const);
  return [sides[0].toSorted(byTime), sides[1].toSorted(byTime)];
}

const isNamed = ({ provenance }: Report): boolean => /^[0-9a-f]{7,40}$/.test(String(provenance["commit"]));
const keyOf = ({ plan, stack, provenance, phases }: Report): string =>
  JSON.stringify([plan, stack, provenance["commit"], provenance["machine"], phases.map(({ name, asked }) => [name, asked])]);
const byTime = (a: Report, b: Report): number => a.startedAt - b.startedAt;
