// Manifests from recorded resources: what they are called, what they hide, and that their order is theirs alone.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Estate, Resource } from "../resource.ts";
import { unknownValue } from "../resource.ts";
import { testEstate, testResource } from "../testing/estate.ts";
import { filesOf } from "./files.ts";
import { knownLater, manifestsOf } from "./manifests.ts";
import { applyOrder } from "./order.ts";

const namespace = testResource("kubernetes:core/v1:Namespace", "shop-us-east-1", { inputs: { metadata: { name: "shop" } }, region: "us-east-1" });
const account = testResource("kubernetes:core/v1:ServiceAccount", "web-us-east-1", {
  inputs: { apiVersion: "v1", kind: "ServiceAccount", metadata: { namespace: "shop" } },
  region: "us-east-1",
  dependencies: [namespace.urn],
});
const password = testResource("kubernetes:core/v1:Secret", "password-us-east-1", {
  inputs: { metadata: { name: "password", namespace: "shop" }, data: { value: "[secret]" }, stringData: { url: "[secret]" } },
  region: "us-east-1",
  secret: ["data", "stringData"],
});
const deployment = testResource("kubernetes:apps/v1:Deployment", "web-us-east-1", {
  inputs: {
    metadata: { name: "web", namespace: "shop" },
    spec: { template: { spec: { containers: [{ env: [{ name: "HOST", value: unknownValue }] }] } }, missing: undefined },
  },
  region: "us-east-1",
  unknown: ["spec.template.spec.containers[0].env[0].value"],
  dependencies: [password.urn, account.urn],
});
const rule = testResource("kubernetes:monitoring.coreos.com/v1:PrometheusRule", "alerts-eu-west-1", {
  inputs: { apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule", metadata: { name: "alerts" }, spec: {} },
  region: "eu-west-1",
});
const release = testResource("kubernetes:helm.sh/v3:Release", "grafana-eu-west-1", {
  inputs: {
    name: "grafana",
    namespace: "monitoring",
    chart: "grafana",
    version: "1.2.3",
    repositoryOpts: { repo: "https://charts.example.com" },
    values: { replicas: 2 },
  },
  region: "eu-west-1",
});
const provider = testResource("pulumi:providers:kubernetes", "kubernetes-eu-west-1", { region: "eu-west-1" });
const bucket = testResource("aws:s3/bucket:Bucket", "bucket-eu-west-1", { region: "eu-west-1" });
const estate: Estate = testEstate([deployment, release, provider, bucket, rule, password, account, namespace]);

test("every object of a cluster is a manifest, charts are beside them, and nothing else is either", () => {
  const { manifests, charts } = manifestsOf(estate);
  expect(manifests.map(({ region, kind, name }) => [region, kind, name])).toEqual([
    ["us-east-1", "Namespace", "shop"],
    ["us-east-1", "ServiceAccount", "web-us-east-1"],
    ["us-east-1", "Secret", "password"],
    ["us-east-1", "Deployment", "web"],
    ["eu-west-1", "PrometheusRule", "alerts"],
  ]);
  expect(charts).toEqual([
    {
      urn: release.urn,
      region: "eu-west-1",
      release: "grafana",
      namespace: "monitoring",
      chart: "grafana",
      version: "1.2.3",
      repository: "https://charts.example.com",
      values: { replicas: 2 },
    },
  ]);
});

test("a patch is no object: it is laid over one that somebody else makes", () => {
  const patch = testResource("kubernetes:core/v1:ServicePatch", "edge-us-east-1", {
    inputs: { apiVersion: "v1", kind: "Service", metadata: { name: "edge", annotations: { a: "b" } } },
    region: "us-east-1",
  });
  const rendered = manifestsOf(testEstate([patch]));
  expect(rendered).toMatchObject({ manifests: [], patches: [{ kind: "Service", name: "edge" }] });
  expect([...filesOf(rendered).keys()]).toEqual(["us-east-1/patches/service-edge.yaml"]);
});

test("version and kind come from the type where the object does not say them", () => {
  const [first] = manifestsOf(testEstate([namespace])).manifests;
  expect(first?.document).toEqual({ apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } });
});

test("a secret's value is hidden in the form that its place asks for; what is not known is said to be so", () => {
  const { manifests } = manifestsOf(estate);
  const documents = new Map(manifests.map(({ kind, document }) => [kind, document]));
  expect(documents.get("Secret")).toMatchObject({ data: { value: Buffer.from("[secret]").toString("base64") }, stringData: { url: "[secret]" } });
  expect(documents.get("Deployment")).toEqual({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "shop" },
    spec: { template: { spec: { containers: [{ env: [{ name: "HOST", value: knownLater }] }] } } },
  });
});

test("files: a folder a region, numbered, with the chart's command above its values", () => {
  const files = filesOf(manifestsOf(estate));
  expect([...files.keys()]).toEqual([
    "us-east-1/001-namespace-shop.yaml",
    "us-east-1/002-serviceaccount-shop-web-us-east-1.yaml",
    "us-east-1/003-secret-shop-password.yaml",
    "us-east-1/004-deployment-shop-web.yaml",
    "eu-west-1/001-prometheusrule-alerts.yaml",
    "eu-west-1/charts/monitoring-grafana.yaml",
  ]);
  expect(files.get("us-east-1/004-deployment-shop-web.yaml")).toMatch(/^# Known only after creation: spec\.template\.spec\.containers\[0\]/);
  expect(files.get("eu-west-1/charts/monitoring-grafana.yaml")).toBe(
    "# helm upgrade --install grafana grafana --repo https://charts.example.com --version 1.2.3 --namespace monitoring --values <this file>\nreplicas: 2\n",
  );
});

test("the order is the same however they were recorded, and nothing comes before what it needs", () => {
  const kinds = ["core/v1:Namespace", "core/v1:ConfigMap", "apps/v1:Deployment", "policy/v1:PodDisruptionBudget"];
  // Number n may depend on any smaller one, so that there is no circle.
  const graphs = fc
    .array(fc.record({ kind: fc.constantFrom(...kinds), needs: fc.array(fc.nat(), { maxLength: 3 }) }), { minLength: 1, maxLength: 20 })
    .map((nodes) => {
      const made: Resource[] = [];
      for (const [index, { kind, needs }] of nodes.entries())
        made.push(
          testResource(`kubernetes:${kind}`, `n${index}`, {
            dependencies: index === 0 ? [] : needs.flatMap((need) => made[need % index]?.urn ?? []),
          }),
        );
      return made;
    });
  fc.assert(
    fc.property(
      graphs.chain((made) => fc.tuple(fc.constant(made), fc.shuffledSubarray(made, { minLength: made.length }))),
      ([made, shuffled]) => {
        const urns = applyOrder(made).map(({ urn }) => urn);
        expect(applyOrder(shuffled).map(({ urn }) => urn)).toEqual(urns);
        for (const { urn, dependencies } of made) for (const need of dependencies) expect(urns.indexOf(need)).toBeLessThan(urns.indexOf(urn));
      },
    ),
  );
});

test("a circle is told", () => {
  const [a, b] = [testResource("kubernetes:core/v1:ConfigMap", "a"), testResource("kubernetes:core/v1:ConfigMap", "b")];
  expect(() =>
    applyOrder([
      { ...a, dependencies: [b.urn] },
      { ...b, dependencies: [a.urn] },
    ]),
  ).toThrow(/depends on itself/);
});
