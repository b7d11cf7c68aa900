// The report in a real browser, from disk: what it shows, that it fits, that it asks nothing of the network.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { CriterionResult, Entry } from "../../../model/events.ts";
import { summarise } from "../summary.ts";
import { openBrowser } from "../testing/browser.ts";
import { gameDay, result } from "../testing/journal.ts";
import { renderHtml } from "./render.ts";

const hostile = `</script></title><script>hacked=1</script><img src="http://127.0.0.1:9/x" onerror="hacked=1">"'&`;
const failedRto: CriterionResult = { ...result("rto", 400, 300, 2), status: "failed" };
const failedRun = gameDay({
  chaosResults: [result("rpo", 0, 60, 2), failedRto],
  end: { verdict: "failed", findings: [{ verdict: "failed", reason: `the gate after chaos failed: ${"a long reason ".repeat(30)}` }] },
});
const hostileRun = gameDay({
  plan: hostile,
  stack: hostile,
  hypothesis: hostile,
  end: { verdict: "aborted", findings: [{ verdict: "aborted", reason: hostile }] },
});
const runs: readonly (readonly [string, readonly Entry[]])[] = [
  ["passed", gameDay()],
  ["failed", failedRun],
  ["hostile", hostileRun],
  ["unfinished", gameDay({ end: null }).slice(0, 60)],
  ["only begun", gameDay().slice(0, 1)],
];

let browser: Browser;
let folder = "";
beforeAll(async () => {
  browser = await openBrowser();
  folder = await mkdtemp(join(tmpdir(), "proving-ground-report-"));
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

interface Opened extends AsyncDisposable {
  readonly page: Page;
  /** What the page asked for beside itself, and what it complained about. */
  readonly noise: readonly string[];
}

async function open(entries: Iterable<Entry>, width = 1280, colorScheme: "light" | "dark" = "light"): Promise<Opened> {
  const path = join(folder, "report.html");
  await writeFile(path, renderHtml(summarise(entries)));
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const noise: string[] = [];
  const own = pathToFileURL(path).href;
  page.on("request", (request) => request.url() !== own && !request.url().startsWith("data:") && noise.push(`request ${request.url()}`));
  page.on("console", (message) => message.type() === "error" && noise.push(`console ${message.text()}`));
  page.on("pageerror", (error) => noise.push(`error ${error.message}`));
  await page.goto(own);
  return { page, noise, [Symbol.asyncDispose]: () => page.close() };
}

/** With plain spaces where the page keeps a figure and its unit together. */
const texts = async (page: Page, selector: string): Promise<string[]> =>
  (await page.locator(selector).allInnerTexts()).map((text) => text.replaceAll("\u00a0", " "));
const numberOf = async (page: Page, expression: string): Promise<number> => z.number().parse(await page.evaluate(expression));
const middles = async (page: Page, selector: string): Promise<number[]> =>
  Promise.all(
    (await page.locator(selector).all()).map(async (mark) => mark.boundingBox().then((box) => (box === null ? NaN : box.x + box.width / 2))),
  );

test.for(runs.flatMap(([name, entries]) => [1280, 400].map((width) => [name, width, entries] as const)))(
  "a %s run at %i px: from disk, quiet, nothing wider than the page",
  async ([, width, entries]) => {
    await using opened = await open(entries, width, width === 400 ? "dark" : "light");
    const { page, noise } = opened;
    expect(await page.locator("h1").innerText()).not.toBe("");
    expect(await numberOf(page, "document.documentElement.scrollWidth")).toBe(width);
    expect(await page.evaluate("typeof hacked")).toBe("undefined");
    expect(noise).toEqual([]);
  },
);

test("one reason is said once, in the headline; several are listed", async () => {
  const starved = { verdict: "invalid", reason: "the generator starved" } as const;
  await using one = await open(gameDay({ end: { verdict: "invalid", findings: [starved] } }));
  expect(await one.page.locator("h1").innerText()).toBe("Invalid: the generator starved.");
  expect(await one.page.locator(".findings").count()).toBe(0);
  await using two = await open(gameDay({ end: { verdict: "invalid", findings: [starved, { verdict: "failed", reason: "a gate failed" }] } }));
  expect(await texts(two.page, ".findings li")).toEqual(["invalid the generator starved", "failed a gate failed"]);
});

test("a hostile name is shown as the text that it is", async () => {
  await using opened = await open(hostileRun);
  expect(await opened.page.locator(".banner").innerText()).toContain(hostile);
  expect(await opened.page.title()).toContain(hostile);
  expect(await opened.page.locator("img").count()).toBe(0);
});

test("the banner has verdict, reason and the figures of the region's loss", async () => {
  await using opened = await open(gameDay());
  const { page } = opened;
  expect(await texts(page, ".banner .verdict")).toEqual(["✓ PASSED"]);
  expect(await texts(page, ".loss h2")).toEqual(["Loss of region us-east-1"]);
  expect(
    (await texts(page, ".loss dl")).map((text) =>
      text
        .split("\n")
        .filter((line) => line !== "")
        .slice(0, 2),
    ),
  ).toEqual([
    ["RTO", "4.2 s"],
    ["RPO", "0 s"],
    ["detected after", "0.8 s"],
    ["whole again after", "16.0 s"],
  ]);
});

test("on the timeline marks stand in the order of their time, inside the phase that they belong to", async () => {
  await using opened = await open(gameDay());
  const { page } = opened;
  for (const id of ["slow-edge", "region-lost"]) {
    const lane = `[data-fault="${id}"] [data-mark]`;
    const at = await Promise.all((await page.locator(lane).all()).map(async (mark) => Number(await mark.getAttribute("data-at"))));
    const x = await middles(page, lane);
    expect(x).toHaveLength(4);
    expect(x.toSorted((a, b) => a - b)).toEqual(x);
    // One clock: the same seconds take the same room everywhere.
    const [first = 0, second = 0, third = 0] = x;
    const [t1 = 0, t2 = 0, t3 = 0] = at;
    expect((third - first) / (t3 - t1)).toBeCloseTo((second - first) / (t2 - t1), -1);
  }
  const [baselineGate = NaN, chaosGate = NaN] = await middles(page, "[data-gate]");
  const marks = await middles(page, "[data-mark]");
  expect(Math.min(...marks)).toBeGreaterThan(baselineGate);
  expect(Math.max(...marks)).toBeLessThan(chaosGate);
});

test("a fault's band and lane say its figures; the pointer and the keys show those of a second", async () => {
  await using opened = await open(gameDay());
  const { page } = opened;
  const figures =
    "region-lost: proved; effect seen +0.5 s, detected +0.8 s, healing +10.0 s, healed +15.0 s, recovered +16.0 s, writes accepted again after 4.2 s";
  expect(await page.locator('[data-fault="region-lost"] > title').textContent()).toBe(figures);
  expect(await page.locator(".fault-band > title").allTextContents()).toContain(figures);
  await page.locator('[data-fault="region-lost"] [data-mark="injected"]').hover();
  expect(await page.locator(".tip").innerText()).toMatch(/chaos, fault region-lost\nreached\s+20\/s/);
  await page.mouse.move(0, 0);
  expect(await page.locator(".tip").isHidden()).toBe(true);
  await page.locator(".timeline").focus();
  await page.keyboard.press("ArrowRight");
  expect(await page.locator(".tip").innerText()).toMatch(/^0:2[01]\.\d {2}chaos, fault region-lost/);
});

test("at 400 px the timeline scrolls inside itself, and the labels of its axes are apart and large enough", async () => {
  await using opened = await open(gameDay(), 400);
  const { page } = opened;
  expect(await numberOf(page, 'document.querySelector(".timeline").scrollWidth - document.querySelector(".timeline").clientWidth')).toBeGreaterThan(
    0,
  );
  const boxes = (await Promise.all((await page.locator(".timeline .tick").all()).map((tick) => tick.boundingBox()))).filter((box) => box !== null);
  expect(boxes.length).toBeGreaterThan(15);
  expect(Math.min(...boxes.map(({ height }) => height))).toBeGreaterThan(10);
  const overlapping = boxes.flatMap((a, index) =>
    boxes.slice(index + 1).filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y + 2 < b.y + b.height && b.y + 2 < a.y + a.height),
  );
  expect(overlapping).toEqual([]);
});

test("criteria: what failed comes first, with measured, limit, status and samples", async () => {
  await using opened = await open(failedRun);
  const { page } = opened;
  expect(await texts(page, ".failures tbody tr th, .failures tbody tr td")).toEqual([
    "recovery recovery time (RTO)",
    "chaos",
    "✗ 400 s",
    "< 300 s",
    "2",
    "",
  ]);
  expect((await texts(page, ".criteria tbody th"))[0]).toBe("recovery recovery time (RTO)");
  expect(await texts(page, ".criteria tbody tr:first-child td")).toEqual(["✗ failed in chaos", "< 300 s", "", "✗ 400 s (2)"]);
  expect((await texts(page, ".criteria tbody tr:last-child td"))[0]).toBe("○ not measured here");
});

test("phases stand beside full size with their factors", async () => {
  await using opened = await open(gameDay());
  const [baseline = ""] = await texts(opened.page, ".phases tbody tr:first-child");
  for (const part of ["20/s", "10.0 s, 15 instances", "100/s", "15 min, 5 instances", "rate 1/5", "time 1/90", "size ×3.4", "333 ms"])
    expect(baseline).toContain(part);
});

test("without eyes: headings in order, tables with headers and names, pictures with text, probes with their flake rate", async () => {
  await using opened = await open(failedRun);
  const { page } = opened;
  const levels = z.array(z.number()).parse(await page.evaluate('[...document.querySelectorAll("h1,h2,h3,h4")].map(({tagName})=>Number(tagName[1]))'));
  expect(levels[0]).toBe(1);
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  expect(levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  const tables = await page.locator("table").count();
  expect(tables).toBeGreaterThan(5);
  for (const part of ["caption", "thead th[scope=col]", "tbody th[scope=row]"]) expect(await page.locator(`table:has(${part})`).count()).toBe(tables);
  expect(await page.locator("figure svg[role=img][aria-label]").count()).toBe(1);
  expect(await texts(page, "#probes ~ details tbody tr:first-child > *")).toEqual(["cache", "96.7 %", "1", "1.5 s", "✗ 1", "20.0 %", "6"]);
});
