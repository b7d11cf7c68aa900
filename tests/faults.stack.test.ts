// Every kind of fault on the real stack: seen to be in, seen to be out, and nothing of it left anywhere.
import { readdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { createObserver } from "../gameday/adapters/observe/create-observer.ts";
import { liveProcess, processState } from "../gameday/adapters/machine/process-handle.ts";
import { faultSchema } from "../model/fault/fault.ts";
import type { Outputs } from "../model/outputs.ts";
import type { PlanInput } from "../model/plan.ts";
import { layout } from "../stacks/local/layout.ts";
import { Gameday } from "./gameday-process.ts";
import { tellLogsOnFailure } from "./post-mortem.ts";
import { commands } from "./processes.ts";

const minutes = 60_000;
type FaultInput = NonNullable<PlanInput["phases"][number]["faults"]>[number]["fault"];

/** Those of a group are in at the same time, each on a target of its own. */
const groups: readonly (readonly FaultInput[])[] = [
  [
    { kind: "network-latency", link: { service: "query-handler", to: "us-east-1" }, latency: "400ms" },
    { kind: "network-jitter", link: { service: "orchestrator", to: "us-east-1" }, latency: "400ms", jitter: "100ms" },
    { kind: "bandwidth-limit", link: { service: "response-collector", to: "us-east-1" }, kilobytesPerSecond: 1 },
    { kind: "network-stall", link: { service: "experts", to: "us-east-1" } },
    { kind: "connection-reset", link: { service: "mcp", to: "us-east-1" } },
  ],
  [
    { kind: "process-kill", target: { service: "worker", region: "eu-west-1" } },
    { kind: "process-freeze", target: { service: "orchestrator", region: "eu-west-1" } },
    { kind: "dependency-errors", dependency: "experts", region: "ap-southeast-1", share: 1 },
    // As the guardian's: a machine that others keep busy has no more to give.
    { kind: "cpu-hog", cores: 1, load: 0.1 },
    { kind: "memory-hog", megabytes: 256 },
    { kind: "disk-fill" },
  ],
  [{ kind: "redis-primary-loss" }],
  [{ kind: "postgres-primary-loss" }],
  [{ kind: "region-partition", region: "ap-southeast-1" }],
  [{ kind: "region-loss" }],
];

let gameday: Gameday;
let outputs: Outputs;
let proxiesBefore: unknown;
beforeAll(async () => {
  gameday = await Gameday.create();
  outputs = await gameday.up();
  proxiesBefore = await proxies();
}, 2 * minutes);
afterAll(() => gameday[Symbol.asyncDispose](), minutes);

test("the groups have every kind once", () => {
  expect(
    groups
      .flat()
      .map(({ kind }) => kind)
      .toSorted(),
  ).toEqual(faultSchema.options.map(({ shape }) => shape.kind.value).toSorted());
});

test.each(groups.map((faults) => [faults.map(({ kind }) => kind).join(", "), faults] as const))(
  "%s: seen to be in, healed and recovered from",
  { timeout: 2 * minutes },
  async (name, faults) => {
    tellLogsOnFailure(gameday.home);
    const alone = faults.length === 1;
    const plan = {
      name: alone ? name : `group-${faults[0]?.kind}`,
      phases: [
        {
          name: "chaos",
          duration: "9s",
          rate: 0,
          faults: faults.map((fault) => ({
            id: fault.kind,
            at: "1s",
            duration: "7s",
            required: fault.kind !== "disk-fill" || outputs.disks.length > 0,
            hypothesis: "it is seen and taken out again",
            fault,
          })),
        },
      ],
      guards: { dataPrimaries: true, maximumConcurrentFaults: faults.length },
    } satisfies PlanInput;
    const run = await gameday.run("run", await gameday.plan(plan), "--events");
    for (const { kind } of faults.filter((fault) => fault.kind !== "disk-fill" || outputs.disks.length > 0)) {
      const own = run.entries.map(({ event }) => event).filter((event) => "fault" in event && event.fault === kind);
      const life = own.map(({ type }) => type);
      expect(
        life.filter((type) => type !== "fault-detected" && type !== "fault-planned"),
        own.length > 0 ? JSON.stringify(own.slice(2), null, 1) : run.output.slice(-3_000),
      ).toEqual([
        "fault-undo-recorded",
        "fault-injecting",
        "fault-injected",
        "fault-effect-seen",
        "fault-healing",
        "fault-undone",
        "fault-healed",
        "fault-recovered",
      ]);
    }
    // Without load the gate has nothing to pass on, so it is not the verdict that is asked for here.
    const finished = run.entries.map(({ event }) => event).find((event) => event.type === "run-finished");
    expect(finished?.findings.filter(({ verdict }) => verdict === "dirty" || verdict === "aborted")).toEqual([]);
  },
);

test("nothing of them is left", async () => {
  expect(await proxies()).toEqual(proxiesBefore);
  expect(await readdir(layout(gameday.stackFolder).holds)).toEqual([]);

  // The last run's guardian looks twice a second whether it is over.
  await vi.waitFor(async () => expect((await commands()).filter((command) => command.includes(gameday.home))).toEqual([]), 10_000);
  const runs = join(gameday.home, ".gameday", "runs");
  for (const run of await readdir(runs)) expect((await readdir(join(runs, run))).filter((name) => name.startsWith("helper-"))).toEqual([]);

  const states = await Promise.all(
    outputs.processes.map(async ({ id, pidFile }) => {
      const record = await liveProcess(pidFile);
      return [id, record === null ? "gone" : await processState(record.pid)];
    }),
  );
  expect(states.filter(([, state]) => state === "gone" || state === "T")).toEqual([]);

  for (const { id, path } of outputs.disks) {
    expect(await readdir(path), id).toEqual([]);
    const { blocks, bfree } = await statfs(path);
    expect(bfree, id).toBe(blocks);
  }

  // A switch that were still set for every call would fail each of these.
  const observer = createObserver();
  for (const { id, observe } of outputs.switches) expect(observe === undefined ? "blind" : (await observer.look(observe)).held, id).toBe(true);
});

const proxiesSchema = z.record(z.string(), z.object({ enabled: z.boolean(), toxics: z.array(z.object({ name: z.string() }).loose()) }));

/** What Toxiproxy has: each proxy, whether it is open, its toxics in the order of their names. */
async function proxies() {
  const [link] = outputs.links;
  const all = proxiesSchema.parse(await (await fetch(`${link?.toxiproxy}/proxies`)).json());
  return Object.fromEntries(
    Object.entries(all).map(([name, { enabled, toxics }]) => [name, { enabled, toxics: toxics.toSorted((a, b) => a.name.localeCompare(b.name)) }]),
  );
}
