// The judging as a whole: the deployment that failed and its repaired twin, defaults that are filled in, waivers and their ends, the project's own environments.
import { describe, expect, test } from "vitest";
import { testEstate, testResource } from "../estate/testing/estate.ts";
import type { Resource } from "../estate/resource.ts";
import { isRefused, judgeEstate, type Judging, type PolicyResult } from "./judge.ts";
import { ruleList } from "./list.ts";
import { repairedDeployment, seedDeployment } from "./testing/seed.ts";
import type { Waiver } from "./waiver.ts";
import { waiverList } from "./waivers.ts";

const now = new Date("2026-11-28T12:00:00Z");
const estate = (resources: typeof seedDeployment) => testEstate(resources, { environment: "google", regions: ["us-east4"] });
/** The faults of the report; what it says nothing of is judged elsewhere. */
const reported = [
  "container-resources",
  "container-probes",
  "image-pinned",
  "public-load-balancers",
  "mounted-objects",
  "alertmanager-configured",
  "chart-visible",
  "tls-at-edges",
  "public-data-stores",
  "quota-headroom",
  "certificates",
  "multi-zone",
];
const rules = ruleList.filter(({ name }) => reported.includes(name));
const judged = (resources: typeof seedDeployment, more: Partial<Judging> = {}): readonly PolicyResult[] =>
  judgeEstate(estate(resources), { tier: "google", now, waivers: [], rules, ...more });
const refusedBy = (results: readonly PolicyResult[]): ReadonlyMap<string, string> =>
  new Map(
    rules.map(({ name }) => [name, results.flatMap((result) => (result.rule === name && isRefused(result) ? [result.message] : [])).join("\n")]),
  );

describe("the deployment that failed", () => {
  const results = judged(seedDeployment);

  test.for([
    ["public-load-balancers", "has 23 public load balancers, more than 4"],
    ["mounted-objects", "mounts the ConfigMap alertmanager-mlops-config, which is nowhere in the namespace aia-system"],
    ["alertmanager-configured", "has no Alertmanager that this stack configures"],
    ["container-probes", "container frontend-fixed has no readinessProbe"],
    ["image-pinned", "gcr.io/aia-system-production-2025/aia-multi-agent:latest: whatever latest is that day"],
    ["quota-headroom", "no quota is asked for in its region"],
    ["quota-headroom", "no alert when 80 % of a namespace's quota are used"],
    ["certificates", "no alert 30 days before a certificate ends"],
    ["tls-at-edges", "opens port 80 in clear to the outside"],
    ["public-data-stores", "the data store aia-prometheus-mlops-lb is a LoadBalancer"],
    ["chart-visible", "the chart mlflow is not visible"],
    ["multi-zone", "stands in 1 zones"],
  ] as const)("is refused by %s: %s", ([rule, says]) => {
    expect(refusedBy(results).get(rule)).toContain(says);
  });

  test("has its pods without limits given the defaults, each of them", () => {
    const remediated = results.filter(({ state }) => state === "remediated");
    expect(remediated.map(({ name }) => name)).toEqual(seedDeployment.filter(({ type }) => type.endsWith(":Deployment")).map(({ name }) => name));
    const container = rules
      .find(({ name }) => name === "container-resources")
      ?.remediate?.(seedDeployment.find(({ name, type }) => name === "aia-multi-agent" && type.endsWith(":Deployment")) ?? missing(), {});
    expect(container).toMatchObject({
      spec: {
        template: { spec: { containers: [{ resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { cpu: "500m", memory: "512Mi" } } }] } },
      },
    });
  });

  test.for([{ secret: ["spec.template.spec.containers[0].env[0].value"] }, { unknown: ["spec.template.metadata"] }])(
    "one that cannot be put right is refused, and not told as put right: %o",
    (hidden) => {
      const frontend = seedDeployment.filter(({ name, type }) => name === "aia-frontend-fixed" && type.endsWith(":Deployment"));
      expect(judged(frontend).filter(({ state }) => state === "remediated")).toHaveLength(1);
      const left = judged(frontend.map((resource) => ({ ...resource, ...hidden })));
      expect(left.filter(({ state }) => state === "remediated")).toEqual([]);
      expect(refusedBy(left).get("container-resources")).toContain("container frontend-fixed has no limits of memory");
    },
  );

  test("where the engine has put right what it could nothing is put right again: what it left is refused", () => {
    const left = judged(seedDeployment, { repairs: false });
    expect(left.filter(({ state }) => state === "remediated")).toEqual([]);
    expect(refusedBy(left).get("container-resources")).toContain("container multi-agent has no requests of cpu");
  });

  test("its repaired twin is accepted", () => {
    const twin = judged(repairedDeployment, { rules: rules.filter(({ name }) => name !== "container-resources") });
    expect(twin.filter(isRefused)).toEqual([]);
    expect(judged(repairedDeployment).filter(({ state }) => state === "remediated")).toEqual([]);
  });
});

const missing = (): never => {
  throw new Error("the seed's deployment has no multi-agent");
};

describe("waivers", () => {
  const waiver: Waiver = {
    rule: "multi-zone",
    environments: ["google"],
    resource: "aia-*",
    reason: "one zone is enough for a week",
    owner: "platform",
    until: "2026-12-05",
  };
  const own = (given: readonly Waiver[], at = now) =>
    judged(seedDeployment, { waivers: given, now: at }).filter(({ rule, path }) => rule === "multi-zone" || (rule === "waiver" && path !== ""));

  test("what is waived is told with its reason, and refuses nothing", () => {
    expect(own([waiver])).toMatchObject([{ state: "waived", waiver: { reason: waiver.reason, owner: "platform" } }]);
    expect(own([waiver]).filter(isRefused)).toEqual([]);
  });

  test("one that ended is a violation, and what it waived is one again: from the day after", () => {
    expect(own([waiver], new Date("2026-12-05T23:59:59Z")).filter(isRefused)).toEqual([]);
    expect(own([waiver], new Date("2026-12-06T00:00:00Z")).filter(isRefused)).toMatchObject([
      { rule: "multi-zone", state: "violation" },
      { rule: "waiver", message: "ended on 2026-12-05: one zone is enough for a week" },
    ]);
  });

  test("one of another environment, resource or rule waives nothing; one that waives nothing is told; one of no rule is refused", () => {
    expect(own([{ ...waiver, environments: ["base"] }]).filter(isRefused)).toHaveLength(1);
    expect(own([{ ...waiver, resource: "other-*" }])).toMatchObject([{ state: "violation" }, { rule: "waiver", level: "advisory" }]);
    expect(own([{ ...waiver, rule: "multi-zones" }]).filter(isRefused)).toMatchObject([
      { rule: "multi-zone" },
      { message: "waives multi-zones, which is no rule" },
    ]);
  });

  test("one for a place waives nothing at another", () => {
    const path = own([])[0]?.path ?? "";
    expect(path).not.toBe("");
    expect(own([{ ...waiver, path }])).toMatchObject([{ state: "waived", path }]);
    expect(own([{ ...waiver, path: `${path.slice(0, 2)}*` }])).toMatchObject([{ state: "waived" }]);
    expect(own([{ ...waiver, path: "elsewhere" }]).filter(isRefused)).toMatchObject([{ rule: "multi-zone", state: "violation" }]);
  });

  test("the project's own for any resource lets no action be everything, and the one for the entry's port no other port out", () => {
    const rights = (action: string) =>
      testResource("aws:iam/rolePolicy:RolePolicy", "ultimate-access-operator-policy", {
        inputs: { policy: { Statement: { Effect: "Allow", Action: action, Resource: "*" } } },
      });
    const service = (name: string) =>
      testResource("kubernetes:core/v1:Service", name, { inputs: { spec: { type: "NodePort", ports: [{ name: "http", port: 80 }] } } });
    const states = (resource: Resource, tier: "ultimate" | "kubernetes", rule: string) =>
      judgeEstate(testEstate([resource], { environment: tier, regions: [] }), { tier, now, rules: ruleList.filter(({ name }) => name === rule) })
        .filter((result) => result.rule === rule)
        .map(({ state }) => state);
    expect(states(rights("ec2:TerminateInstances"), "ultimate", "iam-wildcards")).toEqual(["waived"]);
    expect(states(rights("*"), "ultimate", "iam-wildcards")).toEqual(["violation"]);
    expect(states(service("kubernetes-entry-service"), "kubernetes", "tls-at-edges")).toEqual(["waived"]);
    expect(states(service("kubernetes-orchestrator"), "kubernetes", "tls-at-edges")).toEqual(["violation"]);
  });

  test("the project's own each say why, and end within half a year", () => {
    for (const { rule, reason, owner, until } of waiverList) {
      expect(ruleList.map(({ name }) => name)).toContain(rule);
      expect(reason.length).toBeGreaterThan(30);
      expect(owner).not.toBe("");
      expect(Date.parse(until)).toBeLessThan(now.getTime() + 183 * 86_400_000);
    }
  });
});

test("a configuration that is not the rule's is refused", () => {
  expect(() => judged(seedDeployment, { config: { "public-load-balancers": { most: -1 } } })).toThrow(/most/);
  expect(() => judged(seedDeployment, { config: { "public-load-balancers": { least: 1 } } })).toThrow(/least/);
  const generous = judged(seedDeployment, { config: { "public-load-balancers": { most: 23 } } });
  expect(refusedBy(generous).get("public-load-balancers")).toBe("");
});
