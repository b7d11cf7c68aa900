// The chaos platform as it is recorded: one operator a cluster, with rights on the regions' workloads and nothing that is cluster-wide.
import { beforeAll, expect, test } from "vitest";
import type { Estate } from "../../estate/resource.ts";
import { recordRegions, regionNames } from "../testing/ground.ts";
import { ChaosPlatform } from "./chaos-platform.ts";
import { homeRules, targetRules } from "./rights.ts";

let chaos: Estate;
let shared: Estate;
beforeAll(async () => {
  const build = (name: "chaos" | "kubernetes"): Promise<Estate> =>
    recordRegions(name, (plan, ground) => {
      // oxlint-disable-next-line no-new -- recorded by being made
      new ChaosPlatform(`${plan.name}-${ground.region.name}-chaos`, { ground }, {});
    });
  chaos = await build("chaos");
  shared = await build("kubernetes");
});

const ofType = ({ resources }: Estate, type: string) => resources.filter((resource) => resource.type === type);

test("an operator on each cluster, pinned, in its own namespace, that reports to nobody", () => {
  const operators = ofType(chaos, "kubernetes:helm.sh/v3:Release");
  expect(operators.map(({ region }) => region)).toEqual(regionNames("chaos"));
  for (const { inputs } of operators)
    expect(inputs).toMatchObject({
      chart: "litmus-core",
      version: expect.stringMatching(/^3\.\d+\.\d+$/),
      namespace: "litmus",
      values: { operatorMode: "namespaced", policies: { monitoring: { disabled: true } } },
    });
  expect(ofType(shared, "kubernetes:helm.sh/v3:Release").map(({ region }) => region)).toEqual([regionNames("kubernetes")[0]]);
});

test("faults have rights on each region's workloads, given to the one account beside the operator", () => {
  const bindings = ofType(shared, "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding").filter(({ name }) => name.endsWith("target-binding"));
  expect(new Set(bindings.map(({ inputs }) => inputs["metadata"]))).toEqual(
    new Set(regionNames("kubernetes").map((region) => ({ name: `${region}-faults`, namespace: region }))),
  );
  for (const { inputs } of bindings) expect(inputs["subjects"]).toEqual([{ kind: "ServiceAccount", name: "gameday-faults", namespace: "litmus" }]);
});

test("nothing is allowed on the whole cluster, no secret can be read, no star stands for anything", () => {
  expect([chaos, shared].flatMap(({ resources }) => resources).filter(({ type }) => type.includes("Cluster"))).toEqual([]);
  for (const { resources, verbs, apiGroups } of [...homeRules, ...targetRules]) {
    expect([...resources, ...verbs, ...apiGroups]).not.toContain("*");
    expect(resources).not.toContain("secrets");
    expect(resources).not.toContain("nodes");
  }
});

test("nothing is made among the workloads but events, and the policies of a partition", () => {
  expect(targetRules.filter(({ verbs }) => verbs.includes("create")).flatMap(({ resources }) => resources)).toEqual(["events", "networkpolicies"]);
});
