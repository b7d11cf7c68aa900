// Faults at the same time on a real, small system: what the guards let in together is judged fault by fault, and nothing slips past them together.
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startHttpProcess, type Running } from "../gameday/adapters/testing/servers.ts";
import type { OutputsInput } from "../model/outputs.ts";
import type { PlanInput } from "../model/plan.ts";
import { ensurePrograms } from "../tools/programs/ensure.ts";
import { Gameday } from "./gameday-process.ts";
import { startSmallShop, type SmallShop } from "./small-shop.ts";

let gameday: Gameday;
let shop: SmallShop;
let replica: Running;
let stack = "";
beforeAll(async () => {
  await ensurePrograms(["k6", "toxiproxy"], () => undefined);
  gameday = await Gameday.create();
  [shop, replica] = await Promise.all([startSmallShop(gameday.home), startHttpProcess()]);
  const pidFile = join(gameday.home, "replica.pid");
  await writeFile(pidFile, String(replica.pid));
  const look = { kind: "http", url: replica.url, timeout: "500ms" } as const;
  const outputs: OutputsInput = {
    ...shop.outputs,
    processes: [{ id: "replica", pidFile, ready: look }],
    redundancy: [{ label: "the replica answers", observe: look }],
  };
  stack = join(gameday.home, "shop-with-replica.json");
  await writeFile(stack, JSON.stringify(outputs));
}, 60_000);
afterAll(async () => {
  await replica[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
  await rm(gameday.home, { recursive: true, force: true });
});

const latency = { kind: "network-latency", link: {}, latency: "300ms" } as const;
const chaos = (faults: NonNullable<PlanInput["phases"][number]["faults"]>, maximumConcurrentFaults: number): PlanInput => ({
  name: "together",
  phases: [{ name: "chaos", duration: "10s", rate: 10, scenario: "get", faults }],
  guards: { maximumConcurrentFaults, blastRadius: 1 },
});

test("a fault is given its time to recover once the other one is out, which keeps the system from being whole", { timeout: 60_000 }, async () => {
  const faults = [
    { id: "slow", at: "3s", duration: "1s", recovery: "1s", hypothesis: "slower", fault: latency },
    { id: "frozen", at: "3s", duration: "5s", recovery: "10s", hypothesis: "a replica hangs", fault: { kind: "process-freeze" } },
  ] satisfies NonNullable<PlanInput["phases"][number]["faults"]>;
  const run = await gameday.run("run", await gameday.plan(chaos(faults, 2)), "--stack", stack, "--events");
  const events = run.entries.map(({ event }) => event).filter((event) => "fault" in event);
  const told = events.map((event) => `${event.type} ${event.fault}`);
  expect(told).not.toContain("fault-not-recovered slow");
  expect(told.indexOf("fault-recovered slow")).toBeGreaterThan(told.indexOf("fault-healing frozen"));
});

test("two faults that wait for the same moment do not go in past the guards together", { timeout: 60_000 }, async () => {
  // Both wait for the load's first answers, and so come at once although the plan has the first one over by then.
  const faults = [
    { id: "first", at: "0s", duration: "100ms", hypothesis: "slower", fault: latency },
    { id: "second", at: "200ms", duration: "1s", hypothesis: "a replica hangs", fault: { kind: "process-freeze" } },
  ] satisfies NonNullable<PlanInput["phases"][number]["faults"]>;
  const run = await gameday.run("run", await gameday.plan(chaos(faults, 1)), "--stack", stack, "--events");
  const failed = run.entries.flatMap(({ event }) => (event.type === "fault-injection-failed" ? [`${event.fault}: ${event.reason}`] : []));
  expect(failed).toEqual(['second: blocked by the guard "concurrent faults": first is in at that time, the plan allows 1 at a time']);
});
