// What a person is told about a document that is wrong: every problem at once, where it is, what to do.
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { closest, editDistance } from "./closest.ts";
import { outputsSchema } from "./outputs.ts";
import { parseDocument } from "./parse.ts";
import { planSchema } from "./plan.ts";
import { UserError } from "./user-error.ts";

const load = { name: "baseline", duration: "5s", rate: 10 };
const fault = { id: "a", at: 1, duration: 2, hypothesis: "h", fault: { kind: "network-stall" } };
const outputs = { schema: "proving-ground/outputs/1", stack: "shop", entry: "http://127.0.0.1:8081/" };
const chaosWith = (change: object): unknown => ({ name: "p", phases: [{ ...load, faults: [{ ...fault, ...change }] }] });

function problemsOf(schema: z.ZodType, value: unknown): string[] {
  try {
    parseDocument(schema, value, "it");
  } catch (error) {
    if (error instanceof UserError) return error.problems.map(({ path, message, remedy }) => [path, message, remedy ?? ""].join(" | "));
    throw error;
  }
  return [];
}

test.for<[what: string, schema: z.ZodType, value: unknown, ...expected: RegExp[]]>([
  [
    "an unknown fault kind",
    planSchema,
    chaosWith({ fault: { kind: "process-kil" } }),
    /^phases\[0\]\.faults\[0\]\.fault\.kind \| is "process-kil" \| did you mean process-kill\?/,
  ],
  ["a fault without a kind", planSchema, chaosWith({ fault: {} }), /fault\.kind \| is missing \| use one of process-kill, /],
  [
    "a key of a fault",
    planSchema,
    chaosWith({ fault: { kind: "process-kill", tagret: {} } }),
    /^phases\[0\]\.faults\[0\]\.fault\.tagret \| is not a known key/,
  ],
  [
    "a negative rate",
    planSchema,
    { name: "p", phases: [{ ...load, rate: -3 }] },
    /^phases\[0\]\.rate \| is -3: a rate is 0 or more requests per second/,
  ],
  ["a rate as text", planSchema, { name: "p", phases: [{ ...load, rate: "fast" }] }, /^phases\[0\]\.rate \| is "fast" \| give a number/],
  [
    "a duration in words",
    planSchema,
    { name: "p", phases: [{ ...load, duration: "5 seconds" }] },
    /^phases\[0\]\.duration \| is "5 seconds": a duration is .* "500ms"/,
  ],
  ["a negative duration", planSchema, { name: "p", phases: [{ ...load, duration: -1 }] }, /^phases\[0\]\.duration \| /],
  ["an unknown scenario", planSchema, { name: "p", phases: [{ ...load, scenario: "gett" }] }, /scenario \| is "gett" \| did you mean get\?/],
  ["an empty hypothesis", planSchema, chaosWith({ hypothesis: "" }), /hypothesis \| must not be empty/],
  ["no phases", planSchema, { name: "p", phases: [] }, /^phases \| must not be empty/],
  ["an empty document", planSchema, null, /^ \| is empty \| give an object/],
  ["a list", planSchema, [], /^ \| is a list \| give an object/],
  [
    "outputs of another version",
    outputsSchema,
    { ...outputs, schema: "proving-ground/outputs/9" },
    /^schema \| is "proving-ground\/outputs\/9" \| .*use proving-ground\/outputs\/1/,
  ],
  ["an entry without its scheme", outputsSchema, { ...outputs, entry: "localhost:8081" }, /^entry \| is "localhost:8081": must be a URL such as/],
  [
    "a relative pid file",
    outputsSchema,
    { ...outputs, processes: [{ id: "a", pidFile: "a.pid" }] },
    /^processes\[0\]\.pidFile \| is "a.pid": must be an absolute path/,
  ],
  [
    "an unknown look",
    outputsSchema,
    { ...outputs, probes: [{ id: "a", observe: { kind: "htp" } }] },
    /^probes\[0\]\.observe\.kind \| is "htp" \| did you mean http\?/,
  ],
  [
    "several problems at once",
    planSchema,
    { name: "A B", sped: 1, phases: [{ ...load, rate: -1, scenaro: "get" }], guards: { maximumConcurrentFaults: 0 } },
    /^name \| is "A B": use lower-case/,
    /^phases\[0\]\.rate /,
    /^phases\[0\]\.scenaro \| is not a known key/,
    /^guards\.maximumConcurrentFaults \| is 0, must be at least 1/,
    /^sped \| is not a known key/,
  ],
])("%s is told with its place and a remedy", ([, schema, value, ...expected]) => {
  const problems = problemsOf(schema, value);
  expect(problems).toHaveLength(expected.length);
  for (const [index, pattern] of expected.entries()) expect(problems[index]).toMatch(pattern);
});

test("the message counts the problems and has a line for each", () => {
  expect(() => parseDocument(z.strictObject({ a: z.string() }), { b: 1 }, "it.yaml")).toThrow(
    "it.yaml has 2 problems:\n  a: is missing — give a string\n  b: is not a known key — remove it or correct its spelling",
  );
});

test("whatever a plan is, it is parsed or refused as a user's mistake, with a problem that says something", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(planSchema, outputsSchema), (value, schema) => {
      const problems = problemsOf(schema, value);
      expect(problems.every((problem) => !/undefined|\[object/.test(problem) && problem.length > 5)).toBe(true);
      expect(problems.length).toBeGreaterThan(0);
    }),
  );
});

test("edit distance is a metric, and only near words are suggested", () => {
  const word = fc.string({ maxLength: 8, unit: "grapheme-ascii" });
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(editDistance(a, a)).toBe(0);
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
    }),
  );
  expect(editDistance("kitten", "sitting")).toBe(3);
  expect(closest("proces-freze", ["process-kill", "process-freeze"])).toBe("process-freeze");
  expect(closest("earthquake", ["process-kill", "process-freeze"])).toBeUndefined();
});
