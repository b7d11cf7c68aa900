// Ctrl-C at any moment: the run ends safely and says so, what was in is out, what was started is gone. And a disk that fills up in the middle.
import { once } from "node:events";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { PlanInput } from "../model/plan.ts";
import { exitCodes } from "../model/verdict.ts";
import { cacheFolder } from "../tools/programs/cache.ts";
import { ensurePrograms } from "../tools/programs/ensure.ts";
import { Gameday, type Finished, type Started } from "./gameday-process.ts";
import { childrenOf, processesOf } from "./processes.ts";
import { startSmallShop, type SmallShop } from "./small-shop.ts";

const minutes = 60_000;
const launcher = fileURLToPath(new URL("../tools/launcher.mjs", import.meta.url));

const everyStage = {
  name: "every-stage",
  calibrate: true,
  phases: [
    { name: "idle", duration: "5s", rate: 0, scenario: "get" },
    { name: "light", duration: "3s", rate: 10, scenario: "get", restoreDrill: true },
    {
      name: "chaos",
      duration: "8s",
      rate: 10,
      scenario: "get",
      faults: [{ id: "slow", at: "1s", duration: "3s", hypothesis: "slower", fault: { kind: "network-latency", latency: "300ms" } }],
    },
  ],
  guards: { blastRadius: 1 },
} satisfies PlanInput;
const only = (wanted: string): PlanInput => ({
  ...everyStage,
  name: wanted,
  calibrate: false,
  phases: everyStage.phases.filter(({ name }) => name === wanted),
});

/** Long enough that its effect is seen on a busy machine too. */
const longFault = {
  ...everyStage,
  name: "long-fault",
  calibrate: false,
  phases: [
    {
      name: "chaos",
      duration: "60s",
      rate: 10,
      scenario: "get",
      faults: [{ id: "slow", at: "1s", duration: "50s", hypothesis: "slower", fault: { kind: "network-latency", latency: "300ms" } }],
    },
  ],
} satisfies PlanInput;

describe("Ctrl-C during a run", () => {
  let gameday: Gameday;
  let shop: SmallShop;
  beforeAll(async () => {
    await ensurePrograms(["k6", "toxiproxy"], () => undefined);
    gameday = await Gameday.create();
    shop = await startSmallShop(gameday.home);
  }, minutes);
  afterAll(async () => {
    await shop[Symbol.asyncDispose]();
    await rm(gameday.home, { recursive: true, force: true });
  });

  const childrenCalled = async (wanted: string, { child }: Started) => (await childrenOf(child.pid ?? 0)).filter(({ name }) => name === wanted);

  test.for<[stage: string, plan: PlanInput, reached: (run: Started) => Promise<unknown>]>([
    ["calibration", everyStage, async (run) => vi.waitFor(async () => expect(await childrenCalled("k6", run)).toHaveLength(1), 20_000)],
    ["Idle", only("idle"), (run) => run.seen("load-started")],
    ["the start of the load", only("light"), (run) => run.seen("stack-scaled")],
    ["the load", only("light"), (run) => run.seen("load-sampled")],
    ["injection", only("chaos"), (run) => run.seen("fault-undo-recorded")],
    ["chaos", only("chaos"), (run) => run.seen("fault-effect-seen")],
    ["healing", only("chaos"), (run) => run.seen("fault-healing")],
    ["judging", only("light"), async (run) => vi.waitFor(async () => expect(await childrenCalled("sleep", run)).toHaveLength(1), 20_000)],
  ])("%s", { timeout: minutes }, async ([stage, plan, reached]) => {
    const run = gameday.start(["run", await gameday.plan(plan), "--stack", shop.stack, "--events"], { group: true });
    await reached(run);
    interrupt(run, stage === "chaos" ? "the whole group, as a terminal does" : "the command alone");
    const end = await run.finished;
    expect(end.code, end.output.slice(-2_000)).toBe(exitCodes.aborted);
    expect(end.entries.at(-1)?.event).toMatchObject({ type: "run-finished", verdict: "aborted", findings: [{ reason: "SIGINT from the terminal" }] });
    await expectNothingLeft(end);
  });

  test("the report: the verdict stands, and the report is whole", { timeout: minutes }, async () => {
    const run = gameday.start(["run", await gameday.plan(only("idle")), "--stack", shop.stack, "--events"], { group: true });
    await run.seen("run-finished");
    interrupt(run, "the whole group, as a terminal does");
    const end = await run.finished;
    expect(end.code, end.output.slice(-2_000)).toBe(exitCodes.passed);
    await expectNothingLeft(end);
  });

  test("a second run is refused while one is going, and gameday abort ends that one", { timeout: minutes }, async () => {
    const plan = await gameday.plan(longFault);
    const first = gameday.start(["run", plan, "--stack", shop.stack, "--events"]);
    await first.seen("fault-effect-seen");
    const { run } = await gameday.lockOf("shop");
    const second = await gameday.run("run", plan, "--stack", shop.stack);
    expect(second).toMatchObject({ code: exitCodes.refused, output: expect.stringMatching(`run ${run} has it — .*gameday abort ${run}`) });
    expect(await gameday.run("abort")).toMatchObject({ code: 0, output: expect.stringContaining(`${run} is asked to end`) });
    const end = await first.finished;
    expect(end.code, end.output.slice(-3_000)).toBe(exitCodes.aborted);
    await expectNothingLeft(end);
  });

  test("a disk that fills up during a fault: it is healed, and the run says that it could not be recorded", { timeout: minutes }, async () => {
    const [place, full] = [join(gameday.home, "disk"), join(gameday.home, "now-full")];
    // The mount is seen by these processes alone, and gone with them.
    const disk = `mkdir -p ${place} && mount -t tmpfs -o size=320m none ${place} || exit 1
      timeout 60 sh -c 'until [ -e ${full} ]; do sleep 0.1; done; head -c 400m /dev/zero > ${place}/zeros' 2> /dev/null &
      exec "$@"`;
    const run = gameday.start(["run", await gameday.plan(only("chaos")), "--stack", shop.stack, "--events"], {
      through: ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", disk, "sh"],
      environment: { GAMEDAY_HOME: place, PROVING_GROUND_CACHE: cacheFolder() },
    });
    await run.seen("fault-effect-seen");
    expect(await shop.toxics()).toHaveLength(1);
    await writeFile(full, "");
    const end = await run.finished;
    expect(end.code, end.output.slice(-2_000)).toBe(exitCodes.invalid);
    expect(end.output).toMatch(/can no longer be recorded: .*journal\.jsonl cannot be written: no space is left on the disk/);
    expect(end.output).toMatch(/the report cannot be written\n .*no space is left on the disk — make room/);
    expect(end.entries.map(({ event }) => event.type)).toContain("fault-healed");
    expect(await shop.toxics()).toEqual([]);
  });

  async function expectNothingLeft({ output }: Finished): Promise<void> {
    expect(await shop.toxics()).toEqual([]);
    // The guardian looks each half second whether it is still needed.
    await vi.waitFor(async () => expect(await processesOf(gameday.home)).toEqual([]), 10_000);
    await expect(gameday.lockOf("shop")).rejects.toThrow("nobody holds shop");
    const [newest = ""] = (await readdir(join(gameday.home, ".gameday", "runs"))).toSorted().slice(-1);
    const report: unknown = JSON.parse(await readFile(join(gameday.home, ".gameday", "runs", newest, "report.json"), "utf8"));
    expect(report).toMatchObject({ verdict: expect.stringMatching(/^(aborted|passed)$/) });
    expect(output).not.toMatch(/^\s+at .*:\d+:\d+/m);
  }
});

describe("Ctrl-C around the embedded stack", () => {
  const quick = { ...everyStage, name: "short", calibrate: false, phases: [{ name: "light", duration: "30s", rate: 10 }] } satisfies PlanInput;

  test.for([
    { moment: "before its first part", line: /^Proving Ground:/m },
    { moment: "while it starts", line: /^ {2}Toxiproxy, a proxy on every hop/m },
    { moment: "shortly before it is whole", line: /^ {2}Postgres, one primary/m },
  ])("$moment: start takes everything down again", { timeout: 2 * minutes }, async ({ line }) => {
    await using gameday = await Gameday.create();
    const start = gameday.start(["start", await gameday.plan(quick), "--events"], { group: true });
    await said(start, line);
    interrupt(start, "the command alone");
    const end = await start.finished;
    expect(end).toMatchObject({ code: exitCodes.aborted, output: expect.stringMatching(/interrupted by SIGINT; nothing was left running\n$/) });
    expect(await processesOf(gameday.stackFolder)).toEqual([]);
    await expect(readdir(gameday.stackFolder)).rejects.toThrow("ENOENT");
  });

  test("in the run, and again while the stack goes down: npm start heals, reports and leaves no process", { timeout: 3 * minutes }, async () => {
    await using gameday = await Gameday.create();
    const words = ["start", await gameday.plan(quick), "--events"];
    const start = gameday.start(words, { program: [launcher], group: true });
    await start.seen("load-sampled");
    interrupt(start, "the command alone");
    await start.seen("run-finished");
    interrupt(start, "the whole group, as a terminal does");
    const end = await start.finished;
    expect(end.code, end.output.slice(-2_000)).toBe(exitCodes.aborted);
    expect(end.output).toMatch(/The stack is down again\.\n$/);
    await vi.waitFor(async () => expect(await processesOf(gameday.home)).toEqual([]), 10_000);
    expect(await processesOf(gameday.stackFolder)).toEqual([]);
    await expect(readdir(gameday.stackFolder)).rejects.toThrow("ENOENT");
    const [run = ""] = await readdir(join(gameday.home, ".gameday", "runs"));
    expect(await readdir(join(gameday.home, ".gameday", "runs", run))).toEqual(expect.arrayContaining(["report.html", "report.json"]));
  });

  test("a port of its that another program takes is named, with what to do", { timeout: 2 * minutes }, async () => {
    await using gameday = await Gameday.create();
    const up = gameday.start(["up", "local"]);
    const file = join(gameday.stackFolder, "configuration", "us-east-1_worker.json");
    const { port } = await vi.waitFor(async () => z.object({ port: z.int() }).parse(JSON.parse(await readFile(file, "utf8"))), {
      timeout: 30_000,
      interval: 5,
    });
    const thief = createServer().listen(port, "127.0.0.1");
    await once(thief, "listening");
    const end = await up.finished;
    thief.close();
    expect(end.code, end.output).toBe(exitCodes.refused);
    expect(end.output).toMatch(
      new RegExp(`the embedded stack did not start\\n.*us-east-1/worker ended \\d+ times .*${port} — another program took a port`),
    );
    expect(await processesOf(gameday.stackFolder)).toEqual([]);
  });
});

function interrupt({ child }: Started, whom: "the command alone" | "the whole group, as a terminal does"): void {
  if (child.pid === undefined) throw new Error("it was never started");
  process.kill(whom === "the command alone" ? child.pid : -child.pid, "SIGINT");
}

/** Resolves once the command has said it. */
function said({ child, finished }: Started, line: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stderr?.on("data", (part: Buffer | string) => {
      text += String(part);
      if (line.test(text)) resolve();
    });
    void finished.then(({ output }) => reject(new Error(`it ended before it said ${String(line)}:\n${output}`)));
  });
}
