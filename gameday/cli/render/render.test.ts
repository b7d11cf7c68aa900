// A plan rendered for each engine: what is in it, what is left out and why, the same bytes twice; and what a person is told who left something out.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { plans } from "../../../chaos/plans/catalogue.ts";
import { exampleClusterOutputs } from "../../../chaos/testing/example-cluster-outputs.ts";
import { exampleOutputs } from "../../../chaos/testing/example-outputs.ts";
import { parseDocument } from "../../../model/parse.ts";
import { planSchema, type Plan } from "../../../model/plan.ts";
import { renderPlan } from "./render-plan.ts";

const plan = (name: string): Plan => parseDocument(planSchema, plans[name], name);
const image = `registry.example/gameday@sha256:${"a".repeat(64)}`;
const account = "111122223333";
let folder = "";
let cluster = "";
let processes = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proving-ground-render-"));
  [cluster, processes] = [join(folder, "cluster.json"), join(folder, "processes.json")];
  await writeFile(cluster, JSON.stringify(exampleClusterOutputs));
  await writeFile(processes, JSON.stringify(exampleOutputs));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const documentsOf = (text: string): readonly unknown[] => parseAllDocuments(text).map((document): unknown => document.toJS());

describe.for([
  { engine: "litmus", of: "default" },
  { engine: "fis", of: "cross-component" },
  { engine: "k6", of: "default" },
  { engine: "argo", of: "weekly-game-day" },
])("$engine", ({ engine, of }) => {
  const render = () =>
    renderPlan(plan(of), engine, { image, account, ...(engine === "litmus" || engine === "k6" ? { stack: cluster } : {}) }, folder);

  test("gives the same files twice, in the order of the plan, and each of its faults is in one of them or is left out with a reason", async () => {
    const [{ files, leftOut }, again] = [await render(), await render()];
    expect(files.size).toBeGreaterThan(0);
    expect([...again.files]).toEqual([...files]);
    expect([...files.keys()].toSorted()).toEqual([...files.keys()]);
    if (engine !== "litmus" && engine !== "fis") return;
    for (const { id } of plan(of).phases.flatMap(({ faults }) => faults)) {
      const written = [...files.keys()].filter((path) => path.includes(`-${id}`)).length;
      const reasons = leftOut.filter(({ fault, reason }) => fault === id && reason.length > 10).length;
      expect([id, written + reasons]).toEqual([id, 1]);
    }
  });
});

test("litmus: an experiment and its engine, active, in the stack's own place for them", async () => {
  const { files } = await renderPlan(plan("default"), "litmus", { stack: cluster }, folder);
  const [text = ""] = [...files].filter(([path]) => path.includes("handler-killed")).map(([, content]) => content);
  expect(documentsOf(text)).toMatchObject([
    { kind: "ChaosExperiment", metadata: { namespace: "litmus" } },
    { kind: "ChaosEngine", metadata: { namespace: "litmus" }, spec: { engineState: "active", chaosServiceAccount: "gameday-faults" } },
  ]);
});

test("fis: a request that creates the template, by the region's role, ended by its alarm", async () => {
  const { files, leftOut } = await renderPlan(plan("database-saturation"), "fis", { account }, folder);
  const [text = "null"] = [...files.values()];
  expect([...files.keys()]).toEqual(["04-database-primary-lost-us-east-1.json"]);
  expect(JSON.parse(text)).toMatchObject({
    actions: { failover: { actionId: "aws:rds:failover-db-cluster", targets: { Clusters: "database" } } },
    stopConditions: [{ source: "aws:cloudwatch:alarm", value: `arn:aws:cloudwatch:us-east-1:${account}:alarm:gameday-chaos-stop` }],
    roleArn: `arn:aws:iam::${account}:role/gameday/chaos-us-east-1-faults`,
  });
  expect(leftOut.map(({ fault }) => fault)).toEqual(["database-narrow", "database-slow", "disk-full"]);
});

test("k6: a program and a test for each phase that has load", async () => {
  const { files } = await renderPlan(plan("default"), "k6", { stack: cluster }, folder);
  expect([...files.keys()]).toEqual(["02-baseline.yaml", "03-light.yaml", "04-medium.yaml", "05-heavy.yaml", "06-extreme.yaml", "07-chaos.yaml"]);
  for (const text of files.values()) expect(documentsOf(text)).toMatchObject([{ kind: "ConfigMap" }, { kind: "TestRun", spec: { parallelism: 1 } }]);
});

test("argo: the plan's own workflow, and the calendar's where it has one for that stack", async () => {
  const paths = async (stack: string) => [...(await renderPlan(plan("weekly-game-day"), "argo", { image, stack }, folder)).files.keys()];
  expect(await paths("chaos")).toEqual(["cron-weekly-game-day.yaml", "workflow.yaml"]);
  expect(await paths("ultimate")).toEqual(["workflow.yaml"]);
});

test.for([
  {
    what: "an engine that is none",
    engine: "litmos",
    options: {},
    says: /there is no engine litmos[\s\S]*litmus, fis, k6, argo[\s\S]*did you mean litmus\?/,
  },
  { what: "a stack that is not named", engine: "litmus", options: {}, says: /--stack: is missing/ },
  { what: "a stack without a cluster", engine: "k6", options: { stack: "processes.json" }, says: /has no cluster[\s\S]*publish no clusters/ },
  {
    what: "no account, and a tier without chaos",
    engine: "fis",
    options: { stack: "base" },
    says: /--stack: base is no environment[\s\S]*--account/,
  },
  { what: "an image by its tag", engine: "argo", options: { image: "gameday:latest" }, says: /--image: is not an image with its digest/ },
])("$what is told, with what to do", async ({ engine, options, says }) => {
  const { stack, ...others } = { stack: undefined, ...options };
  const given = { ...others, ...(stack === undefined ? {} : { stack: stack.endsWith(".json") ? processes : stack }) };
  await expect(renderPlan(plan("default"), engine, given, folder)).rejects.toThrow(says);
});
