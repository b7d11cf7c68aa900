// Any cluster as three regions: what stands in each, that they are equal up to names, and the documents that the workloads are given.
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Estate, Resource } from "../../estate/resource.ts";
import { workloadConfigurationSchema, workloadNeeds, workloadServices } from "../../model/protocol/workload.ts";
import { build } from "../../stacks/build.ts";
import { record } from "../recording/record.ts";
import { regionNames, testPlan, testSecrets } from "../testing/ground.ts";
import { kubernetes } from "./kubernetes.ts";

const metadataSchema = z.object({ metadata: z.object({ name: z.string(), namespace: z.string().default("") }) });
const dataSchema = z.object({ data: z.record(z.string(), z.string()) });
const secretSchema = z.object({ stringData: z.record(z.string(), z.string()).default({}) });
const specSchema = z.object({ spec: z.looseObject({ type: z.string().optional() }).default({}) });
const mountedSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        volumes: z.array(
          z.object({
            projected: z
              .object({ sources: z.array(z.object({ secret: z.object({ name: z.string(), items: z.array(z.object({ key: z.string() })) }) })) })
              .optional(),
          }),
        ),
      }),
    }),
  }),
});
const ofService = z.looseObject({ service: z.string() });

const titleOf = ({ inputs }: Resource): string => {
  const { name, namespace } = metadataSchema.parse(inputs).metadata;
  return `${namespace}/${name}`;
};

const regions = regionNames("kubernetes");
const settings = { kubernetes: {} };
let estate: Estate;
beforeAll(async () => {
  const plan = testPlan("kubernetes", settings);
  // With values in the place of what only a cloud knows, so that whole documents can be read.
  estate = await record(() => build(plan, testSecrets()), { environment: "kubernetes", regions, preview: false });
});

const own = (region: string | null, part: string): readonly Resource[] =>
  estate.resources.filter((resource) => !resource.component && resource.region === region && resource.name.includes(part));
const counts = (resources: readonly Resource[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(resources, ({ type }) => type.split(":").at(-1) ?? "")].map(([kind, all]) => [kind, all.length]));
const documentsOf = (region: string | null): readonly unknown[] =>
  estate.resources
    .filter((resource) => resource.region === region && resource.type === "kubernetes:core/v1:ConfigMap")
    .flatMap(({ inputs }) => dataSchema.parse(inputs).data["configuration.json"] ?? [])
    .map((text): unknown => JSON.parse(text));
/** Those of the workloads: what applies the tables has a document, too. */
const workloadsOf = (region: string | null) =>
  documentsOf(region)
    .filter((document) => ofService.safeParse(document).success)
    .map((document) => workloadConfigurationSchema.parse(document));

test.for([
  // Five that scale, four providers of experts, and the servers of MCP that the row has.
  { region: "us-east-1", deployments: 13, job: { Job: 1 }, serviceAccounts: 14, configMaps: 14 },
  { region: "eu-west-1", deployments: 13, job: {}, serviceAccounts: 13, configMaps: 13 },
  { region: "ap-southeast-1", deployments: 10, job: {}, serviceAccounts: 10, configMaps: 10 },
])("the system under test in $region", ({ region, deployments, job, serviceAccounts, configMaps }) => {
  expect(counts(own(region, `kubernetes-${region}-system`))).toEqual({
    ...job,
    Deployment: deployments,
    PodDisruptionBudget: deployments,
    ServiceAccount: serviceAccounts,
    ConfigMap: configMaps,
    // The worker has none.
    Service: deployments - 1,
    HorizontalPodAutoscaler: 4,
    ScaledObject: 1,
    TriggerAuthentication: 1,
    Secret: 2,
    // Nothing by default, samples, the tables, and one for each program.
    NetworkPolicy: 10,
  });
});

test("the data stores of a region: a Postgres, a Redis with its Sentinel, nobody let in but workloads", () => {
  for (const region of regions)
    expect(counts(own(region, `kubernetes-${region}-data-`).filter(({ type }) => !type.includes("istio")))).toEqual({
      Namespace: 1,
      NetworkPolicy: 3,
      StatefulSet: 2,
      Service: 3,
      ServiceAccount: 2,
      ConfigMap: 2,
      Secret: 2,
    });
});

test("the entry belongs to no region, and there is one", () => {
  expect(counts(own(null, "kubernetes-entry"))).toEqual({
    Namespace: 1,
    Deployment: 1,
    Service: 1,
    ServiceAccount: 1,
    ConfigMap: 1,
    PodDisruptionBudget: 1,
    NetworkPolicy: 2,
    AuthorizationPolicy: 1,
    PeerAuthentication: 1,
  });
});

test("regions are equal up to their names: data stores, namespace and the workloads that all of them have", () => {
  const parts = [
    "-data-",
    "-workloads",
    "-system-edge",
    "-system-query-handler",
    "-system-orchestrator",
    "-system-response-collector",
    "-system-worker",
  ];
  // What rests on the region's row: how many there may be, and which experts and servers are called.
  const byRow = /scaling|-quota$|configuration$|deployment$/;
  const shape = (region: string): string => {
    const resources = parts.flatMap((part) => own(region, `kubernetes-${region}${part}`)).filter(({ name }) => !byRow.test(name));
    const text = JSON.stringify(resources.map(({ type, name, inputs }) => ({ type, name, inputs })));
    // They name each other, too, in the same places.
    return regions.flatMap((name) => [name, name.replaceAll("-", "_")]).reduce((shown, name) => shown.replaceAll(name, "<region>"), text);
  };
  const [primary = "", ...others] = regions;
  expect(shape(primary).length).toBeGreaterThan(10_000);
  for (const region of others) expect(shape(region)).toBe(shape(primary));
});

test("every document parses, names what its program needs, and calls services that exist", () => {
  const services = estate.resources.filter(({ type }) => type === "kubernetes:core/v1:Service").map(titleOf);
  for (const region of [...regions, null]) {
    expect(workloadsOf(region).length).toBeGreaterThan(0);
    for (const configuration of workloadsOf(region)) {
      const { peers, providers = {}, servers = {}, edges, postgres, redis, apiKeyFile } = configuration;
      const needs = workloadNeeds[configuration.service];
      expect([postgres !== undefined, redis !== undefined, apiKeyFile !== undefined]).toEqual([needs.postgres, needs.redis, needs.apiKey]);
      for (const url of [...Object.values(peers), ...Object.values(providers), ...Object.values(servers), ...edges.map((edge) => edge.url)]) {
        const [service = "", namespace = region ?? ""] = new URL(url).hostname.split(".");
        expect(services).toContain(`${namespace}/${service}`);
      }
    }
  }
  const made = new Set([...regions, null].flatMap(workloadsOf).map(({ service }) => service));
  expect(workloadServices.filter((service) => !made.has(service))).toEqual([]);
});

test("no password is in a document; every mounted secret exists, with the file that the edge reads", () => {
  for (const clear of ["clear-api-key", "clear-grafana-password"]) expect(JSON.stringify(estate)).not.toContain(clear);
  const keys = new Map(
    estate.resources
      .filter(({ type }) => type === "kubernetes:core/v1:Secret")
      .map((resource) => [titleOf(resource), Object.keys(secretSchema.parse(resource.inputs).stringData)]),
  );
  const mounted = estate.resources
    .filter(({ type }) => type === "kubernetes:apps/v1:Deployment")
    .flatMap(({ inputs }) => {
      const { namespace } = metadataSchema.parse(inputs).metadata;
      const sources = mountedSchema.parse(inputs).spec.template.spec.volumes.flatMap(({ projected }) => projected?.sources ?? []);
      return sources.map(({ secret }) => ({ title: `${namespace}/${secret.name}`, keys: secret.items.map(({ key }) => key) }));
    });
  // Edge, query handler, response collector and worker, in three regions.
  expect(mounted).toHaveLength(12);
  expect(mounted.filter(({ title }) => !keys.has(title))).toEqual([]);
  // What is drawn at random has no value in a recording, and so no key.
  const ofEdges = mounted.filter(({ title }) => title.endsWith("/entry"));
  expect(ofEdges).toHaveLength(3);
  for (const { title, keys: files } of ofEdges) expect(keys.get(title)).toEqual(files);
});

test("ports are the settings'; without ports on the nodes nothing is opened", async () => {
  const edge = estate.resources.find(({ name }) => name === "kubernetes-eu-west-1-edge-outside");
  expect(edge?.inputs).toMatchObject({ spec: { type: "NodePort", ports: [{ nodePort: 30_082 }] } });
  const closed = await record(
    () => build(testPlan("kubernetes", { kubernetes: { nodePorts: false, firstPort: 31_000, address: "10.0.0.7" } }), testSecrets()),
    {
      environment: "kubernetes",
      regions,
    },
  );
  expect(closed.resources.filter(({ type, inputs }) => type.endsWith(":Service") && specSchema.parse(inputs).spec.type === "NodePort")).toEqual([]);
  expect(closed.outputs).toMatchObject({ gameday: { entry: "http://10.0.0.7:31000", regions: [{ endpoint: "http://10.0.0.7:31001" }, {}, {}] } });
});

test("an unknown kubeconfig, as in a first preview, breaks nothing; a missing section of the settings is told", async () => {
  expect(kubernetes.problems(testPlan("kubernetes"))).toMatchObject([{ path: "kubernetes" }]);
  const preview = await record(() => build(testPlan("kubernetes", settings), testSecrets()), { environment: "kubernetes", regions });
  expect(preview.resources).toHaveLength(estate.resources.length);
});
