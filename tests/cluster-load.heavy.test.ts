// A load in a cluster: the adapter before a real API server and a real Prometheus, with real k6 as runners. k6-operator itself is a stand-in.
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { LoadSample } from "../model/events.ts";
import { planSchema, type PlannedPhase } from "../model/plan.ts";
import { resources } from "../gameday/adapters/cluster/api/resources.ts";
import { objectSchema } from "../gameday/adapters/cluster/api/objects.ts";
import { clusterOf, closeClusters } from "../gameday/adapters/cluster/clusters.ts";
import type { RunningLoad } from "../gameday/ports/load.ts";
import { Stage } from "./cluster-load/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
}, 240_000);
afterAll(async () => {
  await closeClusters();
  await stage[Symbol.asyncDispose]();
}, 60_000);
const long = { timeout: 120_000 };

function phaseOf(rate: number, seconds: number, rest: object = {}): PlannedPhase {
  const [phase] = planSchema.parse({ name: "test", phases: [{ name: "baseline", duration: seconds, rate, scenario: "get", ...rest }] }).phases;
  if (phase === undefined) throw new Error("the plan has no phase");
  return phase;
}

async function begin(rate: number, seconds: number, perRunner: number, scenario: "get" | "consensus" = "get") {
  const { load } = await stage.load(perRunner, scenario);
  const samples: LoadSample[] = [];
  const before = stage.operator.runners.length;
  const running: RunningLoad = await load.start(phaseOf(rate, seconds, { scenario }), (sample) => samples.push(sample));
  return { load, running, samples, runners: () => stage.operator.runners.slice(before) };
}

async function expectNothingLeft(): Promise<void> {
  const { api } = await clusterOf({ kubeconfig: await stage.server.kubeconfig("tester") });
  for (const resource of [resources.testRuns, resources.jobs, resources.pods, resources.services, resources.secrets])
    expect((await api.list({ resource, namespace: "load" }, objectSchema)).items.map(({ metadata }) => metadata.name)).toEqual([]);
  const maps = await api.list({ resource: resources.configMaps, namespace: "load" }, objectSchema);
  expect(maps.items.filter(({ metadata }) => metadata.name !== "kube-root-ca.crt")).toEqual([]);
  for (const { process: child } of stage.operator.runners) expect(child.exitCode ?? child.signalCode).not.toBeNull();
}

test("three runners share a schedule, and their merged percentiles are those of all answers", long, async () => {
  const answered: number[] = [];
  stage.small.answer = (response, request) => {
    const took = request % 10 === 0 ? 400 : 40;
    answered.push(took);
    setTimeout(() => response.end("hello"), took);
  };
  const { running, samples, runners } = await begin(30, 12, 10);
  const summary = await running.finished;
  expect(runners()).toHaveLength(3);
  expect(summary, summary.detail).toMatchObject({ exitCode: 0, starved: false, dropped: 0 });
  expect(summary.started).toBe(answered.length);
  expect(Math.abs(summary.started - 360)).toBeLessThanOrEqual(4);
  expect(summary.planned).toBeCloseTo(360, 3);
  expect(summary.detail).toContain("3 runners (10 requests/s each");
  const whole = running.window(0, Date.now() + 60_000);
  expect(whole).toMatchObject({ ok: summary.started, shed: 0, errors: 0, started: summary.started });
  // Buckets are 9 % wide; an answer takes a little longer than the server waits.
  expect(whole.p50).toBeGreaterThan(36);
  expect(whole.p50).toBeLessThan(60);
  expect(whole.p95).toBeGreaterThan(365);
  expect(whole.p95).toBeLessThan(480);
  expect(samples.length).toBeGreaterThanOrEqual(6);
  expect(samples.reduce((sum, { ok }) => sum + ok, 0)).toBe(summary.started);
  for (const { planned, reached } of samples.slice(3, 8)) {
    expect(planned).toBeGreaterThan(24);
    expect(reached).toBeGreaterThan(20);
  }
  await expectNothingLeft();
});

test("accepted writes come back from the runners' logs", long, async () => {
  const answered: string[] = [];
  stage.small.answer = (response, request) => {
    const id = `write-${request}`;
    if (request % 3 === 0) return void response.writeHead(500).end(JSON.stringify({ id, answer: "no" }));
    answered.push(id);
    response.writeHead(201).end(JSON.stringify({ id, answer: "eu-west-1" }));
  };
  const { load, running } = await begin(20, 5, 10, "consensus");
  await running.finished;
  expect(answered.length).toBeGreaterThan(30);
  expect((await running.accepted()).map(({ id }) => id).toSorted()).toEqual(answered.toSorted());
  expect(await load.accepted(["baseline"])).toHaveLength(answered.length);
});

test.for([
  ["killed", /ended with exit code 137 \(SIGKILL\)/],
  ["out of memory", /OOMKilled, exit code 137/],
] as const)("a runner that is %s makes the run invalid, by the generator, and ends the others", long, async ([how, why]) => {
  stage.small.answer = (response) => response.end("hello");
  const { running, samples, runners } = await begin(20, 600, 10);
  await vi.waitFor(() => expect(samples.length).toBeGreaterThan(1), { timeout: 60_000 });
  const [first] = runners();
  if (first === undefined) throw new Error("there is no runner");
  if (how === "killed") first.process.kill("SIGKILL");
  else stage.operator.endOutOfMemory(first);
  expect(await running.finished).toMatchObject({ starved: true, exitCode: 137, detail: expect.stringMatching(why) });
  await expectNothingLeft();
});

test("a stopped load ends every runner, is not to blame, and leaves nothing", long, async () => {
  stage.small.answer = (response) => response.end("hello");
  const { running, samples, runners } = await begin(20, 600, 10);
  await vi.waitFor(() => expect(samples.length).toBeGreaterThan(1), { timeout: 60_000 });
  const summary = await running.stop(1_000);
  expect(runners()).toHaveLength(2);
  expect(summary, summary.detail).toMatchObject({ exitCode: 0, starved: false });
  await expectNothingLeft();
});

test("a target that answers too slowly is named as the cause", long, async () => {
  stage.small.answer = (response) => void setTimeout(() => response.end("hello"), 30_000).unref();
  const { running } = await begin(8, 14, 4);
  const summary = await running.finished;
  expect(summary, summary.detail).toMatchObject({ exitCode: 0, starved: false });
  const { ok, errors } = running.window(0, Date.now() + 60_000);
  expect(ok).toBe(0);
  expect(errors).toBe(summary.started);
});

test("a Prometheus that is gone for a while costs no figure; one that stays away makes the run invalid", long, async () => {
  stage.small.answer = (response) => response.end("hello");
  const first = await begin(20, 16, 10);
  await vi.waitFor(() => expect(first.samples.length).toBeGreaterThan(1), { timeout: 60_000 });
  await stage.endPrometheus();
  const seen = first.samples.length;
  // That nothing comes is seen only by waiting: three times what a sample takes.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(first.samples.length - seen).toBeLessThanOrEqual(1);
  await stage.bringPrometheusBack();
  const summary = await first.running.finished;
  expect(summary, summary.detail).toMatchObject({ exitCode: 0, starved: false });
  expect(first.samples.reduce((sum, { ok }) => sum + ok, 0)).toBe(summary.started);

  const second = await begin(20, 8, 10);
  await vi.waitFor(() => expect(second.samples.length).toBeGreaterThan(1), { timeout: 60_000 });
  await stage.endPrometheus();
  expect(await second.running.finished).toMatchObject({
    starved: true,
    detail: expect.stringContaining("Prometheus has not the figures of every runner"),
  });
  await expectNothingLeft();
});
