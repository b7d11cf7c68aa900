// A region's ground for tests: plans from the tables that the stacks use, and what a cloud would hand over, made up.
import { output, secret } from "@pulumi/pulumi";
import { Provider } from "@pulumi/kubernetes/provider.js";
import type { Estate } from "../../estate/resource.ts";
import type { EnvironmentName } from "../../model/tiers.ts";
import { environments } from "../../stacks/environments/environments.ts";
import { planEnvironment } from "../../stacks/environments/plan.ts";
import type { RegionGround, Secrets } from "../contract.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import { record } from "../recording/record.ts";
import type { SettingsInput } from "../settings.ts";

export const testSettings = {
  owner: "platform",
  costCentre: "reliability",
  alertEmail: "platform@example.com",
  domain: "test.gameday.example.com",
  image: { repository: "ghcr.io/example/proving-ground-workloads", digest: `sha256:${"a".repeat(64)}` },
  sourceRepository: "example/proving-ground",
  aws: { accountId: "111122223333" },
  google: { project: "gameday-test" },
} as const satisfies SettingsInput;

/** The environment's own plan, with other settings where a test needs them. */
export const testPlan = (name: EnvironmentName, settings: Partial<SettingsInput> = {}): EnvironmentPlan =>
  planEnvironment(name, { ...testSettings, ...settings });

/** To be called inside a recorded program. */
export const testSecrets = (): Secrets => ({
  apiKey: secret("clear-api-key"),
  grafanaPassword: secret("clear-grafana-password"),
  kubeconfig: undefined,
});

/** What a region's cloud would hand over; to be called inside a recorded program. */
export function testGround(plan: EnvironmentPlan, region: RegionPlan, given: Partial<RegionGround> = {}): RegionGround {
  const kubernetes = new Provider(`${plan.name}-${region.name}-kubernetes`, { kubeconfig: secret("clear-kubeconfig") });
  const sharedCluster = plan.cloud === "kubernetes";
  return {
    region,
    kubernetes,
    ready: [kubernetes],
    namespace: sharedCluster ? region.name : "proving-ground",
    storageClass: sharedCluster ? undefined : "encrypted",
    postgres: {
      writer: `postgres-writer.${region.name}.internal`,
      reader: `postgres-reader.${region.name}.internal`,
      port: 5432,
      database: "proving_ground",
      user: "proving_ground",
      password: secret("clear-postgres-password"),
      tls: true,
    },
    redis: {
      writer: `redis-writer.${region.name}.internal`,
      reader: `redis-reader.${region.name}.internal`,
      port: 6379,
      password: secret("clear-redis-password"),
      tls: true,
    },
    endpoint: output(`https://${region.name}.${plan.settings.domain}`),
    sharedCluster,
    identity: (serviceAccount) => ({ "example.com/identity": `${region.name}-${serviceAccount}` }),
    expose: () => [],
    ...given,
  };
}

/** Runs `build` for every region of an environment, each on a made-up ground of its own, and records what it makes. */
export function recordRegions(
  name: EnvironmentName,
  build: (plan: EnvironmentPlan, ground: RegionGround, secrets: Secrets) => void,
  settings: Partial<SettingsInput> = {},
): Promise<Estate> {
  const plan = testPlan(name, settings);
  return record(
    () => {
      const secrets = testSecrets();
      for (const region of plan.regions) build(plan, testGround(plan, region), secrets);
      return {};
    },
    { environment: name, regions: plan.regions.map((region) => region.name) },
  );
}

export const regionNames = (name: EnvironmentName): readonly string[] => environments[name].regions.map((region) => region.name);
