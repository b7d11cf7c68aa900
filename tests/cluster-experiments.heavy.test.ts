// Litmus' own experiments as processes against pods that kwok plays, made, followed and taken back by the driver's own steps, each with its own least rights.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { podNetworkPartition } from "../chaos/litmus/network/pod-network-partition.ts";
import { podAutoscaler } from "../chaos/litmus/pod/pod-autoscaler.ts";
import { podDelete } from "../chaos/litmus/pod/pod-delete.ts";
import { closeClusters } from "../gameday/adapters/cluster/clusters.ts";
import { createObserver } from "../gameday/adapters/observe/create-observer.ts";
import { createSteps } from "../gameday/adapters/steps/create-steps.ts";
import { observationSchema } from "../model/fault/observation.ts";
import { seconds } from "../model/units.ts";
import { ensurePrograms } from "../tools/programs/ensure.ts";
import { Cluster } from "./cluster/cluster.ts";
import { eventually } from "./cluster/eventually.ts";
import { deletion, labelsOf, openShop, podsAre, shop, stepsOf } from "./cluster/litmus/experiment-runs.ts";
import { LitmusStandIn } from "./cluster/litmus/litmus-stand-in.ts";
import { byProgram } from "./cluster/litmus/performances.ts";

const engines = ["passes", "fails", "is-stopped", "scales", "cuts-off"] as const;

let starting: Promise<Cluster> | undefined;
let cluster: Cluster;
let standIn: LitmusStandIn;
let kubeconfig: string;
const steps = createSteps("experiment-runs");
const observer = createObserver();

beforeAll(async () => {
  const { "litmus-experiment": program } = await ensurePrograms(["litmus-experiment"], () => undefined);
  starting = Cluster.start({ litmus: true });
  cluster = await starting;
  await openShop(cluster.client, [podDelete, podAutoscaler, podNetworkPartition], engines);
  standIn = new LitmusStandIn(cluster, byProgram(cluster, program.path));
  kubeconfig = await cluster.kubeconfig();
}, 300_000);

// Also where the preparation has failed.
afterAll(async () => {
  await closeClusters();
  const started = await starting?.catch(() => undefined);
  await standIn[Symbol.asyncDispose]();
  await started?.[Symbol.asyncDispose]();
});

const look = (observation: object) => observer.look(observationSchema.parse({ cluster: { kubeconfig }, ...observation }));
const resultOf = (engine: string, experiment = "pod-delete") => look({ kind: "chaos-result", namespace: "litmus", engine, experiment });
const leftOf = (engine: string) => look({ kind: "chaos-leftovers", namespace: "litmus", engine, target: shop });
const podsOf = (engine: string, count = "ready") => look({ kind: "pods", namespace: shop, labels: labelsOf(engine), count });
/** What Litmus' program said, where its test fails. */
const logOf = (engine: string): Promise<string> => readFile(join(cluster.servers.folder, `${engine}.log`), "utf8").catch(String);
const whole = (engine: string, pods = 2) =>
  eventually(`${pods} pods of ${engine} are ready`, async () => ((await podsOf(engine)).value === pods ? true : undefined));

describe("Litmus' own experiment", { timeout: 240_000, concurrent: true }, () => {
  test.for([
    { engine: "passes", end: "Pass", operation: "present", says: /^Litmus says Pass of pod-delete of .* \(Completed; probes 100 %\)$/ },
    { engine: "fails", end: "Fail", operation: "absent", says: /^Litmus says Fail of pod-delete of .* \(.*; probes 0 %\)/ },
  ] as const)("pod-delete deletes pods and says $end, with a probe that ends so", async ({ engine, end, operation, says }) => {
    await whole(engine);
    const before = (await podsOf(engine, "replaced")).value ?? 0;
    const run = stepsOf(kubeconfig, deletion(engine, 4, podsAre(engine, operation)));
    await steps.perform(run.start);
    await steps.perform(run.settled);
    const seen = await resultOf(engine);
    expect(seen.detail, says.test(seen.detail) ? "" : await logOf(engine)).toMatch(says);
    expect(seen).toMatchObject({ held: end === "Pass", value: end === "Pass" ? 100 : 0 });
    expect((await podsOf(engine, "replaced")).value).toBeGreaterThan(before);
    await steps.perform(run.stop);
    expect(await leftOf(engine)).toMatchObject({ held: true, value: 0 });
    await whole(engine);
  });

  test("pod-delete that is stopped half-way ends at once, says Stopped, and leaves nothing", async () => {
    const engine = "is-stopped";
    await whole(engine);
    const run = stepsOf(kubeconfig, deletion(engine, 180, podsAre(engine, "present")));
    const before = (await podsOf(engine, "replaced")).value ?? 0;
    await steps.perform(run.start);
    await eventually("a pod was deleted", async () => (((await podsOf(engine, "replaced")).value ?? 0) > before ? true : undefined));
    await steps.perform(run.stop);
    expect(await leftOf(engine)).toMatchObject({ held: true });
    await eventually("the experiment says so", async () => ((await resultOf(engine)).detail.includes("Litmus says Stopped") ? true : undefined));
    await whole(engine);
  });

  test("pod-autoscaler scales a workload up, is content, and scales it back", async () => {
    const engine = "scales";
    await whole(engine);
    const run = stepsOf(kubeconfig, { engine, experiment: podAutoscaler, values: { duration: seconds(30), replicas: 5 } });
    await steps.perform(run.start);
    await whole(engine, 5);
    await steps.perform(run.settled);
    expect(await resultOf(engine, "pod-autoscaler")).toMatchObject({ held: true });
    await whole(engine);
    await steps.perform(run.stop);
    expect(await leftOf(engine)).toMatchObject({ held: true });
  });

  test("pod-network-partition makes its policy, and takes it back; stopped half-way the driver finds what is left", async () => {
    const engine = "cuts-off";
    await whole(engine);
    const run = stepsOf(kubeconfig, { engine, experiment: podNetworkPartition, values: { duration: seconds(180), policies: "all" } });
    const policies = () => cluster.client.list({ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" }, shop, z.unknown());
    await steps.perform(run.start);
    await eventually("the policy is in", async () => ((await policies()).length === 1 ? true : undefined));
    expect(await leftOf(engine)).toMatchObject({ held: false });
    await steps.perform(run.stop);
    expect(await policies()).toEqual([]);
    expect(await leftOf(engine)).toMatchObject({ held: true });
  });
});

test("nothing went wrong in the stand-in", () => {
  expect(standIn.failures).toEqual([]);
});
