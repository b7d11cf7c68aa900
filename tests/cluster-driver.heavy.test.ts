// The whole driver against two hundred nodes and two thousand pods: Litmus' own operator makes the runners, a stand-in performs what Litmus' own experiment
// once wrote, and each run's verdict and clean-up are looked at from outside.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { exitCodes } from "../model/verdict.ts";
import { Cluster } from "./cluster/cluster.ts";
import { handlerKilled, openDrivenShop, type DrivenShop } from "./cluster/driven-shop.ts";
import { eventually } from "./cluster/eventually.ts";
import { LitmusStandIn } from "./cluster/litmus/litmus-stand-in.ts";
import { replayed, silent, stuck } from "./cluster/litmus/performances.ts";
import { installPlatform } from "./cluster/platform.ts";
import { Gameday, type Finished } from "./gameday-process.ts";

const minutes = 60_000;
const nodes = 200;
const pods = 2_000;

let starting: Promise<Cluster> | undefined;
let cluster: Cluster;
let shop: DrivenShop;
let standIn: LitmusStandIn;
let gameday: Gameday;

beforeAll(async () => {
  gameday = await Gameday.create();
  starting = Cluster.start({ nodes, litmus: true });
  cluster = await starting;
  await installPlatform(cluster.client);
  shop = await openDrivenShop(cluster, pods);
  standIn = new LitmusStandIn(cluster, replayed("pass"));
}, 6 * minutes);

// Also where the preparation has failed.
afterAll(async () => {
  const started = await starting?.catch(() => undefined);
  await standIn?.[Symbol.asyncDispose]();
  await shop?.[Symbol.asyncDispose]();
  await started?.[Symbol.asyncDispose]();
  await gameday?.[Symbol.asyncDispose]();
}, minutes);

beforeEach(() => {
  standIn.performance = replayed("pass");
});

const begin = async () => gameday.start(["run", await gameday.plan(handlerKilled), "--stack", await shop.outputs("shop"), "--events"]);
const reasons = ({ entries, output }: Finished): string =>
  entries.flatMap(({ event }) => (event.type === "run-finished" ? event.findings.map(({ reason }) => reason) : [])).join("\n") ||
  output.slice(-3_000);
const typesOf = ({ entries }: Finished): readonly string[] => entries.map(({ event }) => event.type);

const named = z.object({ metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }) });
const readiness = z.object({ spec: z.object({ replicas: z.number() }), status: z.object({ readyReplicas: z.number().default(0) }) });

/** What is there of any run, as an onlooker with all rights sees it: engines, pods of Litmus, pods that are missing. */
async function traces(): Promise<readonly string[]> {
  const { client } = cluster;
  const engines = await client.list({ apiVersion: "litmuschaos.io/v1alpha1", kind: "ChaosEngine" }, "litmus", named);
  const runners = await client.list({ apiVersion: "v1", kind: "Pod" }, "litmus", named);
  const workloads = await client.list({ apiVersion: "apps/v1", kind: "Deployment" }, "", readiness);
  return [
    ...engines.map(({ metadata }) => `engine ${metadata.name}`),
    ...runners.filter(({ metadata }) => metadata.labels["chaosUID"] !== undefined).map(({ metadata }) => `pod ${metadata.name}`),
    ...workloads.filter(({ spec, status }) => spec.replicas !== status.readyReplicas).map(() => "a workload that is not whole"),
  ];
}
const clean = () => eventually("nothing is left", async () => ((await traces()).length === 0 ? true : undefined));

test("an engine that passes: the run passes, and nothing is left", { timeout: 3 * minutes }, async () => {
  const run = await (await begin()).finished;
  expect(run.code, reasons(run)).toBe(exitCodes.passed);
  expect(typesOf(run)).toEqual(
    expect.arrayContaining(["fault-undo-recorded", "fault-effect-seen", "fault-judged", "fault-healed", "fault-recovered"]),
  );
  expect(await traces()).toEqual([]);
});

test("an engine that fails: the run fails, and says whose word that is", { timeout: 3 * minutes }, async () => {
  standIn.performance = replayed("fail");
  const run = await (await begin()).finished;
  expect(run.code, reasons(run)).toBe(exitCodes.failed);
  expect(reasons(run)).toMatch(/Litmus says Fail of pod-delete/);
  expect(await traces()).toEqual([]);
});

test("an engine that ends without a result: the run fails", { timeout: 3 * minutes }, async () => {
  standIn.performance = silent;
  const run = await (await begin()).finished;
  expect(run.code, reasons(run)).toBe(exitCodes.failed);
  expect(reasons(run)).toMatch(/Litmus wrote no result for pod-delete/);
  expect(await traces()).toEqual([]);
});

test("an engine that is stuck, and a person who ends the run: aborted, and nothing is left", { timeout: 3 * minutes }, async () => {
  standIn.performance = stuck;
  const run = await begin();
  await run.seen("fault-effect-seen");
  run.child.kill("SIGINT");
  const ended = await run.finished;
  expect(ended.code, reasons(ended)).toBe(exitCodes.aborted);
  expect(typesOf(ended)).toContain("fault-healed");
  expect(await traces()).toEqual([]);
});

test("the API server is killed and started again while the fault is in: the run passes", { timeout: 3 * minutes }, async () => {
  const run = await begin();
  await run.seen("fault-effect-seen");
  await cluster.restartApiServer();
  const ended = await run.finished;
  expect(ended.code, reasons(ended)).toBe(exitCodes.passed);
  expect(await traces()).toEqual([]);
});

test("the controller is killed: its guardian takes the engine out", { timeout: 3 * minutes }, async () => {
  standIn.performance = stuck;
  const run = await begin();
  await run.seen("fault-effect-seen");
  run.child.kill("SIGKILL");
  await run.finished;
  await clean();
  expect(await traces()).toEqual([]);
});

test(
  "controller and guardian are killed, as when their machine is lost: the reaper in the cluster takes the engine out",
  { timeout: 4 * minutes },
  async () => {
    standIn.performance = stuck;
    const run = await begin();
    const { pid } = await run.seen("guardian-started");
    await run.seen("fault-effect-seen");
    run.child.kill("SIGKILL");
    process.kill(pid, "SIGKILL");
    await run.finished;
    expect(await traces()).not.toEqual([]);
    await underReaper(clean);
    expect(await traces()).toEqual([]);
  },
);

test(
  "rights are taken away while the fault is in: the run is dirty; given back, the reaper takes the engine out",
  { timeout: 5 * minutes },
  async () => {
    standIn.performance = stuck;
    const run = await begin();
    await run.seen("fault-effect-seen");
    await shop.revoke();
    run.child.kill("SIGINT");
    const ended = await run.finished;
    await shop.grant();
    expect(ended.code, reasons(ended)).toBe(exitCodes.dirty);
    expect(await traces()).not.toEqual([]);
    await underReaper(clean);
    expect(await traces()).toEqual([]);
  },
);

test("nothing went wrong in the stand-in", () => {
  expect(standIn.failures).toEqual([]);
});

/** As its pod would run it, but as a process of this machine, with the driver's rights. */
async function underReaper(act: () => Promise<unknown>): Promise<void> {
  const program = fileURLToPath(new URL("../gameday/reaper/main.ts", import.meta.url));
  const child = spawn(process.execPath, [program], {
    stdio: "ignore",
    env: {
      ...process.env,
      KUBECONFIG: shop.kubeconfig,
      GAMEDAY_NAMESPACES: "us-east-1,eu-west-1,ap-southeast-1",
      GAMEDAY_LOOK_SECONDS: "1",
    },
  });
  const gone = once(child, "exit");
  try {
    await act();
  } finally {
    child.kill("SIGTERM");
    await gone;
  }
}
