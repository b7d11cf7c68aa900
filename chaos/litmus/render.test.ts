// From experiments to documents: what is written, what is refused, and that the same input is the same text.
import { expect, test } from "vitest";
import { mebibytes, milliseconds, percent, seconds } from "../../model/units.ts";
import { podNetworkLatency } from "./network/pod-network-latency.ts";
import { podNetworkRateLimit } from "./network/pod-network-rate-limit.ts";
import { podDnsError } from "./network/pod-dns-error.ts";
import { podDnsSpoof } from "./network/pod-dns-spoof.ts";
import { podHttpStatusCode } from "./http/pod-http-status-code.ts";
import { nodeDrain } from "./node/node-drain.ts";
import { ec2TerminateById } from "./cloud/ec2-terminate-by-id.ts";
import { awsAzChaos } from "./cloud/aws-az-chaos.ts";
import { experimentLibrary } from "./library.ts";
import { podDelete } from "./pod/pod-delete.ts";
import { podMemoryHog } from "./pod/pod-memory-hog.ts";
import { renderExperiment, type EngineTarget } from "./render.ts";

const target: EngineTarget = {
  engine: "gameday-handler-killed-0a1b2c3d",
  namespace: "litmus",
  account: "gameday-faults",
  application: { namespace: "us-east-1", kind: "deployment", label: ["app.kubernetes.io/name", "query-handler"] },
  labels: { "gameday/run": "run-1", "gameday/fault": "handler-killed" },
};

/** Variables of the engine, by name. */
const told = (engine: ReturnType<typeof renderExperiment>["engine"]): Record<string, string> =>
  Object.fromEntries(engine.spec.experiments.flatMap(({ spec }) => spec.components.env.map(({ name, value }) => [name, value])));

test("an engine lives beside Litmus and names its application elsewhere, by one label", () => {
  const { experiment, engine } = renderExperiment(podDelete, target);
  expect(engine).toMatchObject({
    kind: "ChaosEngine",
    metadata: { name: target.engine, namespace: "litmus", labels: { "gameday/run": "run-1", "gameday/fault": "handler-killed" } },
    spec: {
      engineState: "active",
      appinfo: { appns: "us-east-1", applabel: "app.kubernetes.io/name=query-handler", appkind: "deployment" },
      chaosServiceAccount: "gameday-faults",
      components: { runner: { runnerLabels: { "gameday/run": "run-1" } } },
      experiments: [{ name: "pod-delete" }],
    },
  });
  expect(experiment).toMatchObject({ metadata: { name: "pod-delete", namespace: "litmus" }, spec: { definition: { scope: "Namespaced" } } });
});

test("values become text as Litmus reads it: whole numbers, tc's units, lists, maps", () => {
  expect(told(renderExperiment(podDelete, target, { duration: seconds(2.2), interval: seconds(10), force: true }).engine)).toMatchObject({
    TOTAL_CHAOS_DURATION: "3",
    CHAOS_INTERVAL: "10",
    FORCE: "true",
    RANDOMNESS: "false",
    SEQUENCE: "parallel",
    TARGET_PODS: "",
  });
  const latency = { latency: milliseconds(250.4), podsAffected: percent(0.5), destinations: ["10.0.0.1", "10.0.1.0/24"] };
  expect(told(renderExperiment(podNetworkLatency, target, latency).engine)).toMatchObject({
    NETWORK_LATENCY: "251",
    PODS_AFFECTED_PERC: "1",
    DESTINATION_IPS: "10.0.0.1,10.0.1.0/24",
  });
  expect(told(renderExperiment(podNetworkRateLimit, target, { bandwidth: 512, burst: 4 }).engine)).toMatchObject({
    NETWORK_BANDWIDTH: "512kbit",
    BURST: "4kb",
    LIMIT: "2000kb",
    PEAK_RATE: "",
  });
  expect(told(renderExperiment(podMemoryHog, target, { memory: mebibytes(256) }).engine)).toMatchObject({ MEMORY_CONSUMPTION: "256" });
  expect(told(renderExperiment(podDnsError, target, { names: ["postgres", "redis"] }).engine)).toMatchObject({
    TARGET_HOSTNAMES: '["postgres","redis"]',
  });
  expect(told(renderExperiment(podDnsSpoof, target, { names: { b: "c", a: "d" } }).engine)).toMatchObject({ SPOOF_MAP: '{"a":"d","b":"c"}' });
});

test("what a parameter does not allow is refused before Litmus takes it for something else", () => {
  expect(() => renderExperiment(podHttpStatusCode, target, { servicePort: 0 })).toThrow("TARGET_SERVICE_PORT: 0 is no port");
  expect(() => renderExperiment(podHttpStatusCode, target, { servicePort: 70_000 })).toThrow("no port");
  expect(() => renderExperiment(podHttpStatusCode, target, { status: "418" })).toThrow("STATUS_CODE: 418 is none of 200");
  expect(() => renderExperiment(podNetworkRateLimit, target, { bandwidth: -1 })).toThrow("not a number of kbit/s");
  expect(() => renderExperiment(podNetworkRateLimit, target, { bandwidth: Number.NaN })).toThrow("not a number of kbit/s");
  expect(() => percent(101)).toThrow("more than all");
  expect(() => renderExperiment(podDelete, { ...target, engine: "a".repeat(51) })).toThrow("longer than 50");
});

test("probes and the health check are Litmus' where it is told from where to look, and nobody's else", () => {
  const without = renderExperiment(podDelete, target).engine.spec;
  expect(without.defaultHealthCheck).toBe(false);
  expect(without.experiments[0]?.spec).not.toHaveProperty("probe");
  const looking = renderExperiment(podDelete, { ...target, looks: { prometheus: "http://prometheus:9090" } }).engine.spec;
  expect(looking.defaultHealthCheck).toBe(true);
  expect(looking.experiments[0]?.spec.probe).toMatchObject([
    { "httpProbe/inputs": { url: "http://edge.us-east-1.svc:8080/readyz" }, mode: "Continuous", runProperties: { probePollingInterval: "5s" } },
    { "promProbe/inputs": { endpoint: "http://prometheus:9090", query: expect.stringContaining("namespace='us-east-1'") } },
  ]);
});

test("nodes and clouds have no application, rights on the cluster where they need them, and their credentials", () => {
  const { application: _, ...nowhere } = target;
  const drain = renderExperiment(nodeDrain, nowhere);
  expect(drain.engine.spec).not.toHaveProperty("appinfo");
  expect(drain.experiment.spec.definition).toMatchObject({
    scope: "Cluster",
    permissions: expect.arrayContaining([{ apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "patch"] }]),
  });
  const machine = renderExperiment(ec2TerminateById, nowhere, { ...ec2TerminateById.values, instances: ["i-1", "i-2"], region: "us-east-1" });
  expect(told(machine.engine)).toMatchObject({ EC2_INSTANCE_ID: "i-1,i-2", REGION: "us-east-1", MANAGED_NODEGROUP: "enable" });
  expect(machine.experiment.spec.definition.secrets).toEqual([{ name: "cloud-secret", mountPath: "/tmp/" }]);
  expect(renderExperiment(awsAzChaos, nowhere).experiment.spec.definition).toMatchObject({
    image: expect.stringMatching(/py-runner:3\.\d+\.\d+$/),
    args: ["-c", "python3 -u experiment -name aws-az-chaos"],
  });
});

test("the same input is the same text, and an experiment knows nothing of who is hit", () => {
  const elsewhere: EngineTarget = {
    ...target,
    engine: "other",
    application: { namespace: "eu-west-1", kind: "statefulset", label: ["a", "b"] },
    looks: {},
  };
  for (const definition of experimentLibrary) {
    const once = renderExperiment(definition, target);
    expect(JSON.stringify(renderExperiment(definition, target))).toBe(JSON.stringify(once));
    expect(JSON.parse(JSON.stringify(once))).toEqual(once);
    expect(renderExperiment(definition, elsewhere).experiment).toEqual(once.experiment);
    const names = once.engine.spec.experiments[0]?.spec.components.env.map(({ name }) => name) ?? [];
    expect(names).toEqual(names.toSorted());
    expect(names.toSorted()).toEqual(
      Object.values(definition.parameters)
        .map(({ environment }) => environment)
        .toSorted(),
    );
  }
});
