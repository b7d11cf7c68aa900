// Google as recorded: counts, three equal regions, data that is kept, one way in, names, labels, and what is refused.
import { readFileSync } from "node:fs";
import { ComponentResource, secret } from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { unknownValue, type Estate, type Resource } from "../../estate/resource.ts";
import { factsOf } from "../../estate/types/table.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { clusterLoad } from "../../model/protocol/load.ts";
import { record } from "../recording/record.ts";
import { aRegion, once, primaryAlone } from "../testing/google-counts.ts";
import { testPlan } from "../testing/ground.ts";
import { googleLabels, labelValue } from "./google-labels.ts";
import { google } from "./google.ts";

const settings = {
  owner: "Platform Team",
  costCentre: "reliability",
  alertEmail: "platform@example.com",
  domain: "google.gameday.example.com",
  image: { repository: "ghcr.io/example/workloads", digest: `sha256:${"1".repeat(64)}` },
  sourceRepository: "example/proving-ground",
  forbiddenNetworks: ["10.200.0.0/16"],
  google: { project: "proving-ground-example", billingAccount: "012345-6789AB-CDEF01" },
};
const plan = testPlan("google", settings);
const [primary, secondary, tertiary] = ["us-east4", "europe-west1", "asia-southeast1"];
const regions = plan.regions.map((region) => region.name);

/** The cloud, and what a platform asks of it. */
const recorded = (of: EnvironmentPlan): Promise<Estate> =>
  record(
    () => {
      const ground = google.build(of, { apiKey: secret("a"), grafanaPassword: secret("b"), kubeconfig: undefined });
      for (const region of ground.regions) {
        const platform = new ComponentResource("gameday:test:Platform", `google-${region.region.name}`);
        region.identity("experts");
        region.identity("experts");
        region.expose({ namespace: region.namespace, service: "entry", port: 8080, healthPath: "/readyz" }, platform);
      }
      return { entry: ground.entry, endpoints: ground.regions.map(({ endpoint }) => endpoint) };
    },
    { environment: "google", regions },
  );

let estate: Estate;
let everything: readonly Resource[];
beforeAll(async () => {
  estate = await recorded(plan);
  everything = estate.resources.filter(({ component }) => !component);
}, 120_000);

const ofType = (end: string): readonly Resource[] => everything.filter(({ type }) => type.endsWith(`:${end}`));

function counts(region: string | null): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { type } of everything.filter((resource) => resource.region === region)) found[type] = (found[type] ?? 0) + 1;
  return found;
}

describe("what there is", () => {
  test.each(regions)("in %s", (region) => expect(counts(region)).toEqual(region === primary ? { ...aRegion, ...primaryAlone } : aRegion));

  test("for all regions together", () => expect(counts(null)).toEqual(once));

  test("what lives in a region carries its name, so that a dead region can be left out by name", () => {
    const nameless = everything.filter(({ region, name }) => region !== null && !name.includes(region));
    expect(nameless.map(({ urn }) => urn)).toEqual([]);
    const homeless = everything.filter(({ inputs, region }) => ["region", "location"].some((key) => key in inputs) && region === null);
    expect(homeless.map(({ urn }) => urn)).toEqual([]);
  });

  test("no argument stands beside another that excludes it", () => {
    const both = everything.flatMap(({ urn, type, inputs }) =>
      (factsOf(type)?.exclusive ?? []).filter((group) => group.filter((name) => name in inputs).length > 1).map((group) => [urn, group]),
    );
    expect(both).toEqual([]);
  });

  test("what is known of every type is in the table of facts", () => {
    const types = new Set(everything.map(({ type }) => type).filter((type) => type.startsWith("gcp:")));
    expect([...types].filter((type) => factsOf(type) === null)).toEqual([]);
  });
});

/** A region's resources with its own names, zones and addresses, and its neighbour's name, written the same for all. */
function shape(region: string, not: (resource: Resource) => boolean): string[] {
  const row = plan.regions.find(({ name }) => name === region);
  const next = regions[(regions.indexOf(region) + 1) % regions.length] ?? "";
  return everything
    .filter((resource) => resource.name.includes(region) && !resource.name.includes(`-in-${region}`) && !not(resource))
    .filter((resource) => !resource.name.includes(`-from-${region}`))
    .map(({ type, name, inputs, protect }) => JSON.stringify({ type, name, inputs, protect }))
    .map((text) => (row?.zones ?? []).reduce((said, zone, index) => said.replaceAll(new RegExp(`${zone}(?=["/])`, "g"), `<zone ${index}>`), text))
    .map((text) =>
      text
        .replaceAll(region, "<region>")
        .replaceAll(next, "<next>")
        .replaceAll(/10\.1\d\./g, "10.x."),
    )
    .toSorted();
}

describe("three equal regions", () => {
  test("the secondary and the tertiary are the same but for their names", () => {
    expect(shape(tertiary, () => false)).toEqual(shape(secondary, () => false));
  });

  test("the primary differs from them in its database alone", () => {
    const database = ({ type }: Resource): boolean => type === "gcp:sql/databaseInstance:DatabaseInstance" || type in primaryAlone;
    expect(shape(primary, database)).toEqual(shape(secondary, database));
    expect(shape(primary, () => false)).not.toEqual(shape(secondary, () => false));
  });
});

describe("data", () => {
  test("a primary that keeps backups elsewhere, and a replica in each other region; private, encrypted, in two zones", () => {
    const databases = ofType("DatabaseInstance");
    expect(databases.map(({ inputs }) => [inputs["region"], "masterInstanceName" in inputs])).toEqual([
      [primary, false],
      [secondary, true],
      [tertiary, true],
    ]);
    for (const { inputs } of databases) {
      expect(inputs).toMatchObject({
        databaseVersion: "POSTGRES_17",
        deletionProtection: false,
        settings: {
          edition: "ENTERPRISE_PLUS",
          tier: "db-perf-optimized-N-2",
          availabilityType: "REGIONAL",
          diskSize: 250,
          ipConfiguration: { ipv4Enabled: false, sslMode: "ENCRYPTED_ONLY" },
        },
      });
      expect(inputs).toHaveProperty("encryptionKeyName");
    }
    expect(databases[0]?.inputs).toMatchObject({
      settings: { finalBackupConfig: { enabled: true }, backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true, location: "us" } },
    });
    for (const { inputs } of databases.slice(1)) expect(inputs).not.toHaveProperty("settings.backupConfiguration");
  });

  test("Redis asks for a password, speaks TLS alone and has a standby in another zone", () => {
    for (const { inputs } of ofType("Instance"))
      expect(inputs).toMatchObject({ tier: "STANDARD_HA", authEnabled: true, transitEncryptionMode: "SERVER_AUTHENTICATION", memorySizeGb: 5 });
  });

  test("a tier whose data is protected lets no program delete what holds data", async () => {
    const kept = await recorded({ ...plan, tier: { ...plan.tier, data: "protected" } });
    const stores = ["DatabaseInstance", "Database", "Instance", "Cluster", "BackupPlan", "KeyRing", "CryptoKey"];
    const holding = kept.resources.filter(({ type }) => type.startsWith("gcp:") && stores.some((store) => type.endsWith(`:${store}`)));
    expect(holding).toHaveLength(3 * 6 + 3 * 5 + 1);
    expect(holding.filter(({ protect }) => !protect).map(({ urn }) => urn)).toEqual([]);
    for (const { inputs } of holding.filter(({ inputs: given }) => "deletionProtection" in given)) expect(inputs["deletionProtection"]).toBe(true);
    expect(everything.filter(({ protect }) => protect)).toEqual([]);
  }, 60_000);

  test("every key changes every 90 days, and secrets are secret on their way", () => {
    for (const { inputs } of ofType("CryptoKey")) expect(inputs["rotationPeriod"]).toBe("7776000s");
    // What is unknown in a preview cannot be seen to be secret; what is known can.
    const known = ofType("RegionalSecretVersion").filter(({ inputs }) => inputs["secretData"] !== unknownValue);
    expect(known).toHaveLength(6);
    for (const { secret: hidden } of known) expect(hidden).toEqual(["secretData"]);
  });

  test("a cluster's backups lie in the next region, and are restored from there into their own", () => {
    expect(ofType("RestorePlan").map(({ inputs }) => inputs["location"])).toEqual(regions);
    expect(ofType("BackupPlan").map(({ name, inputs }) => [name, inputs["location"]])).toEqual([
      [`google-${primary}-kept-in-${secondary}`, secondary],
      [`google-${secondary}-kept-in-${tertiary}`, tertiary],
      [`google-${tertiary}-kept-in-${primary}`, primary],
    ]);
  });
});

describe("the way in", () => {
  test("one balancer with all zones of all regions behind it, and a name for each region alone", () => {
    const groups = (resource: Resource | undefined): unknown[] => {
      const backends = resource?.inputs["backends"];
      return Array.isArray(backends) ? backends.map((backend: unknown) => Object(backend)["group"]) : [];
    };
    const [everywhere] = ofType("BackendService").filter(({ region }) => region === null);
    const alone = regions.flatMap((region) => ofType("BackendService").filter((service) => service.region === region));
    expect(groups(everywhere)).toHaveLength(9);
    expect(new Set(groups(everywhere)).size).toBe(9);
    expect(alone.flatMap(groups)).toEqual(groups(everywhere));
    expect(groups(alone[0])[0]).toBe(
      "https://www.googleapis.com/compute/v1/projects/proving-ground-example/zones/us-east4-a/networkEndpointGroups/google-us-east4-entry",
    );
    expect(ofType("ServicePatch")[0]?.inputs).toMatchObject({
      metadata: { name: "entry", annotations: { "cloud.google.com/neg": '{"exposed_ports":{"8080":{"name":"google-us-east4-entry"}}}' } },
    });
    expect(estate.outputs).toEqual({
      entry: "https://google.gameday.example.com",
      endpoints: regions.map((region) => `https://${region}.google.gameday.example.com`),
    });
  });

  test("the balancer waits until every cluster has made its groups", () => {
    const [everywhere] = ofType("BackendService").filter(({ region }) => region === null);
    for (const { urn } of ofType("ServicePatch")) expect(everywhere?.dependencies).toContain(urn);
  });

  test("nothing comes in from everywhere, production is out of reach, and the API is no address", () => {
    for (const { inputs } of ofType("Firewall"))
      if (JSON.stringify(inputs["sourceRanges"] ?? "").includes("0.0.0.0/0")) expect(inputs).not.toHaveProperty("allows");
    expect(ofType("Firewall").map(({ inputs }) => inputs["destinationRanges"])).toContainEqual(["10.200.0.0/16"]);
    for (const { inputs } of ofType("Cluster"))
      expect(inputs).toMatchObject({
        privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
        controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: false } },
        databaseEncryption: { state: "ENCRYPTED" },
      });
  });

  test("operators' networks open the API's address to themselves", async () => {
    const opened = await recorded(testPlan("google", { ...settings, operatorNetworks: ["192.0.2.0/24"] }));
    for (const { inputs } of opened.resources.filter(({ type }) => type === "gcp:container/cluster:Cluster"))
      expect(inputs).toMatchObject({
        controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: true } },
        masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "192.0.2.0/24" }] },
      });
  }, 60_000);

  test("only the named repository's pipelines act as the pipeline", () => {
    expect(ofType("WorkloadIdentityPoolProvider")[0]?.inputs).toMatchObject({
      attributeCondition: 'assertion.repository == "example/proving-ground"',
    });
  });
});

describe("names and labels", () => {
  test("the pool of load generators bears what the load platform's pods look for", () => {
    const [pool] = ofType("NodePool").filter(({ name }) => name.includes("-load-"));
    expect(pool?.inputs).toMatchObject({
      nodeConfig: { labels: clusterLoad.label, taints: [{ key: clusterLoad.taint.key, value: clusterLoad.taint.value, effect: "NO_SCHEDULE" }] },
    });
  });

  test("names with Pulumi's random end fit what Google takes", () => {
    const limits: Record<string, number> = { Cluster: 40, Instance: 40, Subnetwork: 63, GlobalAddress: 63, BackendService: 63, KeyRing: 63 };
    for (const [type, limit] of Object.entries(limits)) for (const { name } of ofType(type)) expect(name.length + 8, name).toBeLessThanOrEqual(limit);
    for (const { inputs } of ofType("Account")) expect(String(inputs["accountId"]).length).toBeLessThanOrEqual(30);
  });

  test("each of the four roles on a cluster is an account's that there is", () => {
    const accounts = ofType("Account").map(({ inputs }) => `${String(inputs["accountId"])}@proving-ground-example.iam.gserviceaccount.com`);
    const users = ofType("ClusterRoleBinding").map(({ inputs }) => Object(inputs["subjects"])[0]);
    expect(users).toHaveLength(12);
    for (const { kind, name } of users) expect([kind, accounts.includes(name)]).toEqual(["User", true]);
  });

  test("everything is labelled with whose it is", () => {
    const labels = { environment: "google", tier: "google", owner: "platform-team", "cost-centre": "reliability" };
    expect(googleLabels(plan)).toEqual(labels);
    for (const { inputs } of everything.filter(({ type }) => type === "pulumi:providers:gcp"))
      expect(JSON.parse(String(inputs["defaultLabels"]))).toEqual(labels);
    for (const { inputs } of ofType("DatabaseInstance")) expect(inputs).toMatchObject({ settings: { userLabels: labels } });
    expect(labelValue("Team Ä / 7")).toBe("team-ä-7");
  });
});

describe("the page on failing over by hand", () => {
  const page = readFileSync(new URL("../../docs/failover/google.md", import.meta.url), "utf8");
  const named = (pattern: RegExp): string[] => [...page.matchAll(pattern)].map(([, name = ""]) => name);

  test("names groups, balancers and plans that there are", () => {
    const groups = JSON.stringify(ofType("BackendService").map(({ inputs }) => inputs["backends"]));
    expect(named(/--network-endpoint-group=(\S+)/g)).toEqual(["google-us-east4-entry"]);
    for (const group of named(/--network-endpoint-group=(\S+)/g)) expect(groups).toContain(`/networkEndpointGroups/${group}"`);
    const names = everything.map(({ name }) => name);
    const wanted = named(/name~\^?([\w-]+)/g);
    expect(wanted).toHaveLength(3);
    for (const name of wanted) expect(names).toContain(name);
  });

  test("finds instances by the label that they have", () => {
    expect(new Set(named(/userLabels\.(\w+=\w+)/g))).toEqual(new Set(["environment=google"]));
    for (const { inputs } of ofType("DatabaseInstance")) expect(inputs).toMatchObject({ settings: { userLabels: { environment: "google" } } });
  });
});

describe("what cannot be built is said before anything is", () => {
  const problems = (change: Partial<typeof settings>, more: object = {}): unknown =>
    google.problems(testPlan("google", { ...settings, ...change, ...more })).map(({ path }) => path);

  test("the settings of the test are fine", () => expect(google.problems(plan)).toEqual([]));
  test("no project", () => expect(problems({}, { google: undefined })).toEqual(["google"]));
  test("no billing account, and everybody let in", () =>
    expect(problems({}, { google: { project: "proving-ground-example" }, operatorNetworks: ["0.0.0.0/0"] })).toEqual([
      "google.billingAccount",
      "operatorNetworks[0]",
    ]));
});
