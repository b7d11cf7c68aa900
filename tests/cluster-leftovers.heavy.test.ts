// What a run left in a cluster when it ends, on a real API server: it keeps others off until it is out, and nobody takes out what is another run's.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { podDelete } from "../chaos/litmus/pod/pod-delete.ts";
import { renderExperiment } from "../chaos/litmus/render.ts";
import { anyObject, ClusterApi } from "../gameday/adapters/cluster/api/api.ts";
import { ClusterError } from "../gameday/adapters/cluster/api/cluster-error.ts";
import { resources } from "../gameday/adapters/cluster/api/resources.ts";
import { closeClusters, clusterOf } from "../gameday/adapters/cluster/clusters.ts";
import { leftoversOf } from "../gameday/adapters/cluster/engine/leftovers.ts";
import { startEngine } from "../gameday/adapters/cluster/engine/start.ts";
import { healStack } from "../gameday/adapters/cluster/heal/end-run.ts";
import { isClean } from "../gameday/adapters/cluster/heal/heal-run.ts";
import { placesOf } from "../gameday/adapters/cluster/heal/places.ts";
import { reap, type Sightings } from "../gameday/adapters/cluster/heal/reap.ts";
import { createClusterInterlock } from "../gameday/adapters/cluster/interlock/cluster-interlock.ts";
import { createClusterScaling } from "../gameday/adapters/cluster/workload/scaling.ts";
import { createStackControl } from "../gameday/adapters/stack/control.ts";
import { createSteps } from "../gameday/adapters/steps/create-steps.ts";
import { stepSchema } from "../model/fault/fault-script.ts";
import { outputsSchema, outputsVersion, type Outputs } from "../model/outputs.ts";
import { Cluster } from "./cluster/cluster.ts";

const namespace = "shop";
const pods = { metadata: { labels: { app: "till" } }, spec: { containers: [{ name: "main", image: "example.com/shop:1" }] } };
const till = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "till", namespace },
  spec: { replicas: 2, selector: { matchLabels: { app: "till" } }, template: pods },
};

let starting: Promise<Cluster> | undefined;
let cluster: Cluster;
let outputs: Outputs;
let api: ClusterApi;
beforeAll(async () => {
  starting = Cluster.start({ litmus: true });
  cluster = await starting;
  const kubeconfig = await cluster.kubeconfig();
  const workload = { id: "till", service: "till", cluster: "home", namespace, kind: "deployment" as const, name: "till", labels: { app: "till" } };
  outputs = outputsSchema.parse({
    schema: outputsVersion,
    stack: "shop",
    environment: "own",
    entry: "http://127.0.0.1:9/",
    clusters: [{ id: "home", kubeconfig }],
    workloads: [{ ...workload, scaled: true }],
  });
  const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "gameday-faults", namespace: "litmus" } };
  const home = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels: { "gameday/chaos": "allowed" } } };
  await cluster.client.make(home, { apiVersion: "v1", kind: "Namespace", metadata: { name: "load" } }, account, till);
  ({ api } = await clusterOf(outputs.clusters[0] ?? {}));
}, 300_000);

// Also where the preparation has failed.
afterAll(async () => {
  await closeClusters();
  const started = await starting?.catch(() => undefined);
  await started?.[Symbol.asyncDispose]();
});

const place = { namespace, workload: "deployment" as const, name: "till" };
const hold = (run: string) => perform(run, { kind: "workload-hold", ...place });
const release = (run: string) => perform(run, { kind: "workload-release", ...place });
const perform = (run: string, step: object) =>
  createSteps(run).perform(stepSchema.parse({ cluster: { kubeconfig: outputs.clusters[0]?.kubeconfig }, ...step }));
const replicas = async () => {
  const schema = z.object({ spec: z.object({ replicas: z.number() }) });
  return (await cluster.client.find({ apiVersion: "apps/v1", kind: "Deployment" }, namespace, "till", schema))?.spec.replicas;
};
const engineFor = (engine: string, run: string) =>
  renderExperiment(podDelete, {
    engine,
    namespace: "litmus",
    account: "gameday-faults",
    application: { namespace, kind: "deployment", label: ["app", "till"] },
    labels: { "gameday/run": run },
  });
/** Looks, and once more as if what it saw had stood still for as long as a Lease lasts. */
async function reapAll() {
  const reaper = { api, places: placesOf(outputs, clusterRow()), name: "reaper", limitSeconds: 60 };
  const sightings: Sightings = new Map();
  await reap(reaper, sightings);
  for (const [key, { version }] of sightings) sightings.set(key, { version, since: 0 });
  return reap(reaper, sightings);
}
const clusterRow = () => {
  const [row] = outputs.clusters;
  if (row === undefined) throw new Error("the stack has no cluster");
  return row;
};
const lease = () => api.get({ resource: resources.leases, namespace: "litmus", name: "gameday-shop" }, anyObject);
const engine = (name: string) => api.get({ resource: resources.chaosEngines, namespace: "litmus", name }, anyObject);

test("a run's Lease is given up only when nothing of it is left: what is there is taken out first", { timeout: 120_000 }, async () => {
  const run = "run-1";
  const giveUp = await createClusterInterlock(outputs).acquire(run, "/runs/run-1");
  const made = engineFor("forgotten", run);
  await startEngine(api, "litmus", made.experiment, made.engine);
  await hold(run);
  await giveUp();
  expect(await engine("forgotten")).toBeNull();
  expect(await replicas()).toBe(2);
  expect(await lease()).toBeNull();
});

test("what cannot be taken out makes the run dirty and keeps its Lease, so that others stay off", { timeout: 120_000 }, async () => {
  const run = "run-2";
  const interlock = createClusterInterlock(outputs);
  const giveUp = await interlock.acquire(run, "/runs/run-2");
  // Marked as the run's, without a word of what it had.
  const marked = { resource: resources.deployments, namespace, name: "till" };
  await api.patch(marked, { metadata: { labels: { "gameday/run": run } } }, anyObject);
  expect(await createStackControl(outputs, run).settle()).toEqual([expect.stringMatching(/^home: run-2 still has something in the cluster/)]);
  await expect(giveUp()).rejects.toThrow(/run-2 keeps its Lease of shop: home: run-2 still has something/);
  expect(await lease()).not.toBeNull();
  await expect(createClusterInterlock(outputs).acquire("run-3", "/runs/run-3")).rejects.toMatchObject({ exitCode: 5 });
  await api.patch(marked, { metadata: { labels: { "gameday/run": null } } }, anyObject);
  await api.remove({ resource: resources.leases, namespace: "litmus", name: "gameday-shop" });
});

test("an engine whose making was not answered is found afterwards, and one that was never made is told", { timeout: 120_000 }, async () => {
  class Unanswered extends ClusterApi {
    lost = 0;
    override async create<S extends z.ZodType>(...asked: Parameters<ClusterApi["create"]>): Promise<z.output<S>> {
      if (this.lost === 0) await super.create(...asked);
      this.lost += 1;
      throw new ClusterError("late", "no answer", "look");
    }
  }
  const lossy = new Unanswered(api.connection);
  const [there, nowhere] = [engineFor("unanswered", "run-4"), engineFor("never-made", "run-4")];
  await startEngine(lossy, "litmus", there.experiment, there.engine);
  expect(await engine("unanswered")).not.toBeNull();
  await expect(startEngine(lossy, "litmus", nowhere.experiment, nowhere.engine)).rejects.toThrow("no answer");
  await perform("run-4", { kind: "engine-stop", namespace: "litmus", engine: "unanswered", limit: 60 });
});

test("what one run has changed no other run changes, and none puts back", { timeout: 120_000 }, async () => {
  await hold("run-5");
  await release("run-6");
  await createClusterScaling(outputs, "run-6").restore();
  expect(await replicas()).toBe(0);
  await expect(hold("run-6")).rejects.toThrow("till in namespace shop is still changed by the run run-5");
  await expect(createClusterScaling(outputs, "run-6").scale(3)).rejects.toThrow(/still changed by the run run-5/);
  await release("run-5");
  expect(await replicas()).toBe(2);
});

test("the size that a stack had is put back before the run's end is written", { timeout: 120_000 }, async () => {
  const stack = createStackControl(outputs, "run-7");
  expect(await stack.scale(4)).toBe(4);
  expect(await stack.settle()).toEqual([]);
  expect(await replicas()).toBe(2);
  await stack.close();
});

test("an autoscaler that a phase left raised is found by the reaper by its label alone, and put back", { timeout: 120_000 }, async () => {
  const autoscaler = {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "till", namespace },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "till" },
      minReplicas: 1,
      maxReplicas: 3,
      metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } }],
    },
  };
  await cluster.client.make(autoscaler);
  await createClusterScaling(outputs, "run-8").scale(5);
  expect(await reapAll()).toMatchObject([{ run: "run-8", ok: true, reason: "it has no Lease any more" }]);
  const schema = z.object({ spec: z.object({ minReplicas: z.number(), maxReplicas: z.number() }) });
  const found = await cluster.client.find({ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" }, namespace, "till", schema);
  expect(found?.spec).toEqual({ minReplicas: 1, maxReplicas: 3 });
  await cluster.client.remove(autoscaler);
});

test("what an engine made is found by its result once the engine is gone, and taken out; another's is left alone", { timeout: 120_000 }, async () => {
  const cut = (name: string, chaosUID: string) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace, labels: { chaosUID } },
    spec: { podSelector: { matchLabels: { app: "till" } }, policyTypes: ["Ingress"] },
  });
  await cluster.client.make(
    {
      apiVersion: "litmuschaos.io/v1alpha1",
      kind: "ChaosResult",
      metadata: { name: "gone-pod-network-partition", namespace: "litmus", labels: { chaosUID: "gone", "gameday/run": "run-10" } },
      spec: { engine: "gone", experiment: "pod-network-partition" },
    },
    cut("gone", "gone"),
    cut("strange", "strange"),
  );
  const row = placesOf(outputs, clusterRow());
  expect([await isClean(api, row, "run-10"), await isClean(api, row, "run-11")]).toEqual([false, true]);
  expect(await reapAll()).toMatchObject([{ run: "run-10", ok: true, parts: [{ what: "networkpolicies gone in shop" }] }]);
  expect(await isClean(api, row, "run-10")).toBe(true);
  const { items } = await api.list({ resource: resources.networkPolicies, namespace }, anyObject);
  expect(items.map(({ metadata }) => metadata.name)).toEqual(["strange"]);
});

test("an engine of which something cannot be taken out stays, so that whoever comes after finds it", { timeout: 120_000 }, async () => {
  const made = engineFor("stuck", "run-12");
  await startEngine(api, "litmus", made.experiment, made.engine);
  const uid = (await engine("stuck"))?.metadata.uid ?? "";
  const policy = {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "stuck", namespace, labels: { chaosUID: uid }, finalizers: ["example.com/kept"] },
    spec: { podSelector: { matchLabels: { app: "till" } }, policyTypes: ["Ingress"] },
  };
  await cluster.client.make(policy);
  await expect(perform("run-12", { kind: "engine-stop", namespace: "litmus", engine: "stuck", limit: 5 })).rejects.toThrow(/networkpolicies\/stuck/);
  expect(await engine("stuck")).not.toBeNull();
  await api.patch({ resource: resources.networkPolicies, namespace, name: "stuck" }, { metadata: { finalizers: null } }, anyObject);
  await perform("run-12", { kind: "engine-stop", namespace: "litmus", engine: "stuck", limit: 60 });
  expect(await engine("stuck")).toBeNull();
});

test("load that was begun and has no TestRun any more goes with its run: its program, its key, its runners", { timeout: 120_000 }, async () => {
  const metadata = (name: string) => ({ name, namespace: "load", labels: { "gameday/run": "run-9" } });
  await cluster.client.make(
    { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("plateau"), data: { "get.js": "" } },
    { apiVersion: "v1", kind: "Secret", metadata: metadata("plateau"), stringData: { "api-key": "secret" } },
    { apiVersion: "v1", kind: "Pod", metadata: metadata("plateau-1-x"), spec: pods.spec },
  );
  expect(await isClean(api, placesOf(outputs, clusterRow()), "run-9")).toBe(false);
  expect(await reapAll()).toMatchObject([{ run: "run-9", ok: true, parts: [{ what: expect.stringMatching(/^load in load: /) }] }]);
  expect(await isClean(api, placesOf(outputs, clusterRow()), "run-9")).toBe(true);
  for (const resource of [resources.configMaps, resources.secrets, resources.pods]) {
    const { items } = await api.list({ resource, namespace: "load" }, anyObject, { labelSelector: "gameday/run" });
    expect(items).toEqual([]);
  }
});

test("whether a controller lives is told by this machine's clock alone", { timeout: 120_000 }, async () => {
  const held = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: {
      name: "gameday-shop",
      namespace: "litmus",
      labels: { "gameday/run": "run-13" },
      annotations: { "gameday/run-id": "run-13", "gameday/stack": "shop" },
    },
    spec: { holderIdentity: "ci@elsewhere/1", leaseDurationSeconds: 30, renewTime: "2001-01-01T00:00:00.000000Z" },
  };
  // Its clock is decades behind, and it lives: it renews.
  await cluster.client.make(held);
  const healing = healStack(outputs);
  let renewals = 0;
  const ended = healing.then(() => true);
  while (!(await Promise.race([ended, sleep(500, false)]))) {
    const renewTime = `2001-01-01T00:00:${String((renewals += 1)).padStart(2, "0")}.000000Z`;
    await cluster.client.make({ ...held, spec: { ...held.spec, renewTime } });
  }
  expect(await healing).toEqual({ reaped: [], alive: ["run-13"] });
  // The switch was set by a clock that is decades behind, too: its run has its time to end all the same.
  const stopped = JSON.stringify({ reason: "a release", by: "somebody", at: 0 });
  const refusals = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "gameday-interlock", namespace: "litmus" }, data: { stopped } };
  await cluster.client.make(refusals);
  const reaper = { api, places: placesOf(outputs, clusterRow()), name: "reaper", limitSeconds: 60 };
  const sightings: Sightings = new Map();
  expect(await reap(reaper, sightings)).toEqual([]);
  for (const [key, { version }] of sightings) if (key.startsWith("kill switch")) sightings.set(key, { version, since: 0 });
  expect(await reap(reaper, sightings)).toMatchObject([{ run: "run-13", ok: true, reason: expect.stringMatching(/^the kill switch is set/) }]);
  await cluster.client.remove(refusals);
});

test("a pod in which a helper that was killed has left its fault is replaced before its engine is gone", { timeout: 120_000 }, async () => {
  const schema = z.object({ metadata: z.object({ name: z.string(), uid: z.string() }) });
  const [one, other] = await cluster.client.list({ apiVersion: "v1", kind: "Pod" }, namespace, schema);
  const made = engineFor("helpless", "run-14");
  await startEngine(api, "litmus", made.experiment, made.engine);
  await cluster.client.make({
    apiVersion: "litmuschaos.io/v1alpha1",
    kind: "ChaosResult",
    metadata: {
      name: "helpless-pod-delete",
      namespace: "litmus",
      labels: { chaosUID: (await engine("helpless"))?.metadata.uid ?? "" },
      annotations: { [`pod/${one?.metadata.name ?? ""}`]: "injected", [`pod/${other?.metadata.name ?? ""}`]: "reverted" },
    },
    spec: { engine: "helpless", experiment: "pod-delete" },
  });
  const left = async () => (await leftoversOf(api, { namespace: "litmus", engine: "helpless" })).filter(({ harmed }) => harmed);
  expect(await left()).toMatchObject([{ place: { namespace, name: one?.metadata.name }, uid: one?.metadata.uid }]);
  await perform("run-14", { kind: "engine-stop", namespace: "litmus", engine: "helpless", limit: 60 });
  const after = (await cluster.client.list({ apiVersion: "v1", kind: "Pod" }, namespace, schema)).map(({ metadata }) => metadata.uid);
  expect(after).not.toContain(one?.metadata.uid);
  expect(after).toContain(other?.metadata.uid);
  expect(await left()).toEqual([]);
  expect(await engine("helpless")).toBeNull();
});
