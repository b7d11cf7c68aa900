// Keys, roles, secrets, registries, alarms, quotas, budget and fault roles of an AWS environment, as the engine would be asked for them.
import { beforeAll, describe, expect, test } from "vitest";
import type { Estate, Resource } from "../../../estate/resource.ts";
import { factsOf } from "../../../estate/types/table.ts";
import type { EnvironmentName } from "../../../model/tiers.ts";
import { AwsAlerts } from "../../alerts/aws-alerts.ts";
import { AwsReminders } from "../../alerts/aws-reminders.ts";
import { AwsBudget } from "../../budget/aws-budget.ts";
import { AwsFaultRoles } from "../../chaos-platform/aws-fault-roles.ts";
import { AwsPipeline } from "../../delivery/aws-pipeline.ts";
import { AwsRegistry } from "../../delivery/aws-registry.ts";
import { AwsReplication } from "../../delivery/aws-replication.ts";
import { AwsQuotas } from "../../quotas/aws-quotas.ts";
import { record } from "../../recording/record.ts";
import type { SettingsInput } from "../../settings.ts";
import { testPlan } from "../../testing/ground.ts";
import { AwsAccessRoles } from "./access-roles.ts";
import { AwsRegionKey } from "./region-key.ts";
import { AwsSecrets } from "./secrets.ts";
import { secret } from "@pulumi/pulumi";

/** Without network and clusters: identity can be made before either. */
function recorded(name: EnvironmentName, settings: Partial<SettingsInput> = {}): Promise<Estate> {
  const plan = testPlan(name, settings);
  return record(
    () => {
      new AwsAccessRoles(`${name}-access`, { plan });
      const [primary, ...others] = plan.regions;
      if (primary === undefined) throw new Error("no region");
      const first = new AwsRegionKey(`${name}-${primary.name}-key`, { plan, region: primary });
      const keys = [
        { region: primary, arn: first.arn },
        ...others.map((region) => ({ region, arn: new AwsRegionKey(`${name}-${region.name}-key`, { plan, region, replicates: first.arn }).arn })),
      ];
      const registries = keys.map(({ region, arn }) => {
        const { topicArn } = new AwsAlerts(`${name}-${region.name}-alerts`, { plan, region, keyArn: arn });
        if (region === primary) new AwsReminders(`${name}-${region.name}-reminders`, { plan, region, topicArn });
        new AwsQuotas(`${name}-${region.name}-quotas`, { plan, region, topicArn });
        if (plan.tier.chaos) new AwsFaultRoles(`${name}-${region.name}-faults`, { plan, region, keyArn: arn });
        return new AwsRegistry(`${name}-${region.name}-registry`, { plan, region, keyArn: arn });
      });
      new AwsReplication(`${name}-replication`, { plan, registries });
      new AwsPipeline(`${name}-pipeline`, { plan });
      new AwsBudget(`${name}-budget`, { plan });
      new AwsSecrets(`${name}-secrets`, {
        plan,
        keyArns: Object.fromEntries(keys.map(({ region, arn }) => [region.name, arn])),
        values: { "api-key": secret("clear-api-key") },
      });
      return {};
    },
    { environment: name, regions: plan.regions.map((region) => region.name) },
  );
}

let base: Estate;
let chaos: Estate;
beforeAll(async () => {
  base = await recorded("base", { timeToLiveHours: 48 });
  chaos = await recorded("chaos");
});

const ofType = (estate: Estate, type: string): readonly Resource[] => estate.resources.filter((resource) => resource.type === type);
const only = (estate: Estate, type: string, part = ""): Resource => {
  const found = ofType(estate, type).filter(({ name }) => name.includes(part));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} resources of ${type} with ${part}`);
  return first;
};

describe("keys", () => {
  test("one multi-region key, a replica in every other region, protected where data are", () => {
    expect(ofType(base, "aws:kms/key:Key").map(({ inputs }) => [inputs["region"], inputs["multiRegion"], inputs["enableKeyRotation"]])).toEqual([
      ["us-east-1", true, true],
    ]);
    expect(ofType(base, "aws:kms/replicaKey:ReplicaKey").map(({ inputs }) => inputs["region"])).toEqual(["eu-west-1", "ap-southeast-1"]);
    const keys = (estate: Estate) => [...ofType(estate, "aws:kms/key:Key"), ...ofType(estate, "aws:kms/replicaKey:ReplicaKey")];
    expect(keys(base).map(({ protect }) => protect)).toEqual([false, false, false]);
    expect(keys(chaos).map(({ protect }) => protect)).toEqual([true, true, true]);
  });
  test("nobody outside the account may use a key, and whoever may without asking a service is the account itself", () => {
    const { Statement } = JSON.parse(String(only(base, "aws:kms/key:Key").inputs["policy"]));
    const others = Statement.filter(({ Sid }: { Sid: string }) => Sid !== "AccountAdministers");
    expect(others.map(({ Sid }: { Sid: string }) => Sid)).toEqual(["ServicesOnBehalfOfTheAccount", "Logs", "Publishers"]);
    expect(others.filter(({ Condition }: { Condition: unknown }) => !JSON.stringify(Condition).includes("111122223333"))).toEqual([]);
  });
});

describe("roles", () => {
  test("four, and each signs in to the environment's own clusters alone", () => {
    expect(
      ofType(base, "aws:iam/role:Role")
        .filter(({ parent }) => parent?.endsWith("base-access"))
        .map(({ inputs }) => inputs["name"]),
    ).toEqual(["gameday-base-operator", "gameday-base-developer", "gameday-base-observer", "gameday-base-chaos-engineer"]);
    const { Statement } = JSON.parse(String(only(base, "aws:iam/rolePolicy:RolePolicy", "access-observer").inputs["policy"]));
    expect(Statement[0].Resource).toContain("arn:aws:eks:eu-west-1:111122223333:cluster/base-eu-west-1");
  });
  test("pipelines come by a token of the repository's: images from main, deployments from the environment", () => {
    const subject = (purpose: string) =>
      JSON.parse(
        String(ofType(base, "aws:iam/role:Role").find(({ inputs }) => inputs["name"] === `gameday-base-${purpose}`)?.inputs["assumeRolePolicy"]),
      ).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"];
    expect(subject("images")).toBe("repo:example/proving-ground:ref:refs/heads/main");
    expect(subject("deploy")).toBe("repo:example/proving-ground:environment:base");
    expect(base.resources.filter(({ type }) => type.includes("accessKey") || type.includes("iam/user"))).toEqual([]);
  });
  test("names that IAM and EventBridge take: 64 characters", () => {
    const named = [...base.resources, ...chaos.resources].filter(
      ({ type }) => type === "aws:iam/role:Role" || type === "aws:cloudwatch/eventRule:EventRule",
    );
    expect(named.filter(({ inputs }) => typeof inputs["name"] !== "string" || inputs["name"].length > 64)).toEqual([]);
  });
  test("faults can be injected only where the tier allows it, in what carries the environment's tag", async () => {
    expect(base.resources.filter(({ type }) => type.includes("AwsFaultRoles"))).toEqual([]);
    const roles = ofType(chaos, "gameday:chaos-platform:AwsFaultRoles");
    expect(roles.map(({ region }) => region)).toEqual(["us-east-1", "eu-west-1", "ap-southeast-1"]);
    const { Statement } = JSON.parse(String(only(chaos, "aws:iam/rolePolicy:RolePolicy", "eu-west-1-faults").inputs["policy"]));
    const changing = Statement.filter(({ Resource }: { Resource: unknown }) => Resource !== "*");
    expect(changing.length).toBeGreaterThan(6);
    for (const { Sid, Resource, Condition } of changing) {
      expect(JSON.stringify(Resource), Sid).toContain(":eu-west-1:");
      if (Sid !== "PutBack") expect(JSON.stringify(Condition), Sid).toMatch(/ResourceTag\/environment":"chaos"|managedByFIS/);
    }
  });
});

describe("secrets and images", () => {
  test("a secret has a copy in every other region, under that region's key, and its value stays secret", () => {
    const { inputs } = only(base, "aws:secretsmanager/secret:Secret");
    expect(inputs["replicas"]).toMatchObject([{ region: "eu-west-1" }, { region: "ap-southeast-1" }]);
    expect(only(base, "aws:secretsmanager/secretVersion:SecretVersion").secret).toEqual(["secretString"]);
    expect(JSON.stringify(base)).not.toContain("clear-api-key");
    expect(only(chaos, "aws:secretsmanager/secret:Secret").inputs["recoveryWindowInDays"]).toBe(30);
  });
  test("tags cannot be moved, each push is scanned, and the other regions get it", () => {
    const repositories = ofType(base, "aws:ecr/repository:Repository");
    expect(
      repositories.map(({ inputs }) => [inputs["region"], inputs["name"], inputs["imageTagMutability"], inputs["imageScanningConfiguration"]]),
    ).toEqual(["us-east-1", "eu-west-1", "ap-southeast-1"].map((region) => [region, "gameday/base/workloads", "IMMUTABLE", { scanOnPush: true }]));
    expect(only(base, "aws:ecr/replicationConfiguration:ReplicationConfiguration").inputs["replicationConfiguration"]).toMatchObject({
      rules: [{ destinations: [{ region: "eu-west-1" }, { region: "ap-southeast-1" }], repositoryFilters: [{ filter: "gameday/base/" }] }],
    });
  });
});

describe("alarms", () => {
  test("the quota of cores is asked for in every region, with a fifth to spare, unless the account has it", async () => {
    const asked = (estate: Estate) =>
      ofType(estate, "aws:servicequotas/serviceQuota:ServiceQuota").map(({ inputs }) => [inputs["region"], inputs["value"]]);
    expect(asked(base).map(([region]) => region)).toEqual(["us-east-1", "eu-west-1", "ap-southeast-1"]);
    const enough = await recorded("base", { aws: { accountId: "111122223333", quotas: { "L-1216C47A": 1_000 } } });
    expect(asked(enough)).toEqual([]);
    for (const { inputs } of ofType(base, "aws:cloudwatch/metricAlarm:MetricAlarm")) {
      expect(inputs["threshold"]).toBe(80);
      expect(JSON.stringify(inputs["metricQueries"])).toContain("SERVICE_QUOTA(used)");
    }
    expect(ofType(base, "aws:cloudwatch/metricAlarm:MetricAlarm")).toHaveLength(6);
  });
  test("the tier's budget, with a mail at 50, 80 and 100 % and at a forecast of 100 %", () => {
    const { inputs } = only(base, "aws:budgets/budget:Budget");
    expect(inputs["limitAmount"]).toBe("10000");
    expect(inputs["notifications"]).toMatchObject([
      { threshold: 50, notificationType: "ACTUAL" },
      { threshold: 80, notificationType: "ACTUAL" },
      { threshold: 100, notificationType: "ACTUAL" },
      { threshold: 100, notificationType: "FORECASTED" },
    ]);
    expect(only(chaos, "aws:budgets/budget:Budget").inputs["limitAmount"]).toBe("153000");
  });
  test("a notice when the time to live is over, where there is one, and when secrets are due", () => {
    const rates = (estate: Estate) =>
      ofType(estate, "aws:cloudwatch/eventRule:EventRule").flatMap(({ inputs }) =>
        typeof inputs["scheduleExpression"] === "string" ? [inputs["scheduleExpression"]] : [],
      );
    expect(rates(base)).toEqual(["rate(76 days)", "rate(48 hours)"]);
    expect(rates(chaos)).toEqual(["rate(76 days)"]);
  });
});

test("every type has a row of facts, and every resource of a region its name", () => {
  const resources = [...base.resources, ...chaos.resources].filter(({ component }) => !component);
  expect(resources.filter(({ type }) => factsOf(type) === null)).toEqual([]);
  const elsewhere = resources.flatMap(({ inputs, name }) =>
    typeof inputs["region"] === "string" && inputs["region"] !== "us-east-1" ? [{ name, region: inputs["region"] }] : [],
  );
  expect(elsewhere.length).toBeGreaterThan(10);
  expect(elsewhere.filter(({ name, region }) => !name.includes(region))).toEqual([]);
});
