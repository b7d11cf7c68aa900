// The cloud aws as a whole: what there is in each region of each environment, three equal regions, everything encrypted, nothing open but the edge.
import { ComponentResource, secret } from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import type { Estate, Resource } from "../../estate/resource.ts";
import { factsOf } from "../../estate/types/table.ts";
import type { FisDocuments } from "../../model/fault/fis-template.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { record } from "../recording/record.ts";
import type { SettingsInput } from "../settings.ts";
import { withFaults, withoutFaults } from "../testing/aws-counts.ts";
import { testPlan } from "../testing/ground.ts";
import { awsTags, tagValue } from "./aws-tags.ts";
import { aws } from "./aws.ts";

const [primary, secondary, tertiary] = ["us-east-1", "eu-west-1", "ap-southeast-1"];
const regions = [primary, secondary, tertiary];
const environments = ["base", "stress", "chaos", "ultimate"] as const;
type AwsEnvironment = (typeof environments)[number];

const oneFault: FisDocuments = ({ environment, region, stopAlarms }) => [
  {
    name: "failover",
    description: `the writer of ${region} moves`,
    hypothesis: "writes go on",
    targets: { database: { resourceType: "aws:rds:cluster", resourceTags: { environment }, selectionMode: "ALL" } },
    actions: {
      failover: { actionId: "aws:rds:failover-db-cluster", description: "", parameters: {}, target: { key: "Clusters", name: "database" } },
    },
    stopAlarms,
    emptyTargetResolutionMode: "fail",
  },
];

/** The cloud, and what a platform asks of it. */
const recorded = (plan: EnvironmentPlan): Promise<Estate> =>
  record(
    () => {
      const secrets = { apiKey: secret("clear-api-key"), grafanaPassword: secret("clear-grafana"), kubeconfig: undefined };
      const ground = aws.build(plan, secrets, oneFault);
      for (const region of ground.regions) {
        const platform = new ComponentResource("gameday:test:Platform", `${plan.name}-${region.region.name}`);
        region.identity("experts");
        region.identity("experts");
        region.expose({ namespace: region.namespace, service: "entry", port: 8080, healthPath: "/readyz" }, platform);
      }
      return { entry: ground.entry, endpoints: ground.regions.map(({ endpoint }) => endpoint) };
    },
    { environment: plan.name, regions: plan.regions.map(({ name }) => name) },
  );

const estates = new Map<AwsEnvironment, Estate>();
beforeAll(async () => {
  for (const name of environments) estates.set(name, await recorded(testPlan(name)));
}, 240_000);

function everything(name: AwsEnvironment): readonly Resource[] {
  const estate = estates.get(name);
  if (estate === undefined) throw new Error(`${name} was not recorded`);
  return estate.resources.filter(({ component }) => !component);
}
const ofType = (name: AwsEnvironment, end: string): readonly Resource[] => everything(name).filter(({ type }) => type.endsWith(`:${end}`));
const names = (resources: readonly Resource[]): readonly string[] => resources.map(({ name }) => name);

/** Of each type, how many there are in each region, and beside them: primary, secondary, tertiary, none. */
function counts(name: AwsEnvironment): Readonly<Record<string, readonly number[]>> {
  const places = [...regions, null];
  const found: Record<string, number[]> = {};
  for (const { type, region } of everything(name)) {
    const row = (found[type] ??= [0, 0, 0, 0]);
    const place = places.indexOf(region);
    row[place] = (row[place] ?? 0) + 1;
  }
  return found;
}

describe("what there is", () => {
  test.each([
    { name: "base", expected: withoutFaults },
    { name: "stress", expected: withoutFaults },
    { name: "chaos", expected: withFaults },
    { name: "ultimate", expected: withFaults },
  ] as const)("in $name", ({ name, expected }) => expect(counts(name)).toEqual(expected));

  test("what lives in a region carries its name, so that a dead region can be left out by name; what takes a region says it", () => {
    const located = everything("ultimate").filter(({ type }) => !type.startsWith("pulumi:providers:"));
    expect(names(located.filter(({ region, name }) => region !== null && !name.includes(region)))).toEqual([]);
    expect(names(located.filter(({ region, inputs }) => "region" in inputs && region === null))).toEqual([]);
    const silent = located.filter(({ type, inputs }) => (factsOf(type)?.replaces ?? []).includes("region") && !("region" in inputs));
    expect(names(silent)).toEqual([]);
  });

  test("an experiment of AWS's own is there in each region of a tier that allows it; the region's own alarm ends it, by its role and in its log", () => {
    for (const name of ["base", "stress"] as const) expect(ofType(name, "ExperimentTemplate")).toEqual([]);
    const templates = ofType("chaos", "ExperimentTemplate");
    expect(templates.map(({ region }) => region)).toEqual(regions);
    for (const { region, inputs } of templates) {
      const alarm = ofType("chaos", "MetricAlarm").find(({ name }) => name === `chaos-${region}-fault-templates-stop`);
      expect(inputs["stopConditions"]).toEqual([
        { source: "aws:cloudwatch:alarm", value: `arn:aws:cloudwatch:${region}:111122223333:alarm:${String(alarm?.inputs["name"])}` },
      ]);
      expect(inputs).toMatchObject({
        experimentOptions: { accountTargeting: "single-account", emptyTargetResolutionMode: "fail" },
        logConfiguration: { logSchemaVersion: 2 },
        targets: [{ name: "database", resourceTags: [{ key: "environment", value: "chaos" }] }],
      });
    }
  });

  test("every type of AWS is in the table of facts, and no argument stands beside another that excludes it", () => {
    const all = everything("ultimate").filter(({ type }) => type.startsWith("aws:"));
    expect(all.filter(({ type }) => factsOf(type) === null).map(({ type }) => type)).toEqual([]);
    const both = all.flatMap(({ name, type, inputs }) =>
      (factsOf(type)?.exclusive ?? []).filter((group) => group.filter((key) => key in inputs).length > 1).map((group) => [name, group]),
    );
    expect(both).toEqual([]);
  });

  test("the entry and the regions' own names", () => {
    expect(estates.get("base")?.outputs).toEqual({
      entry: "https://test.gameday.example.com",
      endpoints: regions.map((region) => `https://${region}.test.gameday.example.com`),
    });
  });
});

/** A region's resources with its own name, the others' names and all addresses written the same for all; CloudFront's things in us-east-1 are no region's. */
const shape = (name: AwsEnvironment, region: string): readonly { readonly type: string; readonly text: string }[] =>
  everything(name)
    .filter((resource) => resource.region === region && !/-(?:names|entry)-us-east-1-/.test(resource.name))
    .map(({ type, name: own, inputs, protect }) => ({
      type,
      text: regions
        .reduce(
          (text, other) => text.replaceAll(other, "<other>"),
          JSON.stringify({ own, inputs, protect }).replaceAll(region, "<region>").replaceAll(region.replaceAll("-", "_"), "<region>"),
        )
        .replaceAll(/10\.1\d\./g, "10.x.")
        .replaceAll(/"amazonSideAsn":\d+/g, "<number>"),
    }));

function typesThatDiffer(name: AwsEnvironment, one: string, other: string): readonly string[] {
  const [a, b] = [shape(name, one), shape(name, other)];
  // As often as it is there: a region may have two of what another has one of.
  const times = (rows: typeof a, text: string): number => rows.filter((row) => row.text === text).length;
  const lacking = (from: typeof a, has: typeof b): readonly string[] =>
    from.filter(({ text }) => times(from, text) > times(has, text)).map(({ type }) => type);
  return [...new Set([...lacking(a, b), ...lacking(b, a)])].toSorted();
}

/** By the size that a region's share of the experts gives it, and by which of two regions offers a peering to the other. */
const byShareAndOrder = [
  "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
  "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
  "aws:eks/nodeGroup:NodeGroup",
  "aws:servicequotas/serviceQuota:ServiceQuota",
  "kubernetes:karpenter.sh/v1:NodePool",
];

/** By the switch that moves writing to the second region. */
const bySwitch = ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:route53/healthCheck:HealthCheck", "aws:route53/record:Record"];

/** By what the primary holds for all: the first of each key, database, cache and registry, secrets, and the calendar. */
const byPrimary = [
  "aws:cloudwatch/eventRule:EventRule",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:ecr/replicationConfiguration:ReplicationConfiguration",
  "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
  "aws:elasticache/parameterGroup:ParameterGroup",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:kms/key:Key",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:rds/cluster:Cluster",
  "aws:rds/clusterInstance:ClusterInstance",
  "aws:rds/globalCluster:GlobalCluster",
  "aws:secretsmanager/secret:Secret",
  "aws:secretsmanager/secretVersion:SecretVersion",
  "pulumi:providers:aws",
  "random:index/randomId:RandomId",
];

describe("three equal regions", () => {
  test("the secondary and the tertiary differ by share, order and switch alone", () =>
    expect(typesThatDiffer("base", secondary, tertiary)).toEqual([...byShareAndOrder, ...bySwitch].toSorted()));

  test("the primary differs from them by what it holds for all", () =>
    expect(typesThatDiffer("base", primary, secondary)).toEqual([...byShareAndOrder, ...bySwitch, ...byPrimary].toSorted()));
});

describe("data", () => {
  /** What of each type says that it is encrypted. */
  const encrypted = {
    "aws:backup/vault:Vault": "kmsKeyArn",
    "aws:cloudwatch/logGroup:LogGroup": "kmsKeyId",
    "aws:ecr/repository:Repository": "encryptionConfigurations",
    "aws:eks/cluster:Cluster": "encryptionConfig",
    "aws:elasticache/replicationGroup:ReplicationGroup": "kmsKeyId",
    "aws:rds/cluster:Cluster": "kmsKeyId",
    "aws:rds/clusterInstance:ClusterInstance": "performanceInsightsKmsKeyId",
    "aws:secretsmanager/secret:Secret": "kmsKeyId",
    "aws:sns/topic:Topic": "kmsMasterKeyId",
    "aws:sqs/queue:Queue": "kmsMasterKeyId",
  };

  test.each(environments)("whatever holds some is under the region's key, in %s", (name) => {
    for (const [type, key] of Object.entries(encrypted)) {
      const found = everything(name).filter((resource) => resource.type === type);
      expect(found.length, type).toBeGreaterThanOrEqual(regions.length);
      expect(names(found.filter(({ inputs }) => !(key in inputs))), type).toEqual([]);
    }
    for (const { inputs } of ofType(name, "LaunchTemplate")) expect(inputs).toMatchObject({ blockDeviceMappings: [{ ebs: { encrypted: "true" } }] });
  });

  test("no program deletes what holds data where it is protected; elsewhere nothing is in the way", () => {
    const holding = (name: AwsEnvironment): readonly Resource[] =>
      everything(name).filter(({ type }) =>
        /^aws:(?:rds\/(?:globalCluster|cluster):|elasticache\/replicationGroup:|kms\/(?:key|replicaKey):|backup\/vault:)/.test(type),
      );
    for (const name of ["chaos", "ultimate"] as const) {
      expect(holding(name)).toHaveLength(1 + 4 * regions.length);
      expect(names(holding(name).filter(({ protect }) => !protect))).toEqual([]);
      for (const { inputs } of ofType(name, "LoadBalancer")) expect(inputs["enableDeletionProtection"]).toBe(true);
    }
    for (const name of ["base", "stress"] as const) expect(names(everything(name).filter(({ protect }) => protect))).toEqual([]);
  });

  test("no secret is in clear", () => {
    const text = JSON.stringify(estates.get("ultimate"));
    expect(text).not.toContain("clear-api-key");
    expect(text).not.toContain("clear-grafana");
    expect(ofType("ultimate", "SecretVersion").filter(({ secret: hidden }) => hidden.includes("secretString"))).toHaveLength(2);
  });
});

describe("the way in", () => {
  test("nothing is open to everybody but the balancers, by HTTPS", () => {
    const open = ofType("ultimate", "SecurityGroupIngressRule").filter(({ inputs }) => inputs["cidrIpv4"] === "0.0.0.0/0" || "cidrIpv6" in inputs);
    expect(new Set(names(open))).toEqual(new Set(regions.map((region) => `ultimate-edge-${region}-in-from-anywhere`)));
    for (const { inputs } of open) expect(inputs).toMatchObject({ ipProtocol: "tcp", fromPort: 443, toPort: 443 });
    expect(names(ofType("ultimate", "SecurityGroup").filter(({ inputs }) => "ingress" in inputs || "egress" in inputs))).toEqual([]);
    for (const { inputs } of ofType("ultimate", "DefaultSecurityGroup")) expect(inputs).toMatchObject({ ingress: [], egress: [] });
    for (const { inputs } of ofType("ultimate", "Subnet")) expect(inputs["mapPublicIpOnLaunch"]).toBe(false);
  });

  test("each region's entry is bound to its balancer, which alone may reach the pods", () => {
    for (const { inputs } of ofType("ultimate", "TargetGroupBinding"))
      expect(inputs).toMatchObject({
        metadata: { namespace: "gameday" },
        spec: { serviceRef: { name: "entry", port: 8080 }, targetType: "ip", networking: { ingress: [{ from: [{ securityGroup: {} }] }] } },
      });
  });
});

describe("tags", () => {
  test("everything is tagged with whose it is, by the provider", () => {
    const tags = { environment: "base", tier: "base", owner: "platform", "cost-centre": "reliability" };
    expect(awsTags(testPlan("base"))).toMatchObject(tags);
    for (const { inputs } of everything("base").filter(({ type }) => type === "pulumi:providers:aws")) {
      expect(JSON.parse(String(inputs["defaultTags"]))).toMatchObject({ tags });
      expect(inputs["allowedAccountIds"]).toBe('["111122223333"]');
    }
    expect(tagValue("Team Ä & 7")).toBe("Team Ä - 7");
  });
});

describe("what cannot be built is said before anything is", () => {
  const problems = (settings: Partial<SettingsInput>): readonly string[] => aws.problems(testPlan("base", settings)).map(({ path }) => path);

  test("the settings of the tests are fine", () => expect(problems({})).toEqual([]));
  test("everybody let in", () => expect(problems({ operatorNetworks: ["192.0.2.0/24", "0.0.0.0/0"] })).toEqual(["operatorNetworks[1]"]));
  test("no account, zones that are too few, regions that are too many", () => {
    const plan = testPlan("base");
    const [, , third] = plan.regions;
    if (third === undefined) throw new Error("there are three regions");
    const found = aws.problems({
      ...plan,
      settings: { ...plan.settings, aws: undefined },
      regions: [...plan.regions, { ...third, name: "eu-central-1", zones: ["eu-central-1a"] }],
    });
    expect(found.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      "aws: the account is missing",
      "regions: 4 regions are more than an ElastiCache Global Datastore has",
      "regions: eu-central-1 has fewer than 3 zones",
    ]);
  });
});
