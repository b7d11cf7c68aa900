// Failures of Postgres: those that pass are tried again, wrong statements are not.
import { expect, test } from "vitest";
import { DatabaseUnavailable, isPassing } from "./failure.ts";

const coded = (code: string) => Object.assign(new Error("said the server"), { code });

test.each(["PG001", "25006", "57P01", "57P03", "08006", "40001", "ECONNREFUSED", "ETIMEDOUT"])("%s passes", (code) => {
  expect(isPassing(coded(code))).toBe(true);
});

test.each(["23505", "42601", "22P02"])("%s does not", (code) => {
  expect(isPassing(coded(code))).toBe(false);
});

test("a lost connection passes, whether or not it has a code", () => {
  expect(isPassing(new Error("Connection terminated unexpectedly"))).toBe(true);
  expect(isPassing(new DatabaseUnavailable("no primary is known"))).toBe(true);
});
