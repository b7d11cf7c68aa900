// The figures that one pass over a journal gives.
import { expect, test } from "vitest";
import type { Event } from "../../model/events.ts";
import { gameDay, journalOf, startedAt } from "./testing/journal.ts";
import { meanAsked } from "./phase-summary.ts";
import { summarise } from "./summary.ts";

const summary = summarise(gameDay());
const [baseline, chaos] = summary.phases;

test("a phase has what was asked, what was reached and what its gate judged", () => {
  expect(baseline).toMatchObject({
    name: "baseline",
    asked: { rate: 20, seconds: 10, instances: 15 },
    begun: { at: startedAt + 2_000, rate: 20, seconds: 10 },
    reached: 20,
    scaled: { instances: 17 },
    othersCores: 0.25,
    p95: 333.4,
    peak95: 300,
    ok: 200,
    shed: 0,
    errors: 0,
    gate: { passed: true },
    endedAt: startedAt + 13_500,
  });
});

test("failed and shed answers are counted, and a p95 that no gate judged is only a peak", () => {
  expect(chaos).toMatchObject({ ok: 588, shed: 2, errors: 10, p95: null, peak95: 2_746, asked: { instances: null } });
});

test("a load that is ended early is held against the time it ran", () => {
  const stopped = { type: "load-stopped", phase: "heavy", dropped: 0, generatorCpu: 0.1, starved: false, exitCode: 0, detail: "" } as const;
  const { phases } = summarise(
    journalOf([
      ...gameDay({ end: null })
        .slice(0, 1)
        .map(
          ({ event }) =>
            [
              0,
              event.type === "run-started" ? { ...event, phases: [{ phase: "heavy" as const, seconds: 60, rate: 50, faults: [] }] } : event,
            ] as const,
        ),
      [1, { type: "phase-started", phase: "heavy", rate: 50, seconds: 60 }],
      [2, { type: "load-started", phase: "heavy", scenario: "mixed", rate: 50 }],
      [12, { ...stopped, planned: 500, started: 450 }],
    ]),
  );
  expect(phases[0]).toMatchObject({ loadSeconds: 10, reached: 45, gate: null });
  expect(phases.map(meanAsked)).toEqual([50]);
});

test("a fault has its moments, who saw it, and how long writes were away", () => {
  const at = (seconds: number): number => startedAt + seconds * 1_000;
  expect(summary.faults.find(({ id }) => id === "region-lost")).toMatchObject({
    kind: "region-loss",
    phase: "chaos",
    region: "us-east-1",
    targets: ["us-east-1", "us-east-1/edge"],
    injectedAt: at(20),
    effectAt: at(20.5),
    detectedAt: at(20.8),
    detectedBy: "edge probe",
    healingAt: at(30),
    healedAt: at(35),
    recoveredAt: at(36),
    outageSeconds: 4.2,
    outcome: "proved",
  });
});

test.for([
  [{ type: "fault-effect-missing", fault: "slow-edge", seen: [] }, 16.6, "not exercised"],
  [{ type: "fault-heal-unverified", fault: "region-lost", by: "guardian", seen: [] }, 46, "heal not verified"],
  [{ type: "fault-not-recovered", fault: "region-lost", seen: [] }, 46, "not recovered"],
] as const)("$0.type makes the outcome $2", ([event, seconds, outcome]) => {
  const { faults } = summarise(gameDay({ more: [[seconds, { ...event, seen: [] }]] }));
  expect(faults.find(({ id }) => id === event.fault)?.outcome).toBe(outcome);
});

test("an outage with no fault to blame is a flake; one that a fault explains is not", () => {
  const [cache, entry] = summary.probes.toSorted((a, b) => (a.probe < b.probe ? -1 : 1));
  expect(cache).toMatchObject({ probe: "cache", outages: 1, flakes: 1, longestOutageSeconds: 1.5, readings: 6 });
  // Five of its six readings were taken while no fault was in (that at 25 s was not), one of them down.
  expect(cache?.flakeRate).toBeCloseTo(1 / 5);
  expect(entry).toMatchObject({ probe: "entry", outages: 1, flakes: 0, flakeRate: 0, longestOutageSeconds: 3 });
  expect(entry?.upShare).toBeCloseTo(1 - 3 / 46);
});

test("curves start anew with each load, and leave out the rest of a second at its end", () => {
  expect(summary.series.breaks).toEqual([2.5, 14.5]);
  expect(summary.series.reached).toHaveLength(40);
  const sample = { planned: 20, reached: 160, p50: 5, p95: 9, ok: 3, shed: 0, errors: 0, dropped: 0, generatorCpu: 0 };
  const { series, phases } = summarise(gameDay({ more: [[44.7, { type: "load-sampled", phase: "chaos", sample }]] }));
  expect(Math.max(...series.reached.map(([, rate]) => rate))).toBe(20);
  expect(phases[1]?.ok).toBe(591);
});

test.for([
  [true, "failed by its engine"],
  [false, "not exercised"],
] as const)("of an engine that does not say Pass: effect seen %s, %s", ([shows, outcome]) => {
  const [label, detail] = ["Litmus says Pass", "Litmus wrote no result for pod-delete"];
  const began: Event[] = [
    { type: "fault-injected", fault: "late" },
    { type: "fault-effect-seen", fault: "late", seen: [] },
  ];
  const missed: Event[] = [{ type: "fault-effect-missing", fault: "late", seen: [] }];
  const ending: Event[] = [
    { type: "fault-judged", fault: "late", passed: false, seen: [{ label, held: false, detail }] },
    { type: "fault-healed", fault: "late", by: "controller", seen: [] },
    { type: "fault-recovered", fault: "late" },
  ];
  const more = [...(shows ? began : missed), ...ending].map((event) => [50, event] as const);
  const late = summarise(gameDay({ end: null, more })).faults.find(({ id }) => id === "late");
  expect(late).toMatchObject({ outcome, injectedAt: shows ? startedAt + 50_000 : null, judged: [{ detail }] });
});

test("a journal without an end has no verdict but keeps the findings made so far", () => {
  const finding = { verdict: "invalid", reason: "the generator starved" } as const;
  const unfinished = summarise(gameDay({ end: null, more: [[46, { type: "finding-made", finding }]] }));
  expect(unfinished).toMatchObject({ verdict: null, findings: [finding], endedAt: startedAt + 46_000 });
});

test("a journal without a beginning is refused with what to do", () => {
  expect(() => summarise([])).toThrow(/no run-started in it/);
  expect(() => summarise(journalOf([[0, { type: "guardian-started", pid: 1 }]]))).toThrow(/no run-started in it/);
});
