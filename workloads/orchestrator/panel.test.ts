// Panels: three different experts, none of a failing provider while others are left.
import { expect, test } from "vitest";
import { seededRandom } from "../platform/random.ts";
import { chooseExpert, choosePanel } from "./panel.ts";

const experts = ["claude-1", "claude-2", "gemini-1", "gemini-2", "deepseek-1"].map((id) => ({ id, provider: id.split("-")[0] ?? "" }));
const all = () => true;

test("a panel has three different experts, and the same seed chooses the same ones", () => {
  const panels = Array.from({ length: 50 }, (_, seed) => choosePanel(experts, seededRandom(seed), all));
  for (const panel of panels) expect(new Set(panel.map(({ id }) => id)).size).toBe(3);
  expect(new Set(panels.map((panel) => panel.map(({ id }) => id).join())).size).toBeGreaterThan(10);
  expect(choosePanel(experts, seededRandom(3), all)).toEqual(panels[3]);
});

test("with fewer experts than seats everyone sits", () => {
  expect(choosePanel(experts.slice(0, 2), seededRandom(1), all)).toHaveLength(2);
  expect(choosePanel([], seededRandom(1), all)).toEqual([]);
});

test("a failing provider is avoided, unless there is nobody else", () => {
  const notClaude = (provider: string) => provider !== "claude";
  for (let seed = 0; seed < 20; seed += 1)
    expect(choosePanel(experts, seededRandom(seed), notClaude).map(({ provider }) => provider)).not.toContain("claude");
  expect(chooseExpert(experts.slice(0, 2), seededRandom(1), notClaude, [])?.provider).toBe("claude");
});

test("a replacement has not been tried, unless everyone has", () => {
  expect(chooseExpert(experts, seededRandom(1), all, experts.slice(1))?.id).toBe("claude-1");
  expect(experts).toContain(chooseExpert(experts, seededRandom(1), all, experts));
});
