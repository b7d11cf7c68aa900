// Simulated experts: repeatable, as fast and as fallible as they are said to be, and of one mind about a question.
import { expect, test } from "vitest";
import { seededRandom } from "../platform/random.ts";
import { normalise } from "../response-collector/consensus.ts";
import { drawAnswer } from "./provider.ts";

const draws = (provider: string, count: number, question = "why?") => {
  const random = seededRandom(7, provider);
  return Array.from({ length: count }, () => drawAnswer(provider, question, random));
};

test("the same seed gives the same answers", () => {
  expect(draws("claude", 50)).toEqual(draws("claude", 50));
});

test.each([
  ["claude", 60],
  ["gemini", 45],
  ["deepseek", 80],
  ["openrouter", 30],
])("half of %s's answers come within about %i ms, and all within a second", (provider, median) => {
  const times = draws(provider, 4_001)
    .map(({ milliseconds }) => milliseconds)
    .toSorted((a, b) => a - b);
  expect(times[2_000]).toBeGreaterThan(median * 0.93);
  expect(times[2_000]).toBeLessThan(median * 1.07);
  expect(times.at(-1)).toBeLessThan(1_000);
});

test("few calls fail, and nearly all answers agree once their wording is set aside", () => {
  const outcomes = draws("gemini", 20_000).map(({ outcome }) => outcome);
  const failures = outcomes.filter(({ kind }) => kind === "failure").length;
  expect(failures / 20_000).toBeGreaterThan(0.001);
  expect(failures / 20_000).toBeLessThan(0.003);
  const counts = new Map<string, number>();
  for (const outcome of outcomes)
    if (outcome.kind === "answer") counts.set(normalise(outcome.answer), (counts.get(normalise(outcome.answer)) ?? 0) + 1);
  expect(Math.max(...counts.values()) / (20_000 - failures)).toBeGreaterThan(0.99);
  expect(counts.size).toBeGreaterThan(1);
});
