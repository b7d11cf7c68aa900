// Emergency recovery on the real stack, as it is defined: the load is off, every fault healed, the stack at Idle's size, health waited for, the phase
// tried once more; or the run is aborted.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { liveProcess } from "../gameday/adapters/machine/process-handle.ts";
import type { Outputs } from "../model/outputs.ts";
import type { PlanInput } from "../model/plan.ts";
import { lookAt, type Look } from "./clean.ts";
import { Gameday } from "./gameday-process.ts";
import { tellLogsOnFailure } from "./post-mortem.ts";

const minutes = 60_000;
const plan = { name: "only-idle", emergencyRecovery: "8s", phases: [{ name: "idle", duration: "6s", rate: 0, instances: 20 }] } satisfies PlanInput;

let gameday: Gameday;
let outputs: Outputs;
let before: Look;
let frozen = 0;
beforeAll(async () => {
  gameday = await Gameday.create();
  outputs = await gameday.up();
  before = await lookAt(outputs, gameday.home);
}, 3 * minutes);
afterEach(() => {
  if (frozen !== 0) makeWell();
});
afterAll(() => gameday[Symbol.asyncDispose](), minutes);

/** Something is wrong with the stack that is no fault of the plan's. */
async function makeIll(): Promise<void> {
  const edge = outputs.processes.find(({ service }) => service === "edge");
  frozen = (await liveProcess(edge?.pidFile ?? ""))?.pid ?? 0;
  expect(frozen).toBeGreaterThan(0);
  process.kill(frozen, "SIGSTOP");
}

function makeWell(): void {
  process.kill(frozen, "SIGCONT");
  frozen = 0;
}

test("the phase is tried once more when the stack gets well", { timeout: 4 * minutes }, async () => {
  tellLogsOnFailure(gameday.home);
  await makeIll();
  const run = gameday.start(["run", await gameday.plan(plan), "--events"]);
  const { phase, reason } = await run.seen("emergency-recovery-started");
  expect(phase).toBe("idle");
  expect(reason).toMatch(/not healthy before idle: /);
  makeWell();
  const end = await run.finished;
  const steps = ["health-checked", "emergency-recovery-started", "resources-checked", "stack-scaled", "load-started", "gate-evaluated"];
  const events = end.entries.map(({ event }) => event);
  expect(events.map(({ type }) => type).filter((type) => steps.includes(type))).toEqual([...steps.slice(0, 2), "health-checked", ...steps.slice(2)]);
  const [well] = events.flatMap((event) => (event.type === "health-checked" && event.healthy ? [event.detail] : []));
  expect(well).toMatch(/^at \d+ instances, as near to Idle's 3 as the stack goes: .* hold$/);
  const [scaled] = events.flatMap((event) => (event.type === "stack-scaled" ? [event.instances] : []));
  expect(Number(/\d+/.exec(well ?? "")?.[0])).toBeLessThan(scaled ?? 0);
  expect(end.code, end.output.slice(-2_000)).toBe(0);
});

test("a stack that stays ill ends the run after one try, aborted, with nothing left in it", { timeout: 4 * minutes }, async () => {
  tellLogsOnFailure(gameday.home);
  await makeIll();
  const end = await gameday.run("run", await gameday.plan(plan), "--events");
  expect(end.code, end.output.slice(-2_000)).toBe(2);
  const types = end.entries.map(({ event }) => event.type);
  expect(types.filter((type) => type === "emergency-recovery-started")).toHaveLength(1);
  expect(end.entries.at(-1)?.event).toMatchObject({
    type: "run-finished",
    verdict: "aborted",
    findings: [{ reason: expect.stringMatching(/not healthy before idle: .*; emergency recovery did not help/) }],
  });
  expect(types).not.toContain("load-started");
  makeWell();
  expect(await lookAt(outputs, gameday.home)).toEqual(before);
});
