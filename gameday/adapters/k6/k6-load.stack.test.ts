// Real loads by a real k6 against a small real server on this machine.
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { LoadSample } from "../../../model/events.ts";
import { plannedIterations, scheduleOf } from "../../../model/load-shapes.ts";
import { outputsSchema } from "../../../model/outputs.ts";
import { planSchema, type PlannedPhase } from "../../../model/plan.ts";
import { ensurePrograms } from "../../../tools/programs/ensure.ts";
import type { LoadPort, RunningLoad } from "../../ports/load.ts";
import { realClock } from "../machine/clock.ts";
import { createK6Load } from "./k6-load.ts";
import { after, quickly, startSmallServer, type SmallServer } from "./small-server.ts";

const { k6 } = await ensurePrograms(["k6"], () => undefined);
const long = { timeout: 45_000 };

interface Bench extends AsyncDisposable {
  readonly server: SmallServer;
  readonly load: LoadPort;
  readonly folder: string;
  readonly temporary: string;
}

/** When it is disposed of, what the test started and did not end is ended. */
async function bench(answer: SmallServer["answer"] = quickly): Promise<Bench> {
  const server = await startSmallServer(answer);
  const folder = await mkdtemp(join(tmpdir(), "k6-load-"));
  const temporary = join(folder, "tmp");
  await Promise.all([mkdir(join(folder, "logs")), mkdir(temporary)]);
  const outputs = outputsSchema.parse({ schema: "proving-ground/outputs/1", stack: "small", entry: server.url });
  const program = { path: k6.path, environment: { ...k6.environment, TMPDIR: temporary } };
  return {
    server,
    load: createK6Load({ k6: program, folder, outputs, seed: 7, clock: realClock }),
    folder,
    temporary,
    async [Symbol.asyncDispose]() {
      for (const pid of await generators(folder)) process.kill(pid, "SIGKILL");
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function phaseOf(rate: number, seconds: number, rest: object = {}): PlannedPhase {
  const [phase] = planSchema.parse({ name: "test", phases: [{ name: "baseline", duration: seconds, rate, scenario: "get", ...rest }] }).phases;
  if (phase === undefined) throw new Error("the plan has no phase");
  return phase;
}

/** Processes of this test, by the run's folder in their arguments. */
async function generators(folder: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    pids.map(async (pid) => ({ pid: Number(pid), command: await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "") })),
  );
  return commands.filter(({ command }) => command.includes(folder)).map(({ pid }) => pid);
}

async function run(load: LoadPort, phase: PlannedPhase): Promise<{ readonly running: RunningLoad; readonly samples: readonly LoadSample[] }> {
  const samples: LoadSample[] = [];
  const running = await load.start(phase, (sample) => samples.push(sample));
  return { running, samples };
}

/** Within 1 % or two iterations of the plan. */
const expectNear = (started: number, planned: number): void =>
  expect(Math.abs(started - planned), `${started} of ${planned}`).toBeLessThanOrEqual(Math.max(2, planned * 0.01));

/** Two at a time only: more would take each other's processors. */
test.for([
  [
    { shape: { kind: "constant" }, rate: 20 },
    { shape: { kind: "step", steps: 4 }, rate: 10 },
  ],
  [
    { shape: { kind: "ramp", from: 0.2 }, rate: 10 },
    { shape: { kind: "spike", height: 3, share: 0.3 }, rate: 6 },
  ],
] as const)("a load starts as many iterations as its plan asks for, and each asks the server once: %o", long, async (loads) => {
  await Promise.all(
    loads.map(async ({ shape, rate }) => {
      await using its = await bench();
      const { server, load } = its;
      const { running, samples } = await run(load, phaseOf(rate, 5, { shape }));
      const summary = await running.finished;
      expect(summary.planned).toBeCloseTo(plannedIterations(scheduleOf(shape, rate, 5)), 6);
      expectNear(summary.started, summary.planned);
      expect(server.requests).toHaveLength(summary.started);
      expect(summary).toMatchObject({ exitCode: 0, starved: false, dropped: 0, detail: "" });
      expect(summary.generatorCpu).toBeGreaterThan(0);
      expect(samples.length).toBeGreaterThanOrEqual(3);
      expect(samples.reduce((sum, { ok }) => sum + ok, 0)).toBe(summary.started);
      expect(samples.filter(({ planned }) => planned === 0)).toEqual([]);
      const whole = running.window(0, realClock.now());
      expect(whole.started).toBe(summary.started);
      expectNear(whole.planned, summary.planned);
    }),
  );
});

describe.concurrent("a load", () => {
  test("has a p95 that follows what the server does, window by window", long, async () => {
    await using its = await bench();
    const { server, load } = its;
    const { running, samples } = await run(load, phaseOf(20, 10));
    await vi.waitFor(() => expect(samples.length).toBeGreaterThanOrEqual(3), { timeout: 30_000 });
    const slowFrom = realClock.now();
    server.answer = after(1_500);
    expect(await running.finished).toMatchObject({ starved: false, detail: "" });
    const [before, since] = [running.window(0, slowFrom - 500), running.window(slowFrom + 500, realClock.now())];
    expect(before.ok).toBeGreaterThan(10);
    expect(before.p95).toBeLessThan(750);
    expect(since.ok).toBeGreaterThan(10);
    expect(since.p95).toBeGreaterThan(1_400);
    expect(samples.at(-1)?.p95).toBeGreaterThan(1_400);
  });

  test("on a server that never answers is all errors, and the generator is not to blame", long, async () => {
    await using its = await bench(() => undefined);
    const { server, load } = its;
    const { running, samples } = await run(load, phaseOf(10, 3));
    const summary = await running.finished;
    expect(summary).toMatchObject({ starved: false, exitCode: 0, detail: "" });
    expectNear(summary.started, summary.planned);
    expect(server.requests.length).toBe(summary.started);
    expect(samples.reduce((sum, { errors }) => sum + errors, 0)).toBe(summary.started);
    expect(running.window(0, realClock.now())).toMatchObject({ ok: 0, p95: null });
  });

  test("whose k6 was stopped for a while is starved, although it started everything afterwards", long, async () => {
    await using its = await bench();
    const { server, load, folder } = its;
    const { running, samples } = await run(load, phaseOf(20, 9));
    await vi.waitFor(() => expect(samples.length).toBeGreaterThan(0), { timeout: 30_000 });
    const [pid] = await generators(folder);
    if (pid === undefined) throw new Error("k6 is not among the processes");
    process.kill(pid, "SIGSTOP");
    const stoppedAt = realClock.now();
    await vi.waitFor(() => expect(realClock.now() - Math.max(stoppedAt, server.requests.at(-1) ?? 0)).toBeGreaterThan(3_500), { timeout: 30_000 });
    process.kill(pid, "SIGCONT");
    const summary = await running.finished;
    expect(summary.starved, summary.detail).toBe(true);
    expect(summary.detail).toMatch(/generator was silent [1-9]/);
  });

  test("counts an empty body as an error, and a refusal as shed only where it says when to come again", long, async () => {
    await using its = await bench((response, request) => {
      if (request % 4 === 0) response.writeHead(200).end();
      else if (request % 4 === 1) response.writeHead(503, { "retry-after": "1" }).end("busy");
      else if (request % 4 === 2) response.writeHead(503).end("busy");
      else response.end("hello");
    });
    const { load } = its;
    const { running } = await run(load, phaseOf(20, 3));
    const { started } = await running.finished;
    const { ok, shed, errors } = running.window(0, realClock.now());
    expect(ok + shed + errors).toBe(started);
    for (const share of [ok, shed, errors / 2]) expect(Math.abs(share - started / 4)).toBeLessThanOrEqual(1);
  });

  test("knows as accepted those writes that the server answered, and no others", long, async () => {
    const answered: string[] = [];
    await using its = await bench((response, request) => {
      const id = `write-${request}`;
      if (request % 3 === 0) response.writeHead(500).end(JSON.stringify({ id, answer: "no" }));
      else if (request % 3 === 1) response.writeHead(201).end(JSON.stringify({ id, answer: "" }));
      else {
        answered.push(id);
        response.writeHead(201).end(JSON.stringify({ id, answer: "eu-west-1" }));
      }
    });
    const { load } = its;
    const from = realClock.now();
    const { running } = await run(load, phaseOf(20, 3, { scenario: "consensus" }));
    await running.finished;
    const accepted = await running.accepted();
    expect(answered.length).toBeGreaterThan(10);
    expect(accepted.map(({ id }) => id).toSorted()).toEqual(answered.toSorted());
    expect(accepted.filter(({ at }) => at < from || at > realClock.now())).toEqual([]);
  });

  test("that is stopped ends at once, with the rate it had, and leaves no process and no file but its logs", long, async () => {
    await using its = await bench();
    const { load, folder, temporary } = its;
    const { running, samples } = await run(load, phaseOf(20, 600));
    await vi.waitFor(() => expect(samples.length).toBeGreaterThanOrEqual(2), { timeout: 30_000 });
    expect(await generators(folder)).toHaveLength(1);
    const summary = await running.stop(10_000);
    expect(summary).toMatchObject({ exitCode: 0, starved: false });
    expect(summary.planned - summary.started).toBeLessThanOrEqual(2);
    // Until it has seen the signal k6 goes on.
    expect(summary.started - summary.planned).toBeLessThanOrEqual(20 * 3);
    expect(await generators(folder)).toEqual([]);
    expect(await readdir(temporary)).toEqual([]);
    expect((await readdir(join(folder, "logs"))).toSorted()).toEqual(["get.js", "k6-baseline-accepted.log", "k6-baseline.log"]);
    expect((await running.stop(10_000)).started).toBe(summary.started);
  });

  test("that is stopped before it began was asked for nothing", long, async () => {
    await using its = await bench();
    const { server, load, folder } = its;
    const { running } = await run(load, phaseOf(2, 600));
    const summary = await running.stop(10_000);
    expect(summary).toMatchObject({ exitCode: 0, starved: false });
    expectNear(summary.started, server.requests.length);
    expectNear(summary.started, summary.planned);
    expect(await generators(folder)).toEqual([]);
  });

  test("whose k6 is killed says so", long, async () => {
    await using its = await bench();
    const { load, folder } = its;
    const { running, samples } = await run(load, phaseOf(20, 600));
    await vi.waitFor(() => expect(samples.length).toBeGreaterThan(0), { timeout: 30_000 });
    for (const pid of await generators(folder)) process.kill(pid, "SIGKILL");
    expect(await running.finished).toMatchObject({ starved: true, detail: expect.stringMatching(/^k6 ended with SIGKILL/) });
  });
});

describe.concurrent("calibration", () => {
  test("finds that a quick server reaches what is wanted", long, async () => {
    await using its = await bench();
    const { server, load } = its;
    const reached = await load.calibrate(40);
    expect(reached).toBeGreaterThanOrEqual(40);
    expect(reached).toBeLessThanOrEqual(40 * 1.05 + 1e-6);
    expect((server.requests.at(-1) ?? 0) - (server.requests[0] ?? 0)).toBeLessThan(12_000);
  });

  test("finds what a server can do that answers one after the other", long, async () => {
    const each = 1_000 / 30;
    let free = 0;
    await using its = await bench((response) => {
      const now = performance.now();
      free = Math.max(free, now) + each;
      setTimeout(() => response.end("hello"), free - now);
    });
    const { load } = its;
    const reached = await load.calibrate(100);
    expect(reached).toBeGreaterThan(15);
    expect(reached).toBeLessThan(40);
  });
});
