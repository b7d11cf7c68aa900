// The dashboard in a real browser: it follows the run, and only who holds the token can end it.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openBrowser } from "../report/testing/browser.ts";
import { gameDay } from "../report/testing/journal.ts";
import { serveDashboard } from "./server.ts";

const patience = { timeout: 20_000, interval: 50 };
let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

test("the page follows the run to its end, with the report's timeline, and asks nobody else for anything", async () => {
  const dashboard = await serveDashboard("20261121-quick", () => undefined);
  const page = await browser.newPage();
  const noise: string[] = [];
  page.on(
    "request",
    (request) => !request.url().startsWith(new URL("/", dashboard.url).href) && !request.url().startsWith("data:") && noise.push(request.url()),
  );
  page.on("pageerror", (error) => noise.push(error.message));
  page.on("console", (message) => message.type() === "error" && noise.push(message.text()));
  await page.goto(dashboard.url);
  const entries = gameDay();
  const half = Math.floor(entries.length / 2);
  entries.slice(0, half).forEach(dashboard.entry);
  await page.waitForSelector("svg");
  const lanes = await page.locator(".lane").count();
  expect(await page.locator("#state").textContent()).toBe("live");
  entries.slice(half).forEach(dashboard.entry);
  await vi.waitFor(async () => expect(await page.locator(".lane").count()).toBeGreaterThan(lanes), patience);
  await page.locator(".stage svg").hover({ position: { x: 400, y: 200 } });
  expect(await page.locator(".tip").isVisible()).toBe(true);
  await dashboard.close();
  await vi.waitFor(async () => expect(await page.locator("#state").textContent()).toBe("the run has ended"), patience);
  expect(await page.locator("h1").textContent()).toMatch(/\S/);
  expect(noise).toEqual([]);
  await page.close();
});

test("while the run goes on nothing is called ended, and what a reader opened or scrolled to stays", async () => {
  const dashboard = await serveDashboard("run", () => undefined);
  const page = await browser.newPage({ viewport: { width: 400, height: 800 } });
  await page.goto(dashboard.url);
  const entries = gameDay();
  const inForce = entries.findIndex(({ event }) => event.type === "fault-effect-seen" && event.fault === "region-lost") + 1;
  entries.slice(0, inForce).forEach(dashboard.entry);
  const card = page.locator(".card", { hasText: "region-lost" });
  await vi.waitFor(async () => expect(await card.locator(".outcome").textContent()).toBe("› in force"), patience);
  expect(await page.locator("h1").textContent()).toBe("Running: chaos, phase 2 of 2.");
  expect(await page.locator("main").textContent()).not.toMatch(/unfinished|not recovered|did not reach its end/i);
  expect(await card.locator(".bar .open").count()).toBe(0);

  const timeline = page.locator(".timeline");
  const fromTheEnd = () => timeline.evaluate((part) => part.scrollWidth - part.clientWidth - part.scrollLeft);
  expect(await fromTheEnd()).toBeLessThan(8);
  await timeline.evaluate((part) => void (part.scrollLeft = 100));
  await card.locator("summary").click();
  entries.slice(inForce).forEach(dashboard.entry);
  await vi.waitFor(async () => expect(await card.locator(".outcome").textContent()).toBe("✓ proved"), patience);
  expect(await timeline.evaluate((part) => part.scrollLeft)).toBe(100);
  expect(await card.locator("details").evaluate((part) => part.hasAttribute("open"))).toBe(true);
  await page.close();
  await dashboard.close();
});

test("the button is there for who has the token, and ends the run", async () => {
  const asked: string[] = [];
  const dashboard = await serveDashboard("run", (reason) => asked.push(reason));
  const page = await browser.newPage();
  await page.goto(new URL("/", dashboard.url).href);
  expect(await page.locator("#abort").isVisible()).toBe(false);
  await page.goto("about:blank");
  await page.goto(dashboard.url);
  page.on("dialog", (dialog) => void dialog.accept());
  await page.locator("#abort").click();
  await vi.waitFor(async () => expect(await page.locator("#state").textContent()).toMatch(/^asked to end/), patience);
  expect(asked).toEqual(["the dashboard"]);
  await page.close();
  await dashboard.close();
});

test("an abort without the token, from another page, or under another name is refused", async () => {
  const asked: string[] = [];
  const dashboard = await serveDashboard("run", (reason) => asked.push(reason));
  const { origin, hash } = new URL(dashboard.url);
  const token = hash.slice("#token=".length);
  const status = async (path: string, headers: Record<string, string>, method = "POST") =>
    (await fetch(`${origin}${path}`, { method, headers })).status;
  expect(await status("/abort", { origin })).toBe(403);
  expect(await status("/abort", { origin, "x-gameday-token": `${token.slice(1)}0` })).toBe(403);
  expect(await status("/abort", { origin: "http://evil.example", "x-gameday-token": token })).toBe(403);
  expect(await status("/abort", { "x-gameday-token": token })).toBe(403);
  expect(await status("/abort", {}, "GET")).toBe(404);
  expect(asked).toEqual([]);
  expect(await status("/abort", { origin, "x-gameday-token": token })).toBe(202);
  expect(asked).toHaveLength(1);
  await dashboard.close();
  await expect(fetch(origin)).rejects.toThrow(/fetch failed/);
});
