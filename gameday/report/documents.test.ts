// Markdown, JUnit XML and report.json of the same run, read back by what reads them.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { CriterionResult } from "../../model/events.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { reportSchema, toReportJson } from "./report-schema.ts";
import { summarise } from "./summary.ts";
import { openBrowser } from "./testing/browser.ts";
import { gameDay, result } from "./testing/journal.ts";

const hostile = `a|b <script>alert(1)</script> "q" 'r' & ]]> \`code\` \u0000\u0007\ufffe\ud800 [x](javascript:1)\nsecond line`;
const strange = summarise(
  gameDay({ plan: hostile, hypothesis: hostile, end: { verdict: "failed", findings: [{ verdict: "failed", reason: hostile }] } }),
);
const failedRto: CriterionResult = { ...result("rto", 400, 300, 2), status: "failed", detail: 'worst of 2 faults, "region-lost" <1>' };
const failed = summarise(
  gameDay({
    chaosResults: [failedRto, result("rpo", 0, 60, 2)],
    end: { verdict: "failed", findings: [{ verdict: "failed", reason: "the gate after chaos failed" }] },
  }),
);

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const xmlSchema = z.array(z.object({ tag: z.string(), attributes: z.record(z.string(), z.string()) }));
type Xml = z.output<typeof xmlSchema>[number];

/** Every element in document order, by a parser that takes well-formed XML only. */
async function parseXml(xml: string): Promise<Xml[]> {
  const page = await browser.newPage();
  const elements = xmlSchema.parse(
    await page.evaluate(`[...new DOMParser().parseFromString(${JSON.stringify(xml)}, "application/xml").querySelectorAll("*")].map((element) => ({
      tag: element.tagName,
      attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    }))`),
  );
  await page.close();
  expect(elements.filter(({ tag }) => tag === "parsererror")).toEqual([]);
  return elements;
}

test("JUnit: a suite a phase, failures counted, what failed named", async () => {
  const elements = await parseXml(renderJunit(failed));
  const suites = elements.filter(({ tag }) => tag === "testsuite").map(({ attributes }) => attributes);
  expect(suites).toMatchObject([
    { name: "baseline", tests: "3", failures: "0", errors: "0", skipped: "1" },
    { name: "chaos", tests: "2", failures: "1", errors: "0", skipped: "0" },
    { name: "faults", tests: "3", failures: "0", errors: "0", skipped: "1" },
    { name: "run", tests: "1", failures: "1", errors: "0", skipped: "0" },
  ]);
  expect(elements[0]).toMatchObject({ tag: "testsuites", attributes: { tests: "9", failures: "2", errors: "0", skipped: "2" } });
  expect(elements.filter(({ tag }) => tag === "failure").map(({ attributes }) => attributes["message"])).toEqual([
    '400 s, must be < 300 s: worst of 2 faults, "region-lost" <1>',
    "failed: the gate after chaos failed",
  ]);
  expect(elements.filter(({ tag }) => tag === "testcase")).toHaveLength(9);
});

test("JUnit: strange characters arrive as text, or not at all where XML has no place for them", async () => {
  const elements = await parseXml(renderJunit(strange));
  expect(elements[0]?.attributes["name"]).toBe(`a|b <script>alert(1)</script> "q" 'r' & ]]> \`code\` \ufffd [x](javascript:1) second line on local`);
  expect(elements.filter(({ tag }) => tag === "script")).toEqual([]);
});

test("JUnit: a run that passed has no failure, an invalid one an error", async () => {
  const passed = await parseXml(renderJunit(summarise(gameDay())));
  expect(passed.filter(({ tag }) => tag === "failure" || tag === "error")).toEqual([]);
  const invalid = await parseXml(
    renderJunit(summarise(gameDay({ end: { verdict: "invalid", findings: [{ verdict: "invalid", reason: "starved" }] } }))),
  );
  expect(invalid.filter(({ tag }) => tag === "error").map(({ attributes }) => attributes["message"])).toEqual(["invalid: starved"]);
});

test("Markdown: the verdict, a row a phase and a row a fault", () => {
  const lines = renderMarkdown(failed).split("\n");
  expect(lines[0]).toBe("## Failed: the gate after chaos failed.");
  expect(lines).toContain("| Baseline | 20/s | 20/s | 333 ms | 0 | ✓ |");
  expect(lines).toContain("| Chaos | 20/s | 20/s | – | 10 | ✗ rto |");
  expect(lines).toContain("| region-lost | region-loss | proved | 0.8 s | 16.0 s | 4.2 s |");
  expect(lines).toContain("- **failed** the gate after chaos failed");
  expect(lines).toContain("- not supported by this stack: disk-full: the stack offers no disk");
});

test("Markdown: a hostile name opens no cell, element, link or line", () => {
  const text = renderMarkdown(strange);
  expect(text).not.toContain("<script>");
  expect(text).not.toMatch(/(?<!\\)\[x/);
  expect(text.split("\n").filter((line) => line.startsWith("second"))).toEqual([]);
  const columns = text.split("\n").filter((line) => line.startsWith("| ") && line.includes("region-lost"));
  expect(columns.map((line) => line.match(/(?<!\\)\|/g)?.length)).toEqual([7]);
});

test.for([
  ["passed", summarise(gameDay())],
  ["failed", failed],
  ["strange", strange],
  ["unfinished", summarise(gameDay({ end: null }))],
  ["only begun", summarise(gameDay({ end: null }).slice(0, 1))],
] as const)("report.json of a run that is %s is what its schema says, after a journey through a file too", ([, summary]) => {
  const report = toReportJson(summary);
  expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  expect(report.verdict).toBe(summary.verdict);
});

test("report.json carries the figures", () => {
  const report = toReportJson(failed);
  expect(report.phases[1]).toMatchObject({ name: "chaos", gate: "failed", reached: 20, plannedMean: 20, errors: 10, p95: null, p95Peak: 2_746 });
  expect(report.phases[1]?.criteria[0]).toEqual(failedRto);
  expect(report.probes.map(({ probe, flakes }) => [probe, flakes])).toEqual([
    ["entry", 0],
    ["cache", 1],
  ]);
});
