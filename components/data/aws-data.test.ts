// Databases, caches and backups on AWS: what is made in each region, with what, and that the three differ only where they should.
import { X509Certificate } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { Estate, Resource } from "../../estate/resource.ts";
import { unknownValue } from "../../estate/resource.ts";
import { AwsBackups } from "../backups/aws-backups.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { AwsPostgres } from "../postgres/aws-postgres.ts";
import { record } from "../recording/record.ts";
import { AwsRedis } from "../redis/aws-redis.ts";
import { testPlan } from "../testing/ground.ts";
import { postgresTrust } from "./aws-authorities.ts";
import type { AwsDataRegion } from "./aws-data-region.ts";

const regionOf = (region: EnvironmentPlan["regions"][number]): AwsDataRegion => ({
  region,
  vpcId: `vpc-of-${region.name}`,
  dataSubnetIds: region.zones.map((zone) => `subnet-of-${zone}`),
  keyArn: `arn:aws:kms:${region.name}:111122223333:key/mrk-1`,
  clientSecurityGroupId: `sg-of-${region.name}`,
});

const recordData = (plan: EnvironmentPlan): Promise<Estate> =>
  record(
    () => {
      const regions = plan.regions.map(regionOf);
      const postgres = new AwsPostgres(`${plan.name}-postgres`, { plan, regions });
      const redis = new AwsRedis(`${plan.name}-redis`, { plan, regions });
      // oxlint-disable-next-line no-new -- only its resources are looked at
      new AwsBackups(`${plan.name}-backups`, { plan, regions });
      const last = plan.regions.at(-1)?.name ?? "";
      return { postgres: postgres.access(last), redis: redis.access(last) };
    },
    { environment: plan.name, regions: plan.regions.map(({ name }) => name) },
  );

let chaos: Estate;
let base: Estate;
beforeAll(async () => {
  chaos = await recordData(testPlan("chaos"));
  base = await recordData(testPlan("base"));
});

const ofType = (estate: Estate, type: string, region?: string): readonly Resource[] =>
  estate.resources.filter((resource) => resource.type === type && (region === undefined || resource.region === region));
const only = (estate: Estate, type: string, region: string): Resource => {
  const [resource, ...more] = ofType(estate, type, region);
  if (resource === undefined || more.length > 0) throw new Error(`${more.length + (resource === undefined ? 0 : 1)} of ${type} in ${region}`);
  return resource;
};
const counts = (estate: Estate, type: string): readonly number[] => estate.regions.map((region) => ofType(estate, type, region).length);

describe("Postgres", () => {
  const cluster = "aws:rds/cluster:Cluster";
  const instance = "aws:rds/clusterInstance:ClusterInstance";

  test("two instances and one by one where data may go, three and two by two where faults are injected, each in a zone of its own", () => {
    expect(counts(base, instance)).toEqual([2, 1, 1]);
    expect(counts(chaos, instance)).toEqual([3, 2, 2]);
    expect(ofType(chaos, instance, "us-east-1").map(({ inputs }) => inputs["availabilityZone"])).toEqual(["us-east-1a", "us-east-1b", "us-east-1c"]);
    expect(new Set(ofType(chaos, instance).map(({ inputs }) => inputs["instanceClass"]))).toEqual(new Set(["db.r6g.4xlarge"]));
    expect(new Set(ofType(base, instance).map(({ inputs }) => inputs["instanceClass"]))).toEqual(new Set(["db.r6g.large"]));
  });

  test("one global database that all regions' clusters join; the password is the primary's alone", () => {
    expect(counts(chaos, "aws:rds/globalCluster:GlobalCluster")).toEqual([1, 0, 0]);
    expect(counts(chaos, cluster)).toEqual([1, 1, 1]);
    expect(only(chaos, cluster, "us-east-1")).toMatchObject({
      inputs: { masterUsername: "gameday", databaseName: "gameday" },
      // Drawn at random, so not there yet.
      unknown: expect.arrayContaining(["masterPassword"]),
    });
    for (const region of ["eu-west-1", "ap-southeast-1"]) {
      const { inputs } = only(chaos, cluster, region);
      expect(inputs).toMatchObject({ sourceRegion: "us-east-1", globalClusterIdentifier: unknownValue });
      expect(Object.keys(inputs).filter((key) => key.startsWith("master"))).toEqual([]);
    }
  });

  test("a secondary waits for the primary's instances", () => {
    const primary = ofType(chaos, instance, "us-east-1").map(({ urn }) => urn);
    expect(only(chaos, cluster, "ap-southeast-1").dependencies).toEqual(expect.arrayContaining(primary));
  });

  test("everything at rest is under the region's own key, and every connection under TLS", () => {
    for (const region of chaos.regions) {
      expect(only(chaos, cluster, region).inputs).toMatchObject({
        storageEncrypted: true,
        kmsKeyId: `arn:aws:kms:${region}:111122223333:key/mrk-1`,
        iamDatabaseAuthenticationEnabled: true,
      });
      expect(only(chaos, "aws:rds/clusterParameterGroup:ClusterParameterGroup", region).inputs["parameters"]).toContainEqual({
        name: "rds.force_ssl",
        value: "1",
      });
      expect(only(chaos, "aws:rds/proxy:Proxy", region).inputs).toMatchObject({ requireTls: true, vpcSubnetIds: regionSubnets(region) });
    }
  });

  test("data that is protected cannot be deleted; data that may go leaves a last snapshot of a name of its own", () => {
    const held = ["aws:rds/globalCluster:GlobalCluster", cluster];
    for (const resource of chaos.resources.filter(({ type }) => held.includes(type)))
      expect(resource).toMatchObject({ protect: true, inputs: { deletionProtection: true } });
    for (const resource of base.resources.filter(({ type }) => held.includes(type)))
      expect(resource).toMatchObject({ protect: false, inputs: { deletionProtection: false } });
    expect(only(base, cluster, "us-east-1").inputs).toMatchObject({ skipFinalSnapshot: false, finalSnapshotIdentifier: unknownValue });
    expect(only(base, cluster, "eu-west-1").inputs).toMatchObject({ skipFinalSnapshot: true });
  });

  test("lifting the protection changes no size and shortens no backup", async () => {
    const gone = await recordData(testPlan("chaos", { decommission: true }));
    const sizes = (estate: Estate) =>
      estate.resources.filter(({ type }) => type === instance).map(({ name, inputs }) => [name, inputs["instanceClass"]]);
    const kept = (estate: Estate) =>
      estate.resources.map(({ name, inputs }) => [name, inputs["backupRetentionPeriod"], inputs["snapshotRetentionLimit"], inputs["rules"]]);
    expect(sizes(gone)).toEqual(sizes(chaos));
    expect(kept(gone).filter(([name]) => !String(name).endsWith("-life"))).toEqual(kept(chaos).filter(([name]) => !String(name).endsWith("-life")));
    expect(gone.resources.filter(({ protect }) => protect)).toEqual([]);
  });

  test("what reaches the database: the workloads' group, the proxy's, and the two other regions' addresses; nothing wider", () => {
    const rules = ofType(chaos, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "us-east-1").filter(
      ({ inputs }) => inputs["fromPort"] === 5432,
    );
    expect(rules.map(({ inputs }) => inputs["cidrIpv4"] ?? inputs["referencedSecurityGroupId"])).toEqual([
      "sg-of-us-east-1",
      "10.17.0.0/16",
      "10.18.0.0/16",
      "sg-of-us-east-1",
      unknownValue,
    ]);
    for (const { inputs } of rules) expect(inputs).toMatchObject({ ipProtocol: "tcp", toPort: 5432 });
  });

  test("the workloads write by the name that follows the writer and read through the region's proxy", () => {
    expect(chaos.outputs["postgres"]).toEqual({
      writer: unknownValue,
      reader: unknownValue,
      port: 5432,
      database: "gameday",
      user: "gameday",
      password: unknownValue,
      tls: true,
      trust: { verifyName: false, authority: expect.stringContaining("BEGIN CERTIFICATE") },
    });
  });
});

describe("Redis", () => {
  const group = "aws:elasticache/replicationGroup:ReplicationGroup";

  test("a group in every region over at least two zones, with a replica that takes over", () => {
    expect(ofType(chaos, group).map(({ inputs }) => inputs["numCacheClusters"])).toEqual([3, 2, 2]);
    expect(ofType(base, group).map(({ inputs }) => inputs["numCacheClusters"])).toEqual([2, 2, 2]);
    for (const { inputs } of [...ofType(chaos, group), ...ofType(base, group)]) {
      expect(inputs).toMatchObject({ automaticFailoverEnabled: true, multiAzEnabled: true });
      expect(new Set(Array.isArray(inputs["preferredCacheClusterAzs"]) ? inputs["preferredCacheClusterAzs"] : []).size).toBe(
        inputs["numCacheClusters"],
      );
    }
  });

  test("the primary says what all share; a member that joins may say none of it", () => {
    expect(only(chaos, group, "us-east-1").inputs).toMatchObject({
      engine: "valkey",
      nodeType: "cache.r6g.2xlarge",
      atRestEncryptionEnabled: true,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
    });
    expect(only(base, group, "us-east-1").inputs).toMatchObject({ nodeType: "cache.m6g.large" });
    // What the provider refuses beside globalReplicationGroupId.
    const refused = ["numNodeGroups", "parameterGroupName", "engine", "engineVersion", "nodeType", "securityGroupNames", "transitEncryptionEnabled"];
    const alsoRefused = ["transitEncryptionMode", "atRestEncryptionEnabled", "snapshotArns", "snapshotName"];
    for (const region of ["eu-west-1", "ap-southeast-1"]) {
      const { inputs } = only(chaos, group, region);
      expect(Object.keys(inputs).filter((key) => [...refused, ...alsoRefused].includes(key))).toEqual([]);
      expect(inputs["globalReplicationGroupId"]).toBe(unknownValue);
      expect(inputs["authToken"]).toBe(unknownValue);
    }
  });

  test("one private name for writing, steered by a measurement in the region that takes over", () => {
    const records = ofType(chaos, "aws:route53/record:Record").map(({ inputs }) => inputs);
    expect(records).toMatchObject([
      {
        name: "redis-writer.internal.test.gameday.example.com",
        type: "CNAME",
        ttl: 5,
        failoverRoutingPolicies: [{ type: "PRIMARY" }],
        healthCheckId: unknownValue,
      },
      { name: "redis-writer.internal.test.gameday.example.com", type: "CNAME", ttl: 5, failoverRoutingPolicies: [{ type: "SECONDARY" }] },
    ]);
    expect(ofType(chaos, "aws:route53/zone:Zone")[0]?.inputs["vpcs"]).toEqual(
      chaos.regions.map((region) => ({ vpcId: `vpc-of-${region}`, vpcRegion: region })),
    );
    expect(only(chaos, "aws:cloudwatch/metricAlarm:MetricAlarm", "eu-west-1").inputs).toMatchObject({ treatMissingData: "ignore" });
  });

  test("one region alone has no datastore to join and a name that is not steered", async () => {
    const alone = await recordData(testPlan("base", { regions: ["us-east-1"] }));
    expect(ofType(alone, group)).toHaveLength(1);
    expect(ofType(alone, "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup")).toEqual([]);
    expect(ofType(alone, "aws:route53/healthCheck:HealthCheck")).toEqual([]);
    const [single, ...more] = ofType(alone, "aws:route53/record:Record");
    expect(more).toEqual([]);
    expect(single?.inputs).not.toHaveProperty("failoverRoutingPolicies");
  });
});

describe("backups", () => {
  test("every region has a locked vault under its key, a plan, and a restore that is tried", () => {
    for (const type of [
      "vault:Vault",
      "vaultLockConfiguration:VaultLockConfiguration",
      "plan:Plan",
      "selection:Selection",
      "restoreTestingPlan:RestoreTestingPlan",
      "restoreTestingSelection:RestoreTestingSelection",
    ])
      expect([type, counts(chaos, `aws:backup/${type}`)]).toEqual([type, [1, 1, 1]]);
    for (const region of chaos.regions)
      expect(only(chaos, "aws:backup/vault:Vault", region)).toMatchObject({
        protect: true,
        inputs: { kmsKeyArn: `arn:aws:kms:${region}:111122223333:key/mrk-1`, forceDestroy: false },
      });
  });

  test("each plan copies to another region's vault, and keeps nothing for longer or shorter than the lock takes", () => {
    for (const { inputs, region, dependencies } of ofType(chaos, "aws:backup/plan:Plan")) {
      const rules = Array.isArray(inputs["rules"]) ? inputs["rules"] : [];
      expect(rules).toHaveLength(2);
      for (const rule of rules) {
        expect(rule).toMatchObject({ copyActions: [{ destinationVaultArn: unknownValue }] });
        expect(rule.lifecycle.deleteAfter).toBeGreaterThanOrEqual(7);
        expect(rule.lifecycle.deleteAfter).toBeLessThanOrEqual(120);
      }
      const target = region === "us-east-1" ? "eu-west-1" : "us-east-1";
      expect(dependencies).toContain(only(chaos, "aws:backup/vault:Vault", target).urn);
    }
  });

  test("what carries the tag is selected, and the databases carry it", () => {
    const tag = { "gameday:backup": "chaos" };
    for (const { inputs } of ofType(chaos, "aws:rds/cluster:Cluster")) expect(inputs["tags"]).toMatchObject(tag);
    for (const { inputs } of ofType(chaos, "aws:backup/selection:Selection"))
      expect(inputs["selectionTags"]).toEqual([{ type: "STRINGEQUALS", key: "gameday:backup", value: "chaos" }]);
  });
});

test("clients have the root that signs for each region's databases, and each is good for ten years more", () => {
  const { authority } = postgresTrust();
  if (typeof authority !== "string") throw new Error("the authorities are not known beforehand");
  const certificates = authority
    .split(/(?<=-----END CERTIFICATE-----\n)/)
    .filter((text) => text !== "")
    .map((text) => new X509Certificate(text));
  for (const region of chaos.regions)
    expect(certificates.map(({ subject }) => subject)).toContainEqual(expect.stringContaining(`Amazon RDS ${region} Root CA RSA2048 G1`));
  for (const { validTo, subject, issuer } of certificates) {
    expect(new Date(validTo).getTime()).toBeGreaterThan(new Date("2036-11-28").getTime());
    expect(issuer).toBe(subject);
  }
});

test("the three regions are equal up to their names, the roles aside", () => {
  const shape = (region: string) =>
    chaos.resources
      .filter((resource) => resource.region === region && !resource.component)
      .map(({ type, name }) =>
        `${type} ${name.replaceAll(region, "<region>")}`.replaceAll(/from-(us-east-1|eu-west-1|ap-southeast-1)/g, "from-<peer>"),
      )
      .toSorted();
  const [secondary, tertiary] = [shape("eu-west-1"), shape("ap-southeast-1")];
  const steering = (line: string): boolean => line.includes("-writer-");
  expect(tertiary).toEqual(secondary.filter((line) => !steering(line)));
  expect(secondary.filter(steering)).toHaveLength(3);
});

test("every resource of a region has the region's name in its own, so that a dead region can be left out", () => {
  const nameless = chaos.resources.filter(({ component, name, region }) => !component && region !== null && !name.includes(region));
  expect(nameless).toEqual([]);
  const placeless = chaos.resources.filter(({ component, region }) => !component && region === null).map(({ name }) => name);
  expect(placeless).toEqual(["chaos-postgres-password", "chaos-redis-token", "chaos-redis-writer-zone"]);
});

const regionSubnets = (region: string): readonly string[] => ["a", "b", "c"].map((letter) => `subnet-of-${region}${letter}`);
