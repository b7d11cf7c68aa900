// What of a run's report is compared: a figure with the direction that is worse, and the scale on which runs differ evenly.
import { criteria, type Criterion } from "../../model/criteria.ts";
import { fullSizePhases } from "../../model/phases.ts";
import type { Report } from "../report/report-schema.ts";

export interface Figure {
  /** "chaos/latency": the same in every run of the plan. */
  readonly id: string;
  readonly title: string;
  readonly unit: Criterion["unit"] | "×";
  readonly value: number;
  /** Rises with what is worse; a difference of 0.05 is one of about 5 %. */
  readonly score: number;
}

export function figuresOf(report: Report): readonly Figure[] {
  return [
    ...report.phases.flatMap((phase): readonly Figure[] => {
      const title = fullSizePhases[phase.name].title;
      const failed = phase.gate === null ? [] : [gate(`${phase.name}/gate`, `${title}: gate failed`, phase.gate === "failed")];
      const share = phase.reached === null || phase.plannedMean === null || phase.plannedMean === 0 ? null : phase.reached / phase.plannedMean;
      const reached: readonly Figure[] =
        share === null
          ? []
          : [{ id: `${phase.name}/reached`, title: `${title}: rate reached of planned`, unit: "×", value: share, score: -Math.log(share + 0.01) }];
      return [...failed, ...reached, ...phase.criteria.flatMap(({ criterion, value }) => criterionFigure(phase.name, title, criterion, value))];
    }),
    ...report.faults.flatMap((fault): readonly Figure[] => [
      ...time(`${fault.id}/detected`, `${fault.id}: until detected`, between(fault.injectedAt, fault.detectedAt)),
      // One that never recovered was away until the run's end at least. Left out, the worst of all runs would take the figure from the others.
      ...time(`${fault.id}/recovered`, `${fault.id}: until whole again`, between(fault.injectedAt, fault.recoveredAt ?? report.endedAt)),
      ...time(`${fault.id}/outage`, `${fault.id}: until writes were accepted again`, fault.outageSeconds),
    ]),
    ...unrecovered(report.faults),
    gate("run/verdict", "run did not pass", report.verdict !== "passed"),
  ];
}

/** Below these a difference is nobody's concern: they are added before the logarithm, so that 0 and almost 0 are near each other. */
const floors = { ms: 1, s: 0.5, "%": 0.05, count: 1, Gbps: 0.1, "requests/s": 1, times: 0.1, min: 0.1, "$/month": 1 } as const satisfies Record<
  Criterion["unit"],
  number
>;

function criterionFigure(phase: string, title: string, id: string, value: number | null): readonly Figure[] {
  const row: Criterion | undefined = criteria.find((known) => known.id === id);
  if (row === undefined || value === null || value < 0) return [];
  const floor = floors[row.unit];
  const higherIsBetter = row.comparison === ">" || row.comparison === ">=";
  // 99.9 % and 99.0 % available are ten times apart in what fails.
  const score = !higherIsBetter ? Math.log(value + floor) : row.unit === "%" ? Math.log(Math.max(0, 100 - value) + floor) : -Math.log(value + floor);
  return [{ id: `${phase}/${id}`, title: `${title}: ${row.title}`, unit: row.unit, value, score }];
}

/** A bound that a run which ended early keeps low; so they are counted, too. */
function unrecovered(faults: Report["faults"]): readonly Figure[] {
  const injected = faults.filter(({ injectedAt }) => injectedAt !== null);
  if (injected.length === 0) return [];
  const value = injected.filter(({ recoveredAt }) => recoveredAt === null).length;
  return [{ id: "run/unrecovered", title: "faults that were never recovered from", unit: "count", value, score: value }];
}

const time = (id: string, title: string, seconds: number | null): readonly Figure[] =>
  seconds === null ? [] : [{ id, title, unit: "s", value: seconds, score: Math.log(Math.max(0, seconds) + floors.s) }];
const gate = (id: string, title: string, failed: boolean): Figure => ({ id, title, unit: "count", value: failed ? 1 : 0, score: failed ? 1 : 0 });
const between = (from: number | null, to: number | null): number | null => (from === null || to === null ? null : (to - from) / 1_000);
