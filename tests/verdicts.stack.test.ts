// The verdict matrix on the real stack: a tool that only ever passes proves nothing.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlanInput } from "../model/plan.ts";
import { quickPlan } from "../chaos/plans/quick.ts";
import { exitCodes } from "../model/verdict.ts";
import { contendedShare } from "../gameday/controller/transition.ts";
import { loadOutputs } from "../gameday/adapters/run-folder/outputs-file.ts";
import { abortByBreach } from "../tools/bench/aborts.ts";
import { startErringEntry } from "../tools/bench/parts/erring-entry.ts";
import { stackFolder } from "../gameday/adapters/local-stack/folder.ts";
import { childrenOf } from "./processes.ts";
import { Gameday, type Finished } from "./gameday-process.ts";
import { tellLogsOnFailure } from "./post-mortem.ts";

const minutes = 60_000;
const baselineOnly = { name: "baseline-only", phases: [{ name: "baseline", duration: "9s", rate: 40 }] } satisfies PlanInput;
const lostRegion = {
  name: "lost-region",
  phases: [
    {
      name: "chaos",
      // The load ends with the region still away: that it came back was never seen.
      duration: "15s",
      rate: 20,
      faults: [
        { id: "region-lost", at: "3s", duration: "12s", recovery: "20s", hypothesis: "a standby is promoted", fault: { kind: "region-loss" } },
      ],
    },
  ],
  guards: { dataPrimaries: true, environments: ["local"] },
} satisfies PlanInput;
const slowLink = {
  name: "slow-link",
  phases: [
    {
      name: "chaos",
      duration: "12s",
      rate: 20,
      faults: [
        {
          id: "slow",
          at: "2s",
          duration: "9s",
          recovery: "6s",
          hypothesis: "slower, no errors",
          fault: { kind: "network-latency", link: { service: "query-handler", to: "us-east-1" }, latency: "400ms" },
        },
      ],
    },
  ],
} satisfies PlanInput;

const reasons = ({ entries }: Finished): string =>
  entries.flatMap(({ event }) => (event.type === "run-finished" ? event.findings.map(({ reason }) => reason) : [])).join("\n");

/** On a machine that others keep busy a failure is found all the same, and proves nothing. */
const failedOrContended = ({ entries }: Finished): number =>
  entries.some(({ event }) => event.type === "machine-observed" && event.others > event.cores * contendedShare)
    ? exitCodes.invalid
    : exitCodes.failed;

describe("an untouched stack", () => {
  let gameday: Gameday;
  beforeAll(async () => {
    gameday = await Gameday.create();
    const up = await gameday.run("up", "local");
    expect(up.code, up.output).toBe(0);
  }, 3 * minutes);
  afterAll(() => gameday[Symbol.asyncDispose](), minutes);

  test("passes, with a region lost and every accepted write read back", { timeout: 4 * minutes }, async () => {
    tellLogsOnFailure(gameday.home);
    const run = await gameday.run("run", await gameday.plan(quickPlan), "--events");
    expect(run.code, reasons(run) || run.output.slice(-2_000)).toBe(0);
    const recovered = run.entries.flatMap(({ event }) => (event.type === "fault-recovered" ? [event.fault] : []));
    expect(recovered).toContain("region-lost");
    const integrity = run.entries.map(({ event }) => event).findLast((event) => event.type === "integrity-checked");
    expect(integrity).toMatchObject({ lostBeyondRpo: 0, doubled: 0, unaccounted: 0 });
  });

  test("is invalid (generator) when k6 gets no CPU", { timeout: 2 * minutes }, async () => {
    tellLogsOnFailure(gameday.home);
    const started = gameday.start(["run", await gameday.plan(baselineOnly), "--events"]);
    await started.seen("load-started");
    const k6 = (await childrenOf(started.child.pid ?? 0)).find(({ name }) => name === "k6");
    if (k6 === undefined) throw new Error("k6 is not among the controller's children");
    const starving = starve(k6.pid);
    const run = await started.finished;
    starving.abort();
    expect(run.code, reasons(run)).toBe(3);
    expect(reasons(run)).toMatch(/invalid \(generator\)/);
  });

  test("fails a gate it cannot hold, and is invalid (generator) when others kept the machine busy meanwhile", { timeout: 3 * minutes }, async () => {
    tellLogsOnFailure(gameday.home);
    const tight = await gameday.plan({ ...baselineOnly, name: "tight", criteria: { latency: { limit: 0.01, why: "nothing answers in 10 µs" } } });
    const calm = await gameday.run("run", tight, "--events");
    expect(calm.code, reasons(calm)).toBe(failedOrContended(calm));
    expect(reasons(calm)).toMatch(/gate after baseline failed/);
    const busy = Array.from({ length: availableParallelism() }, () => spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
    try {
      const contended = await gameday.run("run", tight, "--events");
      expect(contended.code, reasons(contended)).toBe(3);
      expect(reasons(contended)).toMatch(/invalid \(generator\): other programs kept/);
    } finally {
      for (const child of busy) child.kill("SIGKILL");
    }
  });

  test("is dirty when a heal is sabotaged", { timeout: 2 * minutes }, async () => {
    tellLogsOnFailure(gameday.home);
    const started = gameday.start(["run", await gameday.plan(slowLink), "--events"]);
    const { script } = await started.seen("fault-undo-recorded");
    await started.seen("fault-effect-seen");
    const step = script.inject.find(({ kind }) => kind === "toxic-add");
    if (step?.kind !== "toxic-add") throw new Error("the fault is not a toxic");
    const toxics = `${step.api}/proxies/${encodeURIComponent(step.proxy)}/toxics`;
    await fetch(toxics, {
      method: "POST",
      body: JSON.stringify({ name: "sabotage", type: "latency", stream: "downstream", attributes: { latency: 400, jitter: 0 } }),
    });
    const run = await started.finished;
    await fetch(`${toxics}/sabotage`, { method: "DELETE" });
    expect(run.code, reasons(run)).toBe(4);
    expect(reasons(run)).toMatch(/healing was not seen/);
  });

  test("is aborted when requests begin to fail while faults are in, and is clean soon after", { timeout: 3 * minutes }, async () => {
    tellLogsOnFailure(gameday.home);
    await using entry = await startErringEntry(gameday.home, await loadOutputs("local", gameday.home), 1);
    const abort = await abortByBreach(gameday, entry, { share: 0.9, after: 1 });
    // Six times what the bench holds it to.
    expect(abort.breachToDecision).toBeLessThan(12);
    expect(abort.decisionToGone).toBeLessThan(30);
    expect(abort.decisionToVerified).toBeLessThan(30);
  });

  test("is aborted by Ctrl-C, with the fault healed first", { timeout: 2 * minutes }, async () => {
    tellLogsOnFailure(gameday.home);
    const started = gameday.start(["run", await gameday.plan(slowLink), "--events"]);
    await started.seen("fault-effect-seen");
    started.child.kill("SIGINT");
    started.child.kill("SIGINT");
    const run = await started.finished;
    expect(run.code, reasons(run)).toBe(2);
    expect(run.entries.map(({ event }) => event.type)).toContain("fault-healed");
  });
});

describe("a stack that is broken on purpose", () => {
  test.for([
    {
      defect: "failover-off",
      plan: lostRegion,
      findings: [/did not recover from region-lost/],
    },
    { defect: "empty-body", plan: baselineOnly, findings: [/gate after baseline failed/] },
  ])("$defect fails", { timeout: 5 * minutes }, async ({ defect, plan, findings }) => {
    await using gameday = await Gameday.create();
    tellLogsOnFailure(gameday.home);
    const up = await gameday.run("up", "local", "--defect", defect);
    expect(up.code, up.output).toBe(0);
    const run = await gameday.run("run", await gameday.plan(plan), "--events");
    expect(run.code, reasons(run) || run.output.slice(-2_000)).toBe(failedOrContended(run));
    for (const finding of findings) expect(reasons(run)).toMatch(finding);
    // A request under way when the load ended may be answered by the region that has come back. Where none was, the outage has no end, and the gate says so.
    const unmet = run.entries.flatMap(({ event }) => (event.type === "fault-not-recovered" ? event.seen.filter(({ held }) => !held) : []));
    const endless = unmet.some(({ label }) => label === "writes are accepted again");
    expect(/\(RTO\): \d[\d.]* s, must be < 300 s \(at least: /.test(reasons(run))).toBe(endless);
    await gameday.run("down", "local");
    await expect(readFile(join(stackFolder(gameday.home), "stack.json"))).rejects.toThrow(/ENOENT/);
  });
});

/** Lets a process run for a tenth of the time only. */
function starve(pid: number): AbortController {
  const stop = new AbortController();
  void (async () => {
    try {
      while (!stop.signal.aborted) {
        process.kill(pid, "SIGSTOP");
        await sleep(900);
        process.kill(pid, "SIGCONT");
        await sleep(100);
      }
    } catch {
      // It has ended.
    }
  })();
  return stop;
}
