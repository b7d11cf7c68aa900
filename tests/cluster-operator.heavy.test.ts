// Litmus' own operator before each engine of the library: the runner that it makes, what that is told, and that a stopped engine's runner goes.
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Experiment } from "../chaos/litmus/experiment.ts";
import { experimentLibrary } from "../chaos/litmus/library.ts";
import { renderExperiment } from "../chaos/litmus/render.ts";
import { Cluster } from "./cluster/cluster.ts";
import { eventually } from "./cluster/eventually.ts";
import { exampleTarget } from "./cluster/litmus/example-target.ts";

/** An operator takes engines one after the other, and waits for seconds when it stops one: four of them share the work. */
const namespaces = ["litmus-1", "litmus-2", "litmus-3", "litmus-4"] as const;

let starting: Promise<Cluster> | undefined;
let cluster: Cluster;

beforeAll(async () => {
  starting = Cluster.start({ litmus: namespaces });
  cluster = await starting;
  for (const namespace of namespaces)
    await cluster.client.make({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "gameday-faults", namespace } });
}, 300_000);

// Also where the preparation has failed.
afterAll(async () => {
  const started = await starting?.catch(() => undefined);
  await started?.[Symbol.asyncDispose]();
});

const runnerSchema = z.object({
  metadata: z.object({
    uid: z.string(),
    labels: z.record(z.string(), z.string()),
    ownerReferences: z.array(z.object({ kind: z.string(), uid: z.string() })),
  }),
  spec: z.object({
    serviceAccountName: z.string(),
    containers: z.array(z.object({ name: z.string(), env: z.array(z.object({ name: z.string(), value: z.string() })), imagePullPolicy: z.string() })),
  }),
  status: z.object({ phase: z.string() }),
});
const engineSchema = z.object({
  metadata: z.object({ uid: z.string() }),
  status: z.object({ engineStatus: z.string() }).default({ engineStatus: "" }),
});
const eventSchema = z.object({ involvedObject: z.object({ name: z.string() }), reason: z.string() });
const chaos = "litmuschaos.io/v1alpha1";

test.for(experimentLibrary.map((definition, index): [string, Experiment, string] => [definition.name, definition, namespaces[index % 4] ?? ""]))(
  "%s: its runner is made and told what it should, and goes when the engine is stopped",
  { timeout: 120_000, concurrent: true },
  async ([, definition, home]) => {
    const { client } = cluster;
    const { experiment, engine } = renderExperiment(definition, exampleTarget(definition, home));
    await client.make(experiment, engine);
    const { name, namespace } = engine.metadata;
    const runnerOf = () => client.find({ apiVersion: "v1", kind: "Pod" }, namespace, `${name}-runner`, runnerSchema);
    const engineOf = () => client.find({ apiVersion: chaos, kind: "ChaosEngine" }, namespace, name, engineSchema);

    const runner = await eventually("its runner runs", async () => {
      const found = await runnerOf();
      return found?.status.phase === "Running" ? found : undefined;
    });
    const made = await engineOf();
    expect(made?.status.engineStatus).toBe("initialized");
    const { appinfo } = engine.spec;
    expect(Object.fromEntries(runner.spec.containers[0]?.env.map((variable) => [variable.name, variable.value]) ?? [])).toEqual({
      CHAOSENGINE: name,
      EXPERIMENT_LIST: definition.name,
      CHAOS_SVC_ACC: "gameday-faults",
      CHAOS_NAMESPACE: home,
      ...(appinfo === undefined ? {} : { TARGETS: `${appinfo.appkind}:${appinfo.appns}:[${appinfo.applabel}]` }),
    });
    expect(runner.spec).toMatchObject({
      serviceAccountName: "gameday-faults",
      containers: [{ name: "chaos-runner", imagePullPolicy: "IfNotPresent" }],
    });
    expect(runner.metadata.labels).toMatchObject({ app: name, chaosUID: made?.metadata.uid, "gameday/run": "try" });
    expect(runner.metadata.ownerReferences).toMatchObject([{ kind: "ChaosEngine", uid: made?.metadata.uid }]);

    await client.change(engine, { spec: { engineState: "stop" } });
    await eventually("its runner is gone", async () => ((await runnerOf()) === null ? true : undefined));
    await eventually("the engine is stopped", async () => ((await engineOf())?.status.engineStatus === "stopped" ? true : undefined));
    await client.remove(engine);
    await eventually("the engine is gone", async () => ((await engineOf()) === null ? true : undefined));
  },
);

test("an engine whose experiment nobody has made gets no runner, and is told so", { timeout: 120_000 }, async () => {
  const [definition] = experimentLibrary;
  if (definition === undefined) throw new Error("the library is empty");
  const { engine } = renderExperiment(definition, { ...exampleTarget(definition, namespaces[0]), engine: "without-experiment" });
  await cluster.client.make({
    ...engine,
    spec: { ...engine.spec, experiments: engine.spec.experiments.map((row) => ({ ...row, name: "unheard-of" })) },
  });
  await eventually("an event says so", async () => {
    const events = await cluster.client.list({ apiVersion: "v1", kind: "Event" }, namespaces[0], eventSchema);
    return events.find(({ involvedObject, reason }) => involvedObject.name === "without-experiment" && reason === "ChaosResourcesOperationFailed");
  });
  expect(await cluster.client.find({ apiVersion: "v1", kind: "Pod" }, namespaces[0], "without-experiment-runner", runnerSchema)).toBeNull();
});
