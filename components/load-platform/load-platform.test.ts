// The load platform as it is recorded: once on each cluster, bounded by a quota that fits the environment's rate.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Estate } from "../../estate/resource.ts";
import { fullSizePhases, phaseNames } from "../../model/phases.ts";
import { recordRegions, regionNames } from "../testing/ground.ts";
import { LoadPlatform } from "./load-platform.ts";
import { loadQuota } from "./load-quota.ts";

let base: Estate;
let shared: Estate;
beforeAll(async () => {
  const build = (name: "base" | "kubernetes"): Promise<Estate> =>
    recordRegions(name, (plan, ground) => {
      // oxlint-disable-next-line no-new -- recorded by being made
      new LoadPlatform(`${plan.name}-${ground.region.name}-load`, { plan, ground }, {});
    });
  base = await build("base");
  shared = await build("kubernetes");
});

test("an operator on each cluster with rights in its own namespace alone; on a shared one once", () => {
  const operators = (estate: Estate) => estate.resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
  expect(operators(base).map(({ region }) => region)).toEqual(regionNames("base"));
  expect(operators(shared).map(({ region }) => region)).toEqual([regionNames("kubernetes")[0]]);
  for (const { inputs } of operators(base))
    expect(inputs).toMatchObject({ chart: "k6-operator", namespace: "load", values: { rbac: { namespaced: true }, namespace: { create: false } } });
});

test("the quota stands before the operator, and allows no load balancer", () => {
  for (const region of regionNames("base")) {
    const quota = base.resources.find(({ name }) => name === `base-${region}-load-quota`);
    expect(quota?.inputs["spec"]).toMatchObject({
      hard: { "services.loadbalancers": "0", "requests.cpu": expect.any(String), "limits.memory": expect.any(String) },
    });
    expect(base.resources.find(({ name }) => name === `base-${region}-load-operator`)?.dependencies).toContain(quota?.urn);
  }
});

test("generators send their samples as native histograms to one replica of Prometheus, and that one alone may be read", () => {
  expect(base.resources.find(({ name }) => name === "base-eu-west-1-load-generator-environment")?.inputs).toMatchObject({
    metadata: { name: "k6-environment", namespace: "load" },
    data: {
      K6_PROMETHEUS_RW_SERVER_URL: "http://monitoring-prometheus-first.monitoring.svc:9090/api/v1/write",
      K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM: "true",
    },
  });
  expect(base.resources.find(({ name }) => name === "base-eu-west-1-load-figures-role")?.inputs).toMatchObject({
    metadata: { namespace: "monitoring" },
    rules: [{ resources: ["services/proxy"], resourceNames: ["monitoring-prometheus-first:9090"], verbs: ["get"] }],
  });
});

test("whatever the phases, there is room for the generators of the highest rate", () => {
  fc.assert(
    fc.property(fc.subarray([...phaseNames], { minLength: 1 }), (phases) => {
      const rate = Math.max(...phases.map((phase) => fullSizePhases[phase].requestsPerSecond));
      const quota = loadQuota({ phases });
      expect(Number(quota["pods"]) * 500).toBeGreaterThanOrEqual(rate);
      expect(Number(quota["requests.cpu"])).toBeGreaterThanOrEqual(rate / 1_000);
      expect(Number(quota["limits.cpu"])).toBeGreaterThanOrEqual(Number(quota["requests.cpu"]));
    }),
  );
});
