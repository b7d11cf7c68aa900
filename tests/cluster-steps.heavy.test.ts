// Steps and looks on a real cluster: engines made and taken back beside Litmus' own operator and without it, workloads held and released, pods counted.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderExperiment } from "../chaos/litmus/render.ts";
import { podDelete } from "../chaos/litmus/pod/pod-delete.ts";
import { closeClusters } from "../gameday/adapters/cluster/clusters.ts";
import { createObserver } from "../gameday/adapters/observe/create-observer.ts";
import { createSteps } from "../gameday/adapters/steps/create-steps.ts";
import { observationSchema } from "../model/fault/observation.ts";
import { stepSchema } from "../model/fault/fault-script.ts";
import { z } from "zod";
import { Cluster } from "./cluster/cluster.ts";
import { eventually } from "./cluster/eventually.ts";
import { deployment } from "./cluster/workloads.ts";

const namespace = "shop";
const labels = { app: "till" };
const deploymentSchema = z.object({
  metadata: z.object({ annotations: z.record(z.string(), z.string()), labels: z.record(z.string(), z.string()).default({}) }),
  spec: z.object({ replicas: z.number() }),
});

let starting: Promise<Cluster> | undefined;
let cluster: Cluster;
let handle: { readonly kubeconfig: string };
const steps = createSteps("the-run");
const observer = createObserver();
const perform = (step: object) => steps.perform(stepSchema.parse({ cluster: handle, ...step }));
const look = (observation: object) => observer.look(observationSchema.parse({ cluster: handle, ...observation }));
const lookPods = (count = "ready", of: object = labels) => look({ kind: "pods", namespace, labels: of, count });

beforeAll(async () => {
  starting = Cluster.start({ litmus: true });
  cluster = await starting;
  handle = { kubeconfig: await cluster.kubeconfig() };
  const home = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
  const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "gameday-faults", namespace: "litmus" } };
  await cluster.client.make(home, account, deployment(namespace, "till", 3));
}, 300_000);

// Also where the preparation has failed.
afterAll(async () => {
  await closeClusters();
  const started = await starting?.catch(() => undefined);
  await started?.[Symbol.asyncDispose]();
});

const engineFor = (engine: string) =>
  renderExperiment(podDelete, {
    engine,
    namespace: "litmus",
    account: "gameday-faults",
    application: { namespace, kind: "deployment", label: ["app", "till"] },
    labels: { "gameday/run": "the-run" },
  });
const start = (engine: string) => perform({ kind: "engine-start", namespace: "litmus", ...engineFor(engine) });
const stop = (engine: string, limit = 60) => perform({ kind: "engine-stop", namespace: "litmus", engine, limit });
const left = (engine: string) => look({ kind: "chaos-leftovers", namespace: "litmus", engine, target: namespace });
const result = (engine: string) => look({ kind: "chaos-result", namespace: "litmus", engine, experiment: "pod-delete" });
const until = (what: string, holds: () => Promise<boolean>) => eventually(what, async () => ((await holds()) ? true : undefined));

describe("pods", { timeout: 120_000 }, () => {
  test("ready where there is one, all are and none is missing; labels that nobody has are none", async () => {
    await until("three are ready", async () => (await lookPods()).value === 3);
    expect(await lookPods()).toMatchObject({ held: true, value: 3, detail: "3 of 3 pods are ready" });
    expect(await lookPods("missing")).toMatchObject({ value: 0 });
    expect(await lookPods("ready", { app: "nobody" })).toMatchObject({ held: false, value: 0 });
  });

  test("one that is taken away is seen to be replaced", async () => {
    const before = await lookPods("replaced");
    const [pod] = await cluster.client.list({ apiVersion: "v1", kind: "Pod" }, namespace, z.object({ metadata: z.object({ name: z.string() }) }));
    await cluster.client.remove({ apiVersion: "v1", kind: "Pod", metadata: { name: pod?.metadata.name ?? "", namespace } });
    await until("another one is there", async () => (await lookPods("replaced")).value === (before.value ?? 0) + 1);
    await until("three are ready again", async () => (await lookPods()).held === true);
    expect(await lookPods("replaced")).toMatchObject({ value: 4 });
  });
});

describe("a workload", { timeout: 120_000 }, () => {
  const place = { namespace, workload: "deployment", name: "till" };
  const read = () => cluster.client.find({ apiVersion: "apps/v1", kind: "Deployment" }, namespace, "till", deploymentSchema);

  test("is held at no pod, twice if need be, and is given back what it had", async () => {
    await perform({ kind: "workload-hold", ...place });
    await perform({ kind: "workload-hold", ...place });
    expect(await read()).toMatchObject({
      spec: { replicas: 0 },
      metadata: { annotations: { "gameday/held-replicas": "3" }, labels: { "gameday/run": "the-run" } },
    });
    await until("no pod is ready", async () => (await lookPods()).value === 0);
    expect(await lookPods()).toMatchObject({ held: false });
    await perform({ kind: "workload-release", ...place });
    await perform({ kind: "workload-release", ...place });
    const back = await read();
    expect(back).toMatchObject({ spec: { replicas: 3 }, metadata: { labels: {} } });
    expect(back?.metadata.annotations).not.toHaveProperty("gameday/held-replicas");
    await until("three are ready again", async () => (await lookPods()).held === true);
  });

  test("that is not there: told by its name", async () => {
    await expect(perform({ kind: "workload-hold", ...place, name: "tilt" })).rejects.toThrow("no deployment tilt in namespace shop");
  });
});

describe("an engine", { timeout: 180_000 }, () => {
  test("is made once, its runner is left over while it goes on, and all of it is taken back", async () => {
    await start("first");
    await start("first");
    await until("its runner is there", async () => (await left("first")).detail.includes("pods/first-runner in litmus"));
    expect(await result("first")).toMatchObject({ held: false, detail: "Litmus wrote no result for pod-delete of first" });
    await stop("first");
    expect(await left("first")).toMatchObject({ held: true, value: 0 });
    await stop("first");
  });

  test("with a misspelt field is refused, and nothing is made", async () => {
    const { experiment, engine } = engineFor("misspelt");
    const misspelt = { ...engine, spek: {} };
    await expect(perform({ kind: "engine-start", namespace: "litmus", experiment, engine: misspelt })).rejects.toThrow(/spek/);
    expect(await left("misspelt")).toMatchObject({ held: true });
  });

  test("settles when its own result is there; that of another engine of the name is none", async () => {
    await start("second");
    const { uid } = await engineOf("second");
    const verdict = async (chaosUID: string, said: string) => {
      const name = "second-pod-delete";
      await cluster.client.make({
        apiVersion: "litmuschaos.io/v1alpha1",
        kind: "ChaosResult",
        metadata: { name, namespace: "litmus", labels: { chaosUID } },
        spec: { engine: "second", experiment: "pod-delete" },
        status: { experimentStatus: { phase: said === "Awaited" ? "Running" : "Completed", verdict: said, probeSuccessPercentage: "100" } },
      });
    };
    await verdict("somebody-else", "Pass");
    expect(await result("second")).toMatchObject({ held: false, detail: expect.stringContaining("another engine's") });
    await verdict(uid, "Awaited");
    expect(await result("second")).toMatchObject({ held: false, detail: expect.stringContaining("Litmus says Awaited") });
    const settled = perform({ kind: "engine-settled", namespace: "litmus", engine: "second", experiment: "pod-delete", limit: 100 });
    await verdict(uid, "Pass");
    await settled;
    expect(await result("second")).toMatchObject({ held: true, value: 100 });
    await stop("second");
    expect(await left("second")).toMatchObject({ held: true });
  });

  test("whose policy was left behind among the workloads: the policy is taken away with it", async () => {
    await start("third");
    const { uid } = await engineOf("third");
    await cluster.client.make({
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "cut-off", namespace, labels: { chaosUID: uid } },
      spec: { podSelector: { matchLabels: labels }, policyTypes: ["Ingress"] },
    });
    expect((await left("third")).detail).toContain("networkpolicies/cut-off in shop");
    await stop("third");
    expect(await left("third")).toMatchObject({ held: true });
  });

  test("is taken back without Litmus' operator, finalizer and all", async () => {
    await start("fourth");
    await until("its runner is there", async () => (await left("fourth")).detail.includes("pods/fourth-runner"));
    await cluster.servers.kill("chaos-operator");
    await stop("fourth");
    expect(await left("fourth")).toMatchObject({ held: true });
  });

  const engineOf = async (name: string) => {
    const schema = z.object({ metadata: z.object({ uid: z.string() }) });
    const found = await cluster.client.find({ apiVersion: "litmuschaos.io/v1alpha1", kind: "ChaosEngine" }, "litmus", name, schema);
    if (found === null) throw new Error(`there is no engine ${name}`);
    return found.metadata;
  };
});

describe("a cluster that cannot be spoken to", { timeout: 120_000 }, () => {
  const at = async (other: object) => (await look({ kind: "pods", namespace, labels, cluster: other })).detail;

  test("is told with what is wrong", async () => {
    expect(await at({ kubeconfig: "/nowhere/config" })).toMatch(/\/nowhere\/config cannot be read/);
    expect(await at({ ...handle, context: "tset" })).toMatch(/has no context tset; it has test/);
    expect(await at({ kubeconfig: await cluster.kubeconfig("driver") })).toMatch(/does not allow to list \S+ in namespace shop/);
  });

  test("while it does not answer nothing can be said, and afterwards it can", async () => {
    expect(await lookPods()).toMatchObject({ held: true, detail: "3 of 3 pods are ready" });
    await cluster.restartApiServer(async () => {
      await until("nothing can be said", async () => (await lookPods()).held === null);
    });
    await until("it can be said again", async () => (await lookPods()).held === true);
  });
});
