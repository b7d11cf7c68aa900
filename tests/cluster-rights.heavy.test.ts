// Before a real API server: engines of a plan's faults are taken as they are, and the account of an experiment may do what its experiment needs and no more.
import { afterAll, beforeAll, expect, test } from "vitest";
import { renderFault } from "../chaos/catalogue.ts";
import { experimentLibrary } from "../chaos/litmus/library.ts";
import { podNetworkPartition } from "../chaos/litmus/network/pod-network-partition.ts";
import { podDelete } from "../chaos/litmus/pod/pod-delete.ts";
import { podHttpLatency } from "../chaos/litmus/http/pod-http-latency.ts";
import { accountOf, rightsOf } from "../chaos/litmus/rights.ts";
import { exampleClusterOutputs } from "../chaos/testing/example-cluster-outputs.ts";
import { faultSchema } from "../model/fault/fault.ts";
import { ApiServer } from "./cluster/api-server.ts";
import { ClusterClient, type KubernetesObject } from "./cluster/client.ts";
import { readDefinitions, unlisted } from "./cluster/kinds.ts";
import { asTwin, strictTwin, unknownFields } from "./cluster/strict.ts";

const targets = ["us-east-1", "eu-west-1"];
const place = { namespace: "litmus", targets };
const engineKind = { apiVersion: "litmuschaos.io/v1alpha1", kind: "ChaosEngine" };
type Document = KubernetesObject & Readonly<Record<string, unknown>>;
const pod = (namespace: string): Document => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "victim", namespace, labels: { app: "shop" } },
  spec: { containers: [{ name: "pause", image: "example.test/pause:1" }] },
});
const policy = (namespace: string): Document => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: "cut", namespace },
  spec: { podSelector: { matchLabels: { app: "shop" } }, policyTypes: ["Ingress", "Egress"] },
});

let starting: Promise<ApiServer> | undefined;
let server: ApiServer;
const clients: ClusterClient[] = [];

beforeAll(async () => {
  starting = ApiServer.start();
  server = await starting;
  const kinds = await readDefinitions("litmuschaos.io");
  const namespaces = ["litmus", ...targets].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
  await server.client.make(...kinds, ...kinds.map(strictTwin), ...namespaces);
  const used = ["ChaosEngine", "ChaosExperiment"].map((kind) => ({ ...engineKind, kind, metadata: { name: "" } }));
  await server.client.whenKnown([...used, ...used.map(asTwin)]);
  for (const experiment of [podDelete, podNetworkPartition, podHttpLatency]) await server.client.make(...rightsOf(experiment, place));
}, 200_000);

// Also where the preparation has failed.
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  const started = await starting?.catch(() => undefined);
  await started?.[Symbol.asyncDispose]();
});

/** Speaks as the experiment's account. */
async function as(experiment: Parameters<typeof accountOf>[0]): Promise<ClusterClient> {
  const client = new ClusterClient(server.url, await server.client.accountToken("litmus", accountOf(experiment)));
  clients.push(client);
  return client;
}

const faults = [
  { kind: "process-kill", target: { count: 3 } },
  { kind: "network-latency", latency: 0.3 },
  { kind: "network-jitter", latency: 0.3, jitter: 0.1 },
  { kind: "bandwidth-limit", kilobytesPerSecond: 4 },
  { kind: "network-stall" },
  { kind: "connection-reset" },
  { kind: "region-partition", region: "eu-west-1" },
  { kind: "dependency-errors", dependency: "experts", share: 0.5 },
  { kind: "cpu-hog", cores: 1, load: 0.5 },
  { kind: "memory-hog", megabytes: 64 },
  { kind: "disk-fill" },
  { kind: "postgres-primary-loss" },
  { kind: "redis-primary-loss" },
] as const;

test.for(faults.map((fault) => [fault.kind, fault] as const))("%s: what it makes is taken as it is, field by field", async ([, written]) => {
  const facts = { postgresPrimary: "us-east-1", redisPrimary: "us-east-1" };
  const context = { id: "tried", outputs: exampleClusterOutputs, facts, folder: "/runs/20261128-120000-0a1b", duration: 10 };
  const rendered = renderFault(faultSchema.parse(written), context);
  if (!rendered.supported) throw new Error(rendered.reason);
  const documents = rendered.script.inject.flatMap((step) => (step.kind === "engine-start" ? [step.experiment, step.engine] : []));
  expect(documents.length).toBeGreaterThan(1);
  for (const document of documents.map(objectOf)) {
    expect(await server.client.apply(document, { dryRun: true })).toEqual({ accepted: true, status: 201, message: "", warnings: [] });
    const unknown = unknownFields((await server.client.apply(asTwin(document), { dryRun: true })).message).map((field) => `${document.kind}${field}`);
    expect(Object.keys(unlisted)).toEqual(expect.arrayContaining(unknown));
  }
});

test.for(experimentLibrary.map((experiment) => [experiment.name, experiment] as const))(
  "%s: its rights are taken as they are",
  async ([, experiment]) => {
    for (const document of rightsOf(experiment, place))
      expect(await server.client.apply(document, { dryRun: true })).toMatchObject({ accepted: true, warnings: [] });
  },
);

test("who deletes pods can, where they are, and can neither make any there nor cut them off", async () => {
  const client = await as(podDelete);
  for (const namespace of targets) {
    await server.client.make(pod(namespace));
    await expect(client.apply(pod(namespace), { dryRun: true })).resolves.toMatchObject({ accepted: false, status: 403 });
    await expect(client.apply(policy(namespace), { dryRun: true })).resolves.toMatchObject({ accepted: false, status: 403 });
    await client.remove(pod(namespace));
  }
  await expect(client.remove(pod("default"))).rejects.toThrow(/403/);
});

test("who cuts pods off can, and deletes none", async () => {
  const client = await as(podNetworkPartition);
  await server.client.make(pod("us-east-1"), policy("us-east-1"));
  await client.remove(policy("us-east-1"));
  await expect(client.remove(pod("us-east-1"))).rejects.toThrow(/403/);
});

test("who puts a proxy before pods makes helpers beside Litmus, and only looks where the pods are", async () => {
  const client = await as(podHttpLatency);
  await expect(client.apply(pod("litmus"), { dryRun: true })).resolves.toMatchObject({ accepted: true });
  await expect(client.apply(pod("us-east-1"), { dryRun: true })).resolves.toMatchObject({ accepted: false, status: 403 });
  await expect(client.remove(policy("us-east-1"))).rejects.toThrow(/403/);
});

function objectOf(document: Readonly<Record<string, unknown>>): Document {
  const { apiVersion, kind, metadata } = document;
  if (typeof apiVersion !== "string" || typeof kind !== "string" || typeof metadata !== "object" || metadata === null || !("name" in metadata))
    throw new Error("no object of Kubernetes");
  return { ...document, apiVersion, kind, metadata: { ...metadata, name: String(metadata.name) } };
}
