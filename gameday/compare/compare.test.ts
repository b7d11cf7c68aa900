// The comparison's promises on runs that never were: how often it cries wolf, what it sees of a real change, and when it says nothing.
import { expect, test } from "vitest";
import { UserError } from "../../model/user-error.ts";
import { exitCodes } from "../../model/verdict.ts";
import type { Report } from "../report/report-schema.ts";
import { compareRuns, type Judgement } from "./compare.ts";
import { describeComparison } from "./describe.ts";
import { leastChance, testDifferences } from "./permutation.ts";
import { repetitionsOf } from "./repetitions.ts";
import { makeReport, type Made } from "./testing/reports.ts";
import { refuseUnfit } from "./unfit.ts";

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
  ["with faults that now and then are never recovered from", 4, { unrecovered: 4 }],
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

test.each([
  [19, 1],
  [1, 19],
  [2, 8],
])("%i runs against %i: no verdict, though the one side is the rarest of deals", (before, after) => {
  expect(leastChance(before, after)).toBeLessThanOrEqual(0.05);
  const comparison = compareRuns(runs(before, 1), runs(after, 2, { slower: { phase: "medium", by: 20 } }));
  expect(comparison).toMatchObject({ verdict: "too few runs", needed: 4 });
  expect(new Set(comparison.rows.map(({ judgement }) => judgement))).toEqual(new Set(["too few runs"]));
});

test("four runs against three are enough", () => {
  expect(compareRuns(runs(4, 1), runs(3, 2, { slower: { phase: "medium", by: 20 } }))).toMatchObject({ verdict: "worse", needed: null });
});

test("a fault that is never recovered from makes it worse, by its own figures and at least until the run's end; recovered from again, better", () => {
  const [whole, broken] = [runs(4, 1), runs(4, 2, { unrecovered: 1 })];
  const worse = compareRuns(whole, broken);
  expect(worse.verdict).toBe("worse");
  expect(judged(worse.rows, "worse").toSorted()).toEqual(["killed/recovered", "run/unrecovered", "run/verdict"]);
  expect(worse.rows.find(({ id }) => id === "killed/recovered")?.head).toBe(240);
  expect(worse.rows.find(({ id }) => id === "run/unrecovered")).toMatchObject({ base: 0, head: 1 });
  expect(worse.missing).toEqual([]);
  expect(judged(compareRuns(broken, whole).rows, "better")).toContain("killed/recovered");
});

test("one run that never recovers takes the figure from no other; a fault that was never put in has none", () => {
  const [stuck] = runs(1, 3, { unrecovered: 1 });
  if (stuck === undefined) throw new Error("the run is missing");
  const comparison = compareRuns(runs(4, 1), [...runs(3, 2), stuck]);
  expect(comparison.rows.map(({ id }) => id)).toContain("killed/recovered");
  expect(comparison.verdict).toBe("not worse");
  const idle = { ...stuck, faults: stuck.faults.map((fault) => ({ ...fault, injectedAt: null, detectedAt: null })) };
  expect(compareRuns(runs(4, 1), [...runs(3, 2), idle]).missing).toEqual(expect.arrayContaining(["killed/recovered", "run/unrecovered"]));
});

test("refused by name, all at once: another plan, another stack, a run named twice, one that ended otherwise", () => {
  const refusal = (reports: readonly Report[]): UserError | null => {
    try {
      refuseUnfit(reports);
      return null;
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    }
  };
  const [one, other, third] = runs(3, 1);
  if (one === undefined || other === undefined || third === undefined) throw new Error("runs are missing");
  expect(refusal([one, other, third])).toBeNull();
  const refused = refusal([one, { ...other, plan: "quick", stack: "real-node" }, third, third, { ...third, run: "ended", verdict: "aborted" }]);
  expect(refused?.exitCode).toBe(64);
  expect(refused?.problems.map(({ path, message }) => [path, message])).toEqual([
    [third.run, "is named twice, and is no repetition of itself"],
    [other.run, `is of the plan quick, and ${one.run} of default`],
    [other.run, `is of the stack real-node, and ${one.run} of local`],
    ["ended", "ended aborted"],
  ]);
  expect(refusal([one, { ...other, verdict: null }])).toMatchObject({ exitCode: exitCodes.invalid, problems: [{ message: "never ended" }] });
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
