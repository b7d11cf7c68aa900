// The comparison's promises on runs that never were: how often it cries wolf, what it sees of a real change, and when it says nothing.
import { expect, test } from "vitest";
import { compareRuns, type Judgement } from "./compare.ts";
import { describeComparison } from "./describe.ts";
import { leastChance, testDifferences } from "./permutation.ts";
import { repetitionsOf } from "./repetitions.ts";
import { makeReport, type Made } from "./testing/reports.ts";

const runs = (count: number, seed: number, given: Partial<Made> = {}) =>
  Array.from({ length: count }, (_, index) => makeReport({ run: `${seed}-${index}`, seed: seed * 100 + index, noise: 0.1, ...given }));
const judged = (rows: ReturnType<typeof compareRuns>["rows"], wanted: Judgement): readonly string[] =>
  rows.filter(({ judgement }) => judgement === wanted).map(({ id }) => id);

/** So many comparisons: five in a hundred may err; with these, more than the bound is a chance of under 1 in 1,000 where they do (binomial). */
const trials = 200;
const bound = 21;

test.each([
  ["of even noise", 4, {}],
  ["with outliers", 4, { outliers: 6 }],
  ["hardly any noise", 5, { noise: 0.005 }],
] as const)("%s, %i runs a side, nothing changed: in at most 5 of 100 comparisons is anything called better or worse", (_, count, given) => {
  let wrong = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    const { rows } = compareRuns(runs(count, 2 * trial + 1, given), runs(count, 2 * trial + 2, given));
    if (judged(rows, "worse").length + judged(rows, "better").length > 0) wrong += 1;
  }
  expect(wrong).toBeLessThanOrEqual(bound);
});

test("a phase half as slow again: found in nine of ten comparisons of six runs a side, and nowhere else", () => {
  let [found, elsewhere] = [0, 0];
  const several = 40;
  for (let trial = 0; trial < several; trial += 1) {
    const { rows, verdict } = compareRuns(runs(6, 2 * trial + 1), runs(6, 2 * trial + 2, { slower: { phase: "medium", by: 1.5 } }));
    const worse = judged(rows, "worse");
    if (worse.some((id) => id.startsWith("medium/"))) found += 1;
    if (worse.some((id) => !id.startsWith("medium/")) || judged(rows, "better").length > 0) elsewhere += 1;
    expect(verdict).toBe(worse.length > 0 ? "worse" : "not worse");
  }
  expect(found).toBeGreaterThanOrEqual(0.9 * several);
  expect(elsewhere).toBeLessThanOrEqual(0.2 * several);
});

test("the other way round it is better; twice as slow is seen with four runs", () => {
  const [fast, slow] = [runs(4, 1), runs(4, 2, { slower: { phase: "heavy", by: 2.5 } })];
  expect(judged(compareRuns(fast, slow).rows, "worse")).toContain("heavy/latency");
  const back = compareRuns(slow, fast);
  expect(judged(back.rows, "better")).toContain("heavy/latency");
  expect(back.verdict).toBe("not worse");
});

test("from one run of each nobody can tell, however large the difference; nor from three", () => {
  for (const count of [1, 2, 3]) {
    const comparison = compareRuns(runs(count, 1), runs(count, 2, { slower: { phase: "medium", by: 20 } }));
    expect(comparison).toMatchObject({ verdict: "too few runs", needed: 4 });
    expect(new Set(comparison.rows.map(({ judgement }) => judgement))).toEqual(new Set(["too few runs"]));
    expect(describeComparison(comparison)).toContain("no verdict");
  }
  expect([leastChance(1, 1), leastChance(3, 3), leastChance(4, 4), leastChance(3, 4), leastChance(1, 19)]).toEqual([1, 0.1, 2 / 70, 1 / 35, 1 / 20]);
});

test("sure but small is no difference", () => {
  const comparison = compareRuns(runs(6, 1, { noise: 0.0005 }), runs(6, 2, { noise: 0.0005, slower: { phase: "medium", by: 1.03 } }));
  expect(judged(comparison.rows, "worse")).toEqual([]);
});

test("a figure that a run lacks is named, and judged in none; another machine is noted", () => {
  const base = runs(4, 1);
  const head = runs(4, 2).map((report, index) =>
    index === 0 ? { ...report, faults: [], provenance: { ...report.provenance, machine: "64 cores" } } : report,
  );
  const comparison = compareRuns(base, head);
  expect(comparison.missing).toContain("killed/recovered");
  expect(comparison.rows.map(({ id }) => id)).not.toContain("killed/recovered");
  expect(comparison.notes).toEqual(["the machine differs between the runs: 2 cores / 64 cores"]);
});

test("more deals than can be tried are drawn, the same each time", () => {
  const scores = [Array.from({ length: 24 }, (_, index) => (index < 12 ? 0 : 1) + (index % 5) * 0.1)];
  const [one] = testDifferences(scores, 12);
  expect(one?.chance).toBeLessThan(0.001);
  expect(one?.chance).toBeGreaterThan(0);
  expect(testDifferences(scores, 12)).toEqual(testDifferences(scores, 12));
});

test("repetitions: of the same commit, plan and machine; none of a checkout with changes, and none where both are of one commit", () => {
  const [one, again] = runs(2, 1);
  const [other] = runs(1, 2, { commit: "ba9876543210" });
  const dirty = makeReport({ run: "dirty", seed: 9, noise: 0.1, commit: "0123456789ab with local changes" });
  if (one === undefined || again === undefined || other === undefined) throw new Error("runs are missing");
  const names = (sides: ReturnType<typeof repetitionsOf>) => sides.map((side) => side.map(({ run }) => run));
  expect(names(repetitionsOf(one, other, [one, again, other, dirty, { ...again, run: "ended", verdict: "aborted" }]))).toEqual([
    [one.run, again.run],
    [other.run],
  ]);
  expect(names(repetitionsOf(one, again, [one, again, other]))).toEqual([[one.run], [again.run]]);
  expect(names(repetitionsOf(dirty, other, [dirty, { ...dirty, run: "dirty-2" }, other]))).toEqual([["dirty"], [other.run]]);
});
