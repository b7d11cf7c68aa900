// Lock, kill switch, reaper, scaling and the looks before a run, on a real cluster: a controller's Lease while it lives, and what is done when it does not.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { podDelete } from "../chaos/litmus/pod/pod-delete.ts";
import { renderExperiment } from "../chaos/litmus/render.ts";
import { clusterOf, closeClusters } from "../gameday/adapters/cluster/clusters.ts";
import { clusterProblems } from "../gameday/adapters/cluster/examine/examine.ts";
import { healStack } from "../gameday/adapters/cluster/heal/end-run.ts";
import { healRun, isClean } from "../gameday/adapters/cluster/heal/heal-run.ts";
import { placesOf } from "../gameday/adapters/cluster/heal/places.ts";
import { createClusterInterlock } from "../gameday/adapters/cluster/interlock/cluster-interlock.ts";
import { abortOnClusters, allowOnClusters, refuseOnClusters } from "../gameday/adapters/cluster/interlock/words.ts";
import { createClusterScaling } from "../gameday/adapters/cluster/workload/scaling.ts";
import { createSteps } from "../gameday/adapters/steps/create-steps.ts";
import { stepSchema } from "../model/fault/fault-script.ts";
import { outputsSchema, outputsVersion, type Outputs } from "../model/outputs.ts";
import { Cluster } from "./cluster/cluster.ts";
import { eventually } from "./cluster/eventually.ts";
import { deployment } from "./cluster/workloads.ts";

const namespace = "shop";
const workload = (name: string, scaled: boolean) => ({
  id: name,
  service: name,
  cluster: "home",
  namespace,
  kind: "deployment" as const,
  name,
  labels: { app: name },
  scaled,
});
const autoscaler = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "shelf", namespace },
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shelf" },
    minReplicas: 1,
    maxReplicas: 3,
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } }],
  },
};

let starting: Promise<Cluster> | undefined;
let cluster: Cluster;
let outputs: Outputs;
beforeAll(async () => {
  starting = Cluster.start({ litmus: true });
  cluster = await starting;
  outputs = outputsSchema.parse({
    schema: outputsVersion,
    stack: "shop",
    environment: "own",
    entry: "http://127.0.0.1:9/",
    clusters: [{ id: "home", kubeconfig: await cluster.kubeconfig() }],
    workloads: [workload("till", true), workload("shelf", true), workload("office", false)],
  });
  const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "gameday-faults", namespace: "litmus" } };
  const home = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels: { "gameday/chaos": "allowed" } } };
  await cluster.client.make(
    home,
    account,
    deployment(namespace, "till", 2),
    deployment(namespace, "shelf", 1),
    deployment(namespace, "office", 2),
    autoscaler,
  );
}, 300_000);

// Also where the preparation has failed.
afterAll(async () => {
  await closeClusters();
  const started = await starting?.catch(() => undefined);
  await started?.[Symbol.asyncDispose]();
});

const api = async () => (await clusterOf(outputs.clusters[0] ?? {})).api;
const find = <T>(apiVersion: string, kind: string, where: string, name: string, schema: z.ZodType<T>) =>
  cluster.client.find({ apiVersion, kind }, where, name, schema);
const replicas = async (name: string) =>
  (await find("apps/v1", "Deployment", namespace, name, z.object({ spec: z.object({ replicas: z.number() }) })))?.spec.replicas;

describe("a stack's Lease", { timeout: 120_000 }, () => {
  test("keeps a second controller off, tells an abort to the first, and goes with it", async () => {
    const first = createClusterInterlock(outputs);
    const release = await first.acquire("run-1", "/runs/run-1");
    await expect(createClusterInterlock(outputs).acquire("run-2", "/runs/run-2")).rejects.toMatchObject({
      exitCode: 5,
      problems: [{ message: expect.stringMatching(/^run run-1 of .* has it$/) }],
    });
    const asked = new Promise<string>((resolve) => first.watch((by, reason) => resolve(`${by}: ${reason}`)));
    await expect(abortOnClusters(outputs, "run-2", "no")).rejects.toThrow(/run-2 does not have it/);
    await abortOnClusters(outputs, undefined, "the database team asks");
    expect(await asked).toBe("command: the database team asks");
    await release();
    const again = await createClusterInterlock(outputs).acquire("run-2", "/runs/run-2");
    await again();
  });

  test("the kill switch ends who runs, refuses who comes and is taken back; so is the hold", async () => {
    const first = createClusterInterlock(outputs);
    const release = await first.acquire("run-3", "/runs/run-3");
    const asked = new Promise<string>((resolve) => first.watch((_, reason) => resolve(reason)));
    expect(await refuseOnClusters(outputs, "stopped", "a release")).toEqual(["run-3"]);
    expect(await asked).toMatch(/^kill switch: .* said: a release$/);
    expect(await first.stopped()).toMatchObject({ reason: "a release" });
    await release();
    await expect(createClusterInterlock(outputs).acquire("run-4", "/runs/run-4")).rejects.toThrow(/kill switch is set in the cluster/);
    expect(await allowOnClusters(outputs, "stopped")).toBe(true);
    expect(await allowOnClusters(outputs, "stopped")).toBe(false);
    await refuseOnClusters(outputs, "held", "look first");
    expect(await createClusterInterlock(outputs).held()).toMatchObject({ reason: "look first" });
    expect(await allowOnClusters(outputs, "held")).toBe(true);
  });

  test("of a controller that is gone is never just taken: it is healed first", async () => {
    const run = "run-5";
    await cluster.client.make({
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: {
        name: "gameday-shop",
        namespace: "litmus",
        labels: { "gameday/run": run },
        annotations: { "gameday/run-id": run, "gameday/stack": "shop" },
      },
      spec: { holderIdentity: "ci@elsewhere/1", leaseDurationSeconds: 30, renewTime: "2026-01-01T00:00:00.000000Z" },
    });
    const steps = createSteps(run);
    const at = { cluster: outputs.clusters[0] === undefined ? {} : { kubeconfig: outputs.clusters[0].kubeconfig } };
    const manifests = renderExperiment(podDelete, {
      engine: "left-behind",
      namespace: "litmus",
      account: "gameday-faults",
      application: { namespace, kind: "deployment", label: ["app", "till"] },
      labels: { "gameday/run": run },
    });
    await steps.perform(stepSchema.parse({ kind: "engine-start", ...at, namespace: "litmus", ...manifests }));
    await steps.perform(stepSchema.parse({ kind: "workload-hold", ...at, namespace, workload: "deployment", name: "till" }));
    await expect(createClusterInterlock(outputs).acquire("run-6", "/runs/run-6")).rejects.toMatchObject({
      problems: [{ message: expect.stringContaining("left it without an end"), remedy: "gameday heal --stack shop" }],
    });
    const { reaped, alive } = await healStack(outputs);
    expect(alive).toEqual([]);
    expect(reaped).toMatchObject([{ run, ok: true }]);
    expect(reaped[0]?.parts.map(({ what }) => what)).toEqual(["ChaosEngine left-behind in litmus", "deployment till in shop"]);
    expect(await replicas("till")).toBe(2);
    const record = await find("v1", "ConfigMap", "litmus", "gameday-reaper", z.object({ data: z.record(z.string(), z.string()) }));
    expect(JSON.parse(record?.data[run] ?? "null")).toMatchObject({ ok: true });
    const release = await createClusterInterlock(outputs).acquire("run-6", "/runs/run-6");
    await release();
  });
});

test("a phase's instances are spread, through an autoscaler where there is one, waited for, and put back", { timeout: 120_000 }, async () => {
  const scaling = createClusterScaling(outputs, "run-7");
  expect(await scaling.scale(12)).toBe(12);
  expect([await replicas("till"), await replicas("office")]).toEqual([5, 2]);
  const sizes = z.object({ spec: z.object({ minReplicas: z.number(), maxReplicas: z.number() }) });
  const limits = async () => (await find("autoscaling/v2", "HorizontalPodAutoscaler", namespace, "shelf", sizes))?.spec;
  expect(await limits()).toEqual({ minReplicas: 5, maxReplicas: 5 });
  const [row] = outputs.clusters;
  if (row === undefined) throw new Error("the stack has no cluster");
  expect(await isClean(await api(), placesOf(outputs, row), "run-7")).toBe(false);
  await scaling.restore();
  expect(await limits()).toEqual({ minReplicas: 1, maxReplicas: 3 });
  expect(await replicas("till")).toBe(2);
  expect(await isClean(await api(), placesOf(outputs, row), "run-7")).toBe(true);
  expect(await healRun(await api(), placesOf(outputs, row), "run-7", 10)).toEqual([]);
});

describe("before a run", { timeout: 120_000 }, () => {
  const problemsOf = async (change: Partial<Outputs>) =>
    (await clusterProblems({ ...outputs, ...change }, true)).map(({ path, message }) => `${path}: ${message}`);
  const rowOf = (more: Partial<Outputs["clusters"][number]>): Partial<Outputs> => ({
    clusters: outputs.clusters.map((row) => ({ ...row, ...more })),
  });

  test("nothing speaks against a stack that is as it says", async () => {
    const nothing = await eventually("its pods are there", async () => ((await problemsOf({})).length === 0 ? "nothing" : undefined));
    expect(nothing).toBe("nothing");
  });

  test("labels that select nothing, or everything; a namespace that does not allow faults, or is not there", async () => {
    const [till, shelf] = outputs.workloads;
    if (till === undefined || shelf === undefined) throw new Error("the stack has no workloads");
    await cluster.client.make({ apiVersion: "v1", kind: "Namespace", metadata: { name: "quiet" } }, deployment("quiet", "till", 2));
    await eventually("quiet has its pods", async () => {
      const pods = await cluster.client.list({ apiVersion: "v1", kind: "Pod" }, "quiet", z.unknown());
      return pods.length === 2 ? true : undefined;
    });
    const workloads = [
      { ...till, labels: { app: "tilt" } },
      { ...till, namespace: "quiet" },
      { ...shelf, namespace: "quiet" },
      { ...till, namespace: "nowhere" },
    ];
    expect((await problemsOf({ workloads })).toSorted()).toEqual([
      "clusters.home: the namespace quiet does not allow faults",
      "clusters.home: there is no namespace nowhere",
      "workloads[0].labels: they select no pod of shop",
      "workloads[1].labels: they select every pod of quiet, all 2",
      "workloads[2].labels: they select no pod of quiet",
      "workloads[3].labels: they select no pod of nowhere",
    ]);
  });

  test("a cluster without rights, without load's kinds, or that is not there", async () => {
    const driver = await problemsOf(rowOf({ kubeconfig: await cluster.kubeconfig("driver") }));
    expect(driver).toContainEqual(
      expect.stringMatching(/you may not create, delete, get, list, patch, watch chaosengines.litmuschaos.io in namespace litmus/),
    );
    const load = { namespace: "monitoring", service: "prometheus", port: 9_090 };
    expect(await problemsOf(rowOf({ prometheus: load }))).toEqual(["clusters.home: the kind testruns.k6.io is missing"]);
    expect(await problemsOf(rowOf({ kubeconfig: "/nowhere/config" }))).toEqual([expect.stringMatching(/\/nowhere\/config cannot be read/)]);
  });
});
