// The circle of experts: proportions, slots, and a total that changes under way.
import { BulkheadRejectedError } from "cockatiel";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Circle, UnknownExpert, divide } from "./circle.ts";

test("a division adds up and keeps the proportion to within one", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.dictionary(fc.string(), fc.integer({ min: 1, max: 50 }), { minKeys: 1, maxKeys: 6 }),
      (total, shares) => {
        const sum = Object.values(shares).reduce((a, b) => a + b, 0);
        const parts = divide(total, shares);
        expect(Object.values(parts).reduce((a, b) => a + b, 0)).toBe(total);
        for (const [name, share] of Object.entries(shares)) expect(Math.abs((parts[name] ?? 0) - (total * share) / sum)).toBeLessThan(1);
      },
    ),
  );
});

test("scaling keeps the experts that stay and forgets those that go", async () => {
  const circle = new Circle({ claude: 2, gemini: 1 }, () => ({ ask: async () => "yes" }));
  expect(circle.experts.map(({ id }) => id)).toEqual(["claude-1", "claude-2", "gemini-1"]);
  expect(circle.scale(6)).toBe(6);
  await expect(circle.ask("claude-4", "?", "")).resolves.toMatchObject({ provider: "claude", answer: "yes" });
  expect(circle.scale(1)).toBe(1);
  await expect(circle.ask("claude-4", "?", "")).rejects.toThrow(UnknownExpert);
});

test("an expert does four things at a time, lets some wait, and refuses more", async () => {
  const release: (() => void)[] = [];
  const circle = new Circle({ claude: 1 }, () => ({ ask: () => new Promise((resolve) => release.push(() => resolve("yes"))) }));
  const calls = Array.from({ length: 37 }, () => circle.ask("claude-1", "?", ""));
  await expect(calls[36]).rejects.toThrow(BulkheadRejectedError);
  expect(release).toHaveLength(4);
  while (release.length > 0) {
    release.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await Promise.all(calls.slice(0, 36))).toHaveLength(36);
});
