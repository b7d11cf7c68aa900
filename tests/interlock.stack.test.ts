// A person's word over runs, and runs that are taken up again, on the real stack.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Outputs } from "../model/outputs.ts";
import type { PlanInput } from "../model/plan.ts";
import { lookAt, type Look } from "./clean.ts";
import { Gameday } from "./gameday-process.ts";
import { tellLogsOnFailure } from "./post-mortem.ts";

const minutes = 60_000;
const plan = {
  name: "slow-chaos",
  phases: [
    {
      name: "chaos",
      duration: "13s",
      rate: 20,
      faults: [
        {
          id: "slow",
          at: "2s",
          duration: "5s",
          recovery: "20s",
          hypothesis: "slower, no errors",
          fault: { kind: "network-latency", link: { service: "query-handler", to: "us-east-1" }, latency: "300ms" },
        },
      ],
    },
  ],
} satisfies PlanInput;

let gameday: Gameday;
let outputs: Outputs;
let before: Look;
beforeAll(async () => {
  gameday = await Gameday.create();
  outputs = await gameday.up();
  before = await lookAt(outputs, gameday.home);
}, 3 * minutes);
afterAll(() => gameday[Symbol.asyncDispose](), minutes);

test("stop --all heals and ends what runs, refuses what comes, until allow", { timeout: 2 * minutes }, async () => {
  tellLogsOnFailure(gameday.home);
  const run = gameday.start(["run", await gameday.plan(plan), "--events"]);
  await run.seen("fault-effect-seen");
  const stop = await gameday.run("stop", "--all", "the database team asks");
  expect(stop.output).toMatch(/Asked to end, healing first: .*slow-chaos/);
  const ended = await run.finished;
  expect(ended.code, ended.output.slice(-2_000)).toBe(2);
  expect(ended.entries.map(({ event }) => event.type)).toContain("fault-healed");
  expect(await lookAt(outputs, gameday.home)).toEqual(before);
  const refused = await gameday.run("run", await gameday.plan(plan));
  expect(refused).toMatchObject({ code: 5, output: expect.stringContaining("the database team asks") });
  expect(await gameday.run("allow")).toMatchObject({ code: 0 });
});

test("hold lets a run go on and no fault in; the run is then invalid", { timeout: 2 * minutes }, async () => {
  tellLogsOnFailure(gameday.home);
  const run = gameday.start(["run", await gameday.plan(plan), "--events"]);
  await run.seen("phase-started");
  await gameday.run("hold", "a release is under way");
  const ended = await run.finished;
  await gameday.run("unhold");
  expect(ended.entries.map(({ event }) => event.type)).not.toContain("fault-injecting");
  expect(ended.output).toContain("a release is under way");
  expect(ended.code, ended.output.slice(-2_000)).toBe(3);
});

test("a second controller is refused while the first has the stack", { timeout: 2 * minutes }, async () => {
  const run = gameday.start(["run", await gameday.plan(plan), "--events"]);
  await run.seen("load-started");
  const second = await gameday.run("run", await gameday.plan(plan));
  expect(second).toMatchObject({ code: 5, output: expect.stringMatching(/run \S+-slow-chaos has it/) });
  run.child.kill("SIGINT");
  expect((await run.finished).code).toBe(2);
});

test(
  "a run whose controller was killed is taken up from the start of its phase, and every write accepted before is read back",
  { timeout: 3 * minutes },
  async () => {
    tellLogsOnFailure(gameday.home);
    const written = { ...plan, name: "written", phases: [{ name: "idle", duration: "6s", rate: 20 }, ...plan.phases] } satisfies PlanInput;
    const run = gameday.start(["run", await gameday.plan(written), "--events"]);
    const { run: id } = await run.seen("run-started");
    await run.seen("fault-effect-seen");
    await run.seen("load-sampled", ({ phase, sample }) => phase === "chaos" && sample.ok > 0);
    run.child.kill("SIGKILL");
    const killed = await run.finished;
    const accepted = async (phase: string): Promise<number> =>
      (await readFile(join(gameday.home, ".gameday", "runs", id, "logs", `k6-${phase}-accepted.log`), "utf8")).split("accepted ").length - 1;
    const [idle, attempt] = [await accepted("idle"), await accepted("chaos")];
    expect(Math.min(idle, attempt)).toBeGreaterThan(0);
    const resumed = await gameday.run("resume", "--events");
    expect(resumed.code, resumed.output.slice(-3_000)).toBe(0);
    const types = resumed.entries.map(({ event }) => event.type);
    expect(types[0]).toBe("run-resumed");
    expect(types.filter((type) => type === "fault-effect-seen")).toHaveLength(1);
    expect(types.at(-1)).toBe("run-finished");
    expect(resumed.entries[0]?.sequence).toBeGreaterThanOrEqual(killed.entries.length);
    const chaos = await accepted("chaos");
    expect(chaos).toBeGreaterThan(attempt);
    const checked = resumed.entries.flatMap(({ event }) => (event.type === "integrity-checked" ? [event] : []));
    expect(checked).toMatchObject([{ phase: "chaos", accepted: idle + chaos, lost: 0 }]);
    const again = await gameday.run("resume");
    expect(again).toMatchObject({ code: 64, output: expect.stringContaining("no run is without an end") });
  },
);
