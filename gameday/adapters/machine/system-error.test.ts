// Errors of real calls to the system, in words.
import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { describeError, systemError } from "./system-error.ts";

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test.for([
  { work: () => readFile("/nowhere/at/all"), words: "there is no such file or folder" },
  { work: () => readFile("/proc"), words: "it is a folder" },
  { work: () => readFile("/proc/version/x"), words: "a part of the path is a file, not a folder" },
  { work: () => writeFile("/dev/full", "x"), words: "no space is left on the disk" },
])("$words", async ({ work, words }) => {
  expect(describeError(await failureOf(work()))).toBe(words);
});

test("what is no error of the system keeps its own message, in one line", () => {
  expect(describeError(new Error("first\n\n  second\n"))).toBe("first second");
  expect(describeError("text")).toBe("text");
  expect(systemError(Object.assign(new Error("x"), { code: "ERR_INVALID" }))).toBeNull();
});
