// Gates: quantiles from histogram differences, criteria, and that missing data never passes.
import fc from "fast-check";
import { expect, test } from "vitest";
import { criteria } from "../../model/criteria.ts";
import { phaseNames } from "../../model/phases.ts";
import type { MetricSeries, MetricSnapshot } from "../ports/stack.ts";
import { evaluateGate } from "./evaluate.ts";
import { increases, quantileOf } from "./histogram.ts";
import type { Measurements } from "./measurements.ts";

const bounds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, Infinity];

const histogram = (values: readonly number[], source = "a"): MetricSeries => ({
  metric: "postgres_write_seconds",
  kind: "histogram",
  source,
  labels: { region: "us-east-1", target: "us-east-1" },
  value: values.length,
  buckets: bounds.map((bound) => [bound, values.filter((value) => value <= bound).length]),
});
const snapshot = (at: number, ...series: MetricSeries[]): MetricSnapshot => ({ at, series });

const nothing: Measurements = {
  from: 0,
  to: 10_000,
  load: null,
  metrics: null,
  probes: [],
  integrity: null,
  drill: null,
  recovery: null,
  primaryRegion: "us-east-1",
};

test("a quantile is in the bucket of the exact one", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.0001, max: 4.9, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (values, quantile) => {
        const found = quantileOf(increases("postgres_write_seconds", snapshot(0), snapshot(1, histogram(values))), quantile) ?? -1;
        const exact = values.toSorted((a, b) => a - b)[Math.ceil(values.length * quantile) - 1] ?? -1;
        const upper = bounds.find((bound) => bound >= exact) ?? 0;
        const lower = bounds.findLast((bound) => bound < exact) ?? 0;
        expect(found).toBeGreaterThanOrEqual(lower);
        expect(found).toBeLessThanOrEqual(upper);
      },
    ),
  );
});

test("only what came between the snapshots counts, and a restarted service counts from zero", () => {
  const early = histogram([4, 4, 4, 4]);
  const grown = histogram([4, 4, 4, 4, 0.002, 0.003]);
  expect(quantileOf(increases("postgres_write_seconds", snapshot(0, early), snapshot(1, grown)), 0.95)).toBeLessThanOrEqual(0.005);
  const restarted = histogram([0.002]);
  expect(increases("postgres_write_seconds", snapshot(0, early), snapshot(1, restarted))[0]?.count).toBe(1);
});

test("without any data no gate passes", () => {
  for (const phase of phaseNames) {
    const results = evaluateGate({ phase, notMeasured: new Set(), limits: {} }, nothing);
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ status }) => status === "passed")).toEqual([]);
  }
});

test("a criterion that the stack cannot be judged on is named, and is not passed", () => {
  const results = evaluateGate({ phase: "heavy", notMeasured: new Set(["bandwidth"]), limits: {} }, nothing);
  expect(results.find(({ criterion }) => criterion === "bandwidth")?.status).toBe("not measured here");
});

test("an error in fewer than 1,000 requests fails the gate", () => {
  const load = { from: 0, to: 10_000, p50: 10, p95: 20, ok: 899, shed: 0, errors: 1, started: 900, planned: 900 };
  const results = evaluateGate({ phase: "baseline", notMeasured: new Set(), limits: {} }, { ...nothing, load });
  expect(results.find(({ criterion }) => criterion === "errors")).toMatchObject({ status: "failed" });
  expect(results.find(({ criterion }) => criterion === "latency")).toMatchObject({ status: "passed", value: 20 });
});

test("a limit that the plan loosens is judged by the plan and named with the table's", () => {
  const load = { from: 0, to: 10_000, p50: 10, p95: 2_500, ok: 900, shed: 0, errors: 0, started: 900, planned: 900 };
  const results = evaluateGate({ phase: "baseline", notMeasured: new Set(), limits: { latency: { limit: 3_000 } } }, { ...nothing, load });
  expect(results.find(({ criterion }) => criterion === "latency")).toMatchObject({ status: "passed", loosenedFrom: 2_000, limit: 3_000 });
});

test("writes are told apart by where they come from", () => {
  const local = histogram(Array.from({ length: 30 }, () => 0.004));
  const remote = {
    ...histogram(
      Array.from({ length: 30 }, () => 0.08),
      "b",
    ),
    labels: { region: "eu-west-1", target: "us-east-1" },
  };
  const results = evaluateGate(
    { phase: "light", notMeasured: new Set(), limits: {} },
    { ...nothing, metrics: { start: snapshot(0), end: snapshot(1, local, remote) } },
  );
  expect(results.find(({ criterion }) => criterion === "postgres-write")).toMatchObject({ status: "passed", samples: 30 });
  expect(results.find(({ criterion }) => criterion === "postgres-remote-write")).toMatchObject({ status: "passed", samples: 30 });
});

test("an outage that nobody saw the end of fails, however low its limit lets the figure be", () => {
  const recovery = { rto: 12, rtoEnded: true, rpo: 0, detection: 1, succeeded: 1, experiments: 1 };
  const rto = (rtoEnded: boolean) =>
    evaluateGate({ phase: "chaos", notMeasured: new Set(), limits: {} }, { ...nothing, recovery: { ...recovery, rtoEnded } }).find(
      ({ criterion }) => criterion === "rto",
    );
  expect(rto(true)).toMatchObject({ status: "passed", value: 12 });
  expect(rto(false)).toMatchObject({ status: "failed", value: 12, detail: "at least: no write was seen accepted again" });
});

test("every criterion names phases and a capability, and ids are unique", () => {
  expect(new Set(criteria.map(({ id }) => id)).size).toBe(criteria.length);
  for (const { phases } of criteria) expect(phases.length).toBeGreaterThan(0);
});
