// One message and one exit code for whatever is thrown.
import { readFile } from "node:fs/promises";
import { CommanderError } from "commander";
import { expect, test } from "vitest";
import { UserError } from "../../model/user-error.ts";
import { exitCodes } from "../../model/verdict.ts";
import { explain } from "./failures.ts";

test("a user's mistake keeps its message and its code", () => {
  expect(explain(new UserError("no", [{ path: "a", message: "b", remedy: "c" }], exitCodes.refused))).toEqual({
    text: "no\n  a: b — c",
    exitCode: 5,
  });
});

test.for([
  { code: "commander.helpDisplayed", exitCode: 0 },
  { code: "commander.version", exitCode: 0 },
  { code: "commander.help", exitCode: 64 },
  { code: "commander.unknownOption", exitCode: 64 },
])("$code ends with $exitCode and says nothing twice", ({ code, exitCode }) => {
  expect(explain(new CommanderError(1, code, "x"))).toEqual({ text: "", exitCode });
});

test("what the system refuses is told with its place, without a stack trace", async () => {
  const error: unknown = await readFile("/nowhere/journal.jsonl").catch((reason: unknown) => reason);
  const { text, exitCode } = explain(error);
  expect(text).toMatch(/\/nowhere\/journal\.jsonl: there is no such file or folder — /);
  expect(text).not.toMatch(/^\s+at /m);
  expect(exitCode).toBe(exitCodes.refused);
});

test.for([new TypeError("x is undefined"), "thrown text", null, Object.assign(new Error("odd"), { code: "ERR_ODD" })])(
  "%s is our own mistake",
  (error) => {
    const { text, exitCode } = explain(error);
    expect(text).toMatch(/^This is a mistake of gameday's own/);
    expect(exitCode).toBe(exitCodes.internal);
  },
);
