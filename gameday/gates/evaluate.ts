// The gate: every criterion of a phase against what was measured. Pure. No data is a failure, never a pass.
import { assertNever } from "../../model/assert-never.ts";
import { criteria, type Criterion, type CriterionId } from "../../model/criteria.ts";
import type { CriterionResult } from "../../model/events.ts";
import type { PhaseName } from "../../model/phases.ts";
import { increases, quantileOf, type Increase } from "./histogram.ts";
import type { Measurements } from "./measurements.ts";

interface Figure {
  readonly value: number | null;
  readonly samples: number;
  readonly detail?: string;
  /** The figure still grew when it was last seen: it is below no limit. */
  readonly unfinished?: boolean;
}

export interface GateSettings {
  readonly phase: PhaseName;
  /** Criteria whose capability the stack lacks, fixed when the plan was checked. */
  readonly notMeasured: ReadonlySet<CriterionId>;
  /** The plan's own limits. */
  readonly limits: Readonly<Partial<Record<CriterionId, { readonly limit: number }>>>;
}

export function evaluateGate(settings: GateSettings, measurements: Measurements): CriterionResult[] {
  return criteria.filter(({ phases }) => phases.includes(settings.phase)).flatMap((criterion) => judge(criterion, settings, measurements));
}

function judge(criterion: Criterion & { readonly id: CriterionId }, settings: GateSettings, measurements: Measurements): CriterionResult[] {
  const limit = settings.limits[criterion.id]?.limit ?? criterion.limit;
  const base = { criterion: criterion.id, limit, ...(isLooser(criterion, limit) ? { loosenedFrom: criterion.limit } : {}) };
  if (settings.notMeasured.has(criterion.id)) return [{ ...base, status: "not measured here", value: null, samples: 0 }];
  const figure = measure(criterion, measurements);
  if (figure === "not applicable") return [];
  const enough = figure.samples >= criterion.minimumSamples;
  const passed = enough && figure.value !== null && figure.unfinished !== true && holds(criterion.comparison, figure.value, limit);
  const detail = figure.detail ?? (enough ? undefined : `needs ${criterion.minimumSamples} samples, has ${figure.samples}`);
  return [
    { ...base, status: passed ? "passed" : "failed", value: figure.value, samples: figure.samples, ...(detail === undefined ? {} : { detail }) },
  ];
}

export function holds(comparison: Criterion["comparison"], value: number, limit: number): boolean {
  switch (comparison) {
    case "<":
      return value < limit;
    case "<=":
      return value <= limit;
    case ">":
      return value > limit;
    case ">=":
      return value >= limit;
    case "=":
      return value === limit;
    default:
      return assertNever(comparison);
  }
}

export function isLooser({ comparison, limit: original }: Criterion, limit: number): boolean {
  if (comparison === "=") return limit !== original;
  return comparison.startsWith("<") ? limit > original : limit < original;
}

function measure(criterion: Criterion, measurements: Measurements): Figure | "not applicable" {
  const { measure: source } = criterion;
  switch (source.from) {
    case "load":
      return loadFigure(source.figure, measurements);
    case "histogram": {
      const parts = seriesOf(source.metric, measurements).filter(({ labels }) => isWhere(labels, source.where, measurements.primaryRegion));
      const quantile = quantileOf(parts, source.quantile);
      return { value: quantile === null ? null : quantile * 1_000, samples: sum(parts) };
    }
    case "share": {
      const parts = seriesOf(source.metric, measurements);
      const wanted = parts.filter(({ labels }) => Object.entries(source.part).every(([name, value]) => labels[name] === value));
      return share(sum(wanted), sum(parts));
    }
    case "counters": {
      const [part, whole] = [sum(seriesOf(source.metric, measurements)), sum(seriesOf(source.of, measurements))];
      const ratio = whole === 0 ? null : part / whole;
      return { value: ratio === null ? null : (source.complement ? 1 - ratio : ratio) * 100, samples: whole === 0 ? 0 : criterion.minimumSamples };
    }
    case "gauge": {
      const values = (measurements.metrics?.end.series ?? []).filter(({ metric }) => metric === source.metric).map(({ value }) => value);
      return { value: values.length === 0 ? null : Math.max(...values) * 100, samples: values.length };
    }
    case "probe":
      return probeFigure(source.group, source.quantile, measurements);
    case "probes-up":
      return share(measurements.probes.filter(({ up }) => up).length, measurements.probes.length);
    case "integrity": {
      const found = measurements.integrity;
      if (found === null) return { value: null, samples: 0 };
      if (found.accepted === 0) return { value: 0, samples: measurements.load === null ? 0 : 1, detail: "no write was accepted in this phase" };
      return { value: { lost: found.lostBeyondRpo, doubled: found.doubled, unaccounted: found.unaccounted }[source.figure], samples: found.accepted };
    }
    case "drill":
      return {
        value: measurements.drill?.unequal ?? null,
        samples: measurements.drill?.rows ?? 0,
        ...(measurements.drill === null ? { detail: "no backup was restored" } : {}),
      };
    case "recovery":
      return recoveryFigure(source.figure, measurements);
    case "not-here":
      return { value: null, samples: 0, detail: "no engine of this project measures it" };
    default:
      return assertNever(source);
  }
}

function loadFigure(figure: "p95" | "error-share" | "availability" | "rate-reached", { load }: Measurements): Figure {
  if (load === null) return { value: null, samples: 0 };
  const answers = load.ok + load.shed + load.errors;
  switch (figure) {
    case "p95":
      return { value: load.p95, samples: load.ok };
    case "error-share":
      return share(load.errors, answers);
    case "availability":
      return share(load.ok, answers);
    case "rate-reached":
      return { value: load.started / ((load.to - load.from) / 1_000), samples: load.started };
    default:
      return assertNever(figure);
  }
}

function probeFigure(group: string, quantile: number, { probes }: Measurements): Figure {
  const values = probes
    .filter(({ probe, up }) => up && (probe === group || probe.startsWith(`${group}:`)))
    .flatMap(({ value, expected }) => (value === null ? [] : [expected === null ? value : (value / expected) * 100]))
    .toSorted((a, b) => a - b);
  return { value: values[Math.max(0, Math.ceil(values.length * quantile) - 1)] ?? null, samples: values.length };
}

function recoveryFigure(figure: "rto" | "rpo" | "detection" | "success-share", { recovery }: Measurements): Figure | "not applicable" {
  if (recovery === null || recovery.experiments === 0) return { value: null, samples: 0, detail: "no fault was in this phase" };
  if (figure === "success-share") return { value: (recovery.succeeded / recovery.experiments) * 100, samples: recovery.experiments };
  const value = recovery[figure];
  if (figure === "rto" && !recovery.rtoEnded)
    return { value, samples: recovery.experiments, detail: "at least: no write was seen accepted again", unfinished: true };
  return value === null && figure !== "detection" ? "not applicable" : { value, samples: value === null ? 0 : recovery.experiments };
}

function seriesOf(metric: string, { metrics }: Measurements): Increase[] {
  return metrics === null ? [] : increases(metric, metrics.start, metrics.end);
}

function isWhere(
  labels: Readonly<Record<string, string>>,
  where: "inside-primary" | "from-elsewhere" | "same-region" | undefined,
  primary: string | null,
): boolean {
  switch (where) {
    case undefined:
      return true;
    case "same-region":
      return labels["region"] === labels["target"];
    case "inside-primary":
      return labels["region"] === labels["target"] && labels["region"] === primary;
    case "from-elsewhere":
      return labels["region"] !== labels["target"];
    default:
      return assertNever(where);
  }
}

const sum = (parts: readonly { readonly count: number }[]): number => parts.reduce((total, { count }) => total + count, 0);

const share = (part: number, whole: number): Figure => ({ value: whole === 0 ? null : (part / whole) * 100, samples: whole });
