// Where a fault's time went: its moments in order, and the stretches between them.
import type { FaultSummary } from "./fault-summary.ts";

export interface Moment {
  readonly name: "injected" | "effect seen" | "detected" | "healing" | "healed" | "recovered";
  /** Unix ms; null when it never came. */
  readonly at: number | null;
  /** Seconds since the injection. */
  readonly after: number | null;
  readonly by: string | null;
}

export interface Stretch {
  /** The moment it ends with; null: the journal ends before the next moment came. */
  readonly until: Moment["name"] | null;
  readonly from: number;
  readonly to: number;
}

export function momentsOf(fault: FaultSummary): Moment[] {
  const start = fault.injectedAt;
  const moment = (name: Moment["name"], at: number | null, by: string | null = null): Moment => ({
    name,
    at,
    after: at === null || start === null ? null : (at - start) / 1_000,
    by,
  });
  return [
    moment("injected", fault.injectedAt),
    moment("effect seen", fault.effectAt),
    moment("detected", fault.detectedAt, fault.detectedBy),
    moment("healing", fault.healingAt),
    moment("healed", fault.healedAt, fault.healedBy === "guardian" ? "the guardian" : null),
    moment("recovered", fault.recoveredAt),
  ];
}

/** What a stretch that is not over will end with, while the run goes on. */
const next: Readonly<Record<Moment["name"], Moment["name"] | null>> = {
  injected: "healing",
  "effect seen": "healing",
  detected: "healing",
  healing: "healed",
  healed: "recovered",
  recovered: null,
};

/** In time order: a probe may detect a fault before its effect is proved. `end`: unix ms of the run's last entry. `live`: more is to come. */
export function stretchesOf(fault: FaultSummary, end: number, live = false): Stretch[] {
  const came = momentsOf(fault)
    .flatMap(({ name, at }) => (at === null ? [] : [{ name, at }]))
    .toSorted((a, b) => a.at - b.at);
  const stretches = came.slice(1).map(({ name, at }, index): Stretch => ({ until: name, from: came[index]?.at ?? at, to: at }));
  const last = came.at(-1);
  return last === undefined || last.name === "recovered" || fault.injectedAt === null
    ? stretches
    : [...stretches, { until: live ? next[last.name] : null, from: last.at, to: Math.max(last.at, end) }];
}

/** One line with every figure of the fault. */
export function budgetText(fault: FaultSummary): string {
  const figures = momentsOf(fault)
    .slice(1)
    .map(({ name, after }) => `${name} ${after === null ? "never" : `+${after.toFixed(1)} s`}`);
  const away = fault.outageSeconds === null ? [] : [`writes accepted again after ${fault.outageSeconds.toFixed(1)} s`];
  return `${fault.id}: ${fault.outcome}${fault.injectedAt === null ? "; never injected" : `; ${[...figures, ...away].join(", ")}`}`;
}
