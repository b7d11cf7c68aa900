// Monitoring as it is recorded: what each region has, what a shared cluster has once, that every configuration that is mounted exists, and that no secret is in clear.
import { beforeAll, expect, test } from "vitest";
import type { Estate, Resource } from "../../estate/resource.ts";
import { recordRegions, regionNames } from "../testing/ground.ts";
import { monitoringSizes } from "./sizes.ts";
import { Monitoring } from "./monitoring.ts";

const workloads = { matchLabels: { "app.kubernetes.io/part-of": "proving-ground" }, port: "http", healthPath: "/readyz" };
const recordMonitoring = (name: "base" | "kubernetes"): Promise<Estate> =>
  recordRegions(name, (plan, ground, secrets) => {
    // oxlint-disable-next-line no-new -- recorded by being made
    new Monitoring(`${plan.name}-${ground.region.name}-monitoring`, { plan, ground, secrets, workloads }, {});
  });

let base: Estate;
let shared: Estate;
beforeAll(async () => {
  base = await recordMonitoring("base");
  shared = await recordMonitoring("kubernetes");
});

const kinds = (resources: readonly Resource[]): Record<string, number> =>
  Object.fromEntries(
    Object.entries(Object.groupBy(resources, ({ type }) => type))
      .filter(([type]) => !type.startsWith("gameday:") && type !== "pulumi:providers:kubernetes")
      .map(([type, of]) => [type, of?.length ?? 0]),
  );
const of = (estate: Estate, region: string): readonly Resource[] => estate.resources.filter((resource) => resource.region === region);
const find = ({ resources }: Estate, name: string): Resource => {
  const found = resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`no resource is called ${name}`);
  return found;
};

const whole = {
  "kubernetes:core/v1:Namespace": 1,
  "kubernetes:core/v1:Secret": 7,
  "kubernetes:core/v1:ConfigMap": 5,
  "kubernetes:core/v1:Service": 1,
  "kubernetes:helm.sh/v3:Release": 8,
  "kubernetes:monitoring.coreos.com/v1:PrometheusRule": 1,
  "kubernetes:monitoring.coreos.com/v1:PodMonitor": 1,
  "kubernetes:monitoring.coreos.com/v1:Probe": 1,
  "kubernetes:elasticsearch.k8s.elastic.co/v1:Elasticsearch": 1,
  "kubernetes:kibana.k8s.elastic.co/v1:Kibana": 1,
  "kubernetes:security.istio.io/v1:AuthorizationPolicy": 4,
  "kubernetes:security.istio.io/v1:PeerAuthentication": 1,
  "random:index/randomPassword:RandomPassword": 2,
};

test("three clusters have the same, each its own", () => {
  for (const region of regionNames("base")) expect(kinds(of(base, region)), region).toEqual(whole);
});

test("three regions are equal up to their names", () => {
  const [first = "", ...others] = regionNames("base");
  const plain = (region: string): unknown =>
    JSON.parse(
      JSON.stringify(of(base, region).map(({ type, name, inputs, protect }) => ({ type, name, inputs, protect }))).replaceAll(region, "<region>"),
    );
  for (const region of others) expect(plain(region)).toEqual(plain(first));
});

test("a shared cluster has the stack once, with the primary; each region what turns its parts into samples", () => {
  const [primary = "", ...others] = regionNames("kubernetes");
  expect(kinds(of(shared, primary))).toEqual(whole);
  for (const region of others)
    expect(kinds(of(shared, region)), region).toEqual({
      "kubernetes:core/v1:Secret": 2,
      "kubernetes:helm.sh/v3:Release": 2,
      "kubernetes:monitoring.coreos.com/v1:PodMonitor": 1,
      "kubernetes:monitoring.coreos.com/v1:Probe": 1,
    });
});

test("no two objects of a shared cluster have one name", () => {
  const places = shared.resources
    .filter(({ component, type }) => !component && type.startsWith("kubernetes:"))
    .map(({ type, inputs }) => JSON.stringify([type, inputs["namespace"], inputs["name"], inputs["metadata"]]));
  expect(new Set(places).size).toBe(places.length);
});

test("every resource is named after its region", () => {
  for (const { name, region } of base.resources) expect(name).toContain(String(region));
});

test("no secret is in clear", () => {
  expect(JSON.stringify([base, shared])).not.toContain("clear-");
  expect(find(base, "base-us-east-1-monitoring-prometheus-grafana-admin").secret).toEqual(["stringData"]);
});

test("the stack finds its configuration: both secrets are there before it, by the names that its values hold", () => {
  const release = find(base, "base-us-east-1-monitoring-prometheus-release");
  expect(release.inputs).toMatchObject({
    chart: "kube-prometheus-stack",
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    values: {
      alertmanager: { alertmanagerSpec: { useExistingSecret: true, configSecret: "alertmanager-configuration", replicas: 3 } },
      grafana: { admin: { existingSecret: "grafana-admin", userKey: "user", passwordKey: "password" } },
      prometheus: {
        prometheusSpec: { enableRemoteWriteReceiver: true, scrapeNativeHistograms: true, retention: "7d", replicas: 2 },
      },
    },
  });
  for (const secret of ["grafana-admin", "alertmanager-configuration"]) {
    const resource = find(base, `base-us-east-1-monitoring-prometheus-${secret}`);
    expect(resource.inputs["metadata"]).toMatchObject({ name: secret, namespace: "monitoring" });
    expect(release.dependencies).toContain(resource.urn);
  }
});

test("the first replica of Prometheus has a service of its own, by the name that its StatefulSet gives the pod", () => {
  const { inputs } = find(base, "base-us-east-1-monitoring-prometheus-release");
  // Its Prometheus is called as the release in full, and the operator puts "prometheus-" before it.
  expect(inputs["values"]).toMatchObject({ fullnameOverride: "monitoring", cleanPrometheusOperatorObjectNames: true });
  expect(find(base, "base-us-east-1-monitoring-prometheus-first").inputs).toMatchObject({
    metadata: { name: "monitoring-prometheus-first", namespace: "monitoring" },
    spec: { selector: { "statefulset.kubernetes.io/pod-name": "prometheus-monitoring-0" }, ports: [{ port: 9090, targetPort: 9090 }] },
  });
});

test("the API server's proxy reaches the first replica of Prometheus at its one port, and whoever has a certificate gets no further by that", () => {
  const selector = { matchLabels: { "statefulset.kubernetes.io/pod-name": "prometheus-monitoring-0" } };
  const policies = of(base, "us-east-1").filter(({ type }) => type.startsWith("kubernetes:security.istio.io/"));
  const clear = policies.filter(({ inputs }) => inputs["kind"] === "PeerAuthentication");
  expect(clear.map(({ inputs }) => inputs["spec"])).toEqual([
    { selector, mtls: { mode: "STRICT" }, portLevelMtls: { 9090: { mode: "PERMISSIVE" } } },
  ]);
  // Every row but this one knows its callers by their certificates.
  const unknown = policies.filter(({ inputs }) => inputs["kind"] === "AuthorizationPolicy" && !JSON.stringify(inputs).includes('"namespaces":['));
  expect(unknown.map(({ inputs }) => inputs["spec"])).toEqual([
    { action: "ALLOW", selector, rules: [{ from: [{ source: { notPrincipals: ["*"] } }], to: [{ operation: { ports: ["9090"] } }] }] },
  ]);
});

test("custom resources come after the chart that brings their kind", () => {
  for (const [resource, chart] of [
    ["prometheus-alerts", "prometheus-release"],
    ["exporters-edge", "prometheus-release"],
    ["exporters-workloads", "prometheus-release"],
    ["logs-elasticsearch", "logs-operator"],
    ["logs-kibana", "logs-elasticsearch"],
    ["logs-shipping", "logs-elasticsearch"],
    ["traces-jaeger", "logs-elasticsearch"],
    ["traces-collector", "traces-jaeger"],
  ] as const)
    expect(find(base, `base-us-east-1-monitoring-${resource}`).dependencies, resource).toContain(
      find(base, `base-us-east-1-monitoring-${chart}`).urn,
    );
});

test("Elasticsearch has three nodes of its own storage, encrypted by the storage class, and users with a role each", () => {
  expect(find(base, "base-eu-west-1-monitoring-logs-elasticsearch").inputs["spec"]).toMatchObject({
    auth: {
      fileRealm: [{ secretName: "elasticsearch-fluent-bit" }, { secretName: "elasticsearch-jaeger" }],
      roles: [{ secretName: "elasticsearch-roles" }],
    },
    volumeClaimDeletePolicy: "DeleteOnScaledownAndClusterDeletion",
    nodeSets: [{ count: 3, volumeClaimTemplates: [{ spec: { storageClassName: "encrypted", resources: { requests: { storage: "50Gi" } } } }] }],
  });
  expect(JSON.stringify(find(shared, "kubernetes-us-east-1-monitoring-logs-elasticsearch").inputs)).not.toContain("storageClassName");
});

test("exporters speak TLS where the stores do", () => {
  expect(find(base, "base-eu-west-1-monitoring-exporters-postgres").inputs["values"]).toMatchObject({
    config: {
      datasource: { host: "postgres-reader.eu-west-1.internal", sslmode: "require", passwordSecret: { name: "eu-west-1-postgres-exporter" } },
    },
  });
  expect(find(base, "base-eu-west-1-monitoring-exporters-redis").inputs["values"]).toMatchObject({
    redisAddress: "rediss://redis-reader.eu-west-1.internal:6379",
    auth: { enabled: true, secret: { name: "eu-west-1-redis-exporter", key: "password" } },
  });
});

test("every container whose bounds a chart's values set has requests and limits, of CPU and memory", () => {
  const bounds = (value: unknown): readonly unknown[] => {
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => (key === "resources" ? [inner] : bounds(inner)));
  };
  const releases = base.resources.filter(({ type, region }) => type === "kubernetes:helm.sh/v3:Release" && region === "us-east-1");
  const counted = Object.fromEntries(releases.map(({ inputs }) => [inputs["chart"], bounds(inputs["values"]).length]));
  // What `helm template` renders of each chart with these values, without the claims for storage, which have requests alone.
  expect(counted).toEqual({
    "kube-prometheus-stack": 11,
    "eck-operator": 1,
    "fluent-bit": 1,
    jaeger: 2,
    "opentelemetry-collector": 1,
    "prometheus-blackbox-exporter": 1,
    "prometheus-postgres-exporter": 1,
    "prometheus-redis-exporter": 1,
  });
  const both = { requests: { cpu: expect.any(String), memory: expect.any(String) }, limits: { cpu: expect.any(String), memory: expect.any(String) } };
  for (const found of releases.flatMap(({ inputs }) => bounds(inputs["values"])))
    expect(found).toEqual(JSON.stringify(found).includes("storage") ? { requests: { storage: expect.any(String) } } : both);
});

test("Prometheus never fills its disk, and larger environments keep samples longer", () => {
  const { base: least, stress, ultimate } = monitoringSizes;
  expect([least, stress, ultimate].map(({ prometheus }) => prometheus.retentionDays)).toEqual([7, 15, 30]);
  expect(find(base, "base-us-east-1-monitoring-prometheus-release").inputs["values"]).toMatchObject({
    prometheus: {
      prometheusSpec: {
        retentionSize: "40GiB",
        storageSpec: { volumeClaimTemplate: { spec: { resources: { requests: { storage: "50Gi" } }, storageClassName: "encrypted" } } },
      },
    },
  });
});
