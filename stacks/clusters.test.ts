// What an environment publishes of its clusters, against what it makes there.
import { secret } from "@pulumi/pulumi";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { record } from "../components/recording/record.ts";
import type { Estate } from "../estate/resource.ts";
import { outputsSchema, type Outputs } from "../model/outputs.ts";
import { build } from "./build.ts";
import { planEnvironment } from "./environments/plan.ts";
import { readSettings } from "./settings-file.ts";

let estate: Estate;
let outputs: Outputs;
beforeAll(async () => {
  const plan = planEnvironment("kubernetes", await readSettings(new URL("settings/Pulumi.kubernetes.yaml", import.meta.url).pathname));
  const secrets = () => ({ apiKey: secret("recorded-secret"), grafanaPassword: secret("recorded-secret"), kubeconfig: undefined });
  estate = await record(() => ({ ...build(plan, secrets()) }), { environment: plan.name, regions: plan.regions.map(({ name }) => name) });
  outputs = outputsSchema.parse(estate.outputs["gameday"]);
}, 60_000);

const madeSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({ template: z.object({ metadata: z.object({ labels: z.record(z.string(), z.string()) }) }) }),
});

test("one cluster holds the three regions, and every workload of theirs is one that is made there", () => {
  expect(outputs.clusters).toMatchObject([{ id: "kubernetes", chaosNamespace: "litmus", policed: true }]);
  for (const kind of ["deployment", "statefulset"] as const) {
    const type = kind === "deployment" ? "kubernetes:apps/v1:Deployment" : "kubernetes:apps/v1:StatefulSet";
    const made = estate.resources.filter((resource) => resource.type === type).map(({ inputs }) => madeSchema.parse(inputs));
    const told = outputs.workloads.filter((workload) => workload.kind === kind);
    expect(told.length).toBeGreaterThan(5);
    for (const { name, namespace, labels } of told) {
      const found = made.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
      expect(found?.spec.template.metadata.labels, `${kind} ${name} in ${namespace}`).toMatchObject(labels);
    }
  }
});

test("the labels of a workload are its own, and it calls what there is", () => {
  const services = new Set(outputs.workloads.map(({ service }) => service));
  for (const { id, namespace, labels, calls } of outputs.workloads) {
    const same = outputs.workloads.filter((other) => other.namespace === namespace && JSON.stringify(other.labels) === JSON.stringify(labels));
    expect(same.map((other) => other.id)).toEqual([id]);
    for (const called of calls) expect(services).toContain(called);
  }
  expect(outputs.redundancy).toHaveLength(outputs.workloads.length);
});
