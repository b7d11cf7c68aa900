// Which failures are looked at again, and what comes of it.
import { describe, expect, test } from "vitest";
import { aloneFiles, heavyFiles, stackFiles } from "./files.ts";
import { secondLook } from "./second-look.ts";
import type { Failure, Outcome } from "./vitest.ts";

const failureOf = (file: string | null, name = "a test"): Failure => ({ file, name: `${file}: ${name}`, message: "because" });
const [heavy = "", other = "", third = ""] = heavyFiles("tests");
const [stack = ""] = stackFiles("tests");
const [alone = ""] = aloneFiles("tests");

/** Looks again; `still` are the files that fail then, too. */
async function look(failures: readonly Failure[], still: readonly string[] = []) {
  const asked: string[] = [];
  const again = async (files: readonly string[]): Promise<Outcome> => {
    asked.push(...files);
    return { passed: 1, failures: still.map((file) => failureOf(file)), skipped: [] };
  };
  return { ...(await secondLook(failures, again)), asked };
}

describe("a second look", () => {
  test("at files that failed beside others: each once, and unsteady is what passes then", async () => {
    const failures = [failureOf(heavy, "one"), failureOf(heavy, "two"), failureOf(stack)];
    expect(await look(failures)).toEqual({ asked: [heavy, stack], failures: [], unsteady: failures });
  });

  test("what fails again has failed; the other is unsteady", async () => {
    const failures = [failureOf(heavy), failureOf(stack)];
    expect(await look(failures, [stack])).toEqual({ asked: [heavy, stack], failures: [failureOf(stack)], unsteady: [failureOf(heavy)] });
  });

  test.for([
    ["nothing failed", []],
    ["a quick test", [failureOf("model/units.test.ts")]],
    ["one that ran alone", [failureOf(alone)]],
    ["a runner that died", [failureOf(null)]],
    ["a quick one beside a heavy one", [failureOf(heavy), failureOf("model/units.test.ts")]],
    ["more than two files", [failureOf(heavy), failureOf(other), failureOf(third)]],
  ] as const)("none: %s", async ([, failures]) => {
    expect(await look(failures)).toEqual({ asked: [], failures, unsteady: [] });
  });
});
