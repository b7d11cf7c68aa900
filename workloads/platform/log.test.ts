// The log: a flood of errors is a few lines.
import { expect, test } from "vitest";
import { createLog, describe } from "./log.ts";

test("writes the first errors of a second and counts the rest", () => {
  const lines: string[] = [];
  const log = createLog("us/edge", (line) => lines.push(line));
  for (let count = 0; count < 500; count += 1) log.error("lost", new Error("gone"));
  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "error", id: "us/edge", message: "lost", cause: "gone" });
});

test("an error is told with its code and its causes", () => {
  const below = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
  expect(describe(new Error("no answer", { cause: below }))).toBe("no answer (ECONNREFUSED: refused)");
});
