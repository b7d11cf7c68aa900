// The chaos platform as it is recorded: one operator a cluster, with rights on the regions' workloads and nothing that is cluster-wide.
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Estate } from "../../estate/resource.ts";
import { recordRegions, regionNames } from "../testing/ground.ts";
import { ChaosPlatform } from "./chaos-platform.ts";
import { homeRules, reaperHomeRules, reaperLoadRules, reaperTargetRules, targetRules } from "./rights.ts";

let chaos: Estate;
let shared: Estate;
beforeAll(async () => {
  const build = (name: "chaos" | "kubernetes"): Promise<Estate> =>
    recordRegions(name, (plan, ground) => {
      // oxlint-disable-next-line no-new -- recorded by being made
      new ChaosPlatform(`${plan.name}-${ground.region.name}-chaos`, { plan, ground }, {});
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
  const bindings = ofType(shared, "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding").filter(({ name }) => name.endsWith("chaos-target-binding"));
  expect(new Set(bindings.map(({ inputs }) => inputs["metadata"]))).toEqual(
    new Set(regionNames("kubernetes").map((region) => ({ name: `${region}-faults`, namespace: region }))),
  );
  for (const { inputs } of bindings) expect(inputs["subjects"]).toEqual([{ kind: "ServiceAccount", name: "gameday-faults", namespace: "litmus" }]);
});

test("nothing is allowed on the whole cluster, no secret can be read, no star stands for anything", () => {
  expect([chaos, shared].flatMap(({ resources }) => resources).filter(({ type }) => type.includes("Cluster"))).toEqual([]);
  for (const { resources, verbs, apiGroups } of [...homeRules, ...targetRules, ...reaperHomeRules, ...reaperTargetRules, ...reaperLoadRules]) {
    expect([...resources, ...verbs, ...apiGroups]).not.toContain("*");
    expect(resources).not.toContain("secrets");
    expect(resources).not.toContain("nodes");
  }
});

test("nothing is made among the workloads but events, and the policies of a partition", () => {
  expect(targetRules.filter(({ verbs }) => verbs.includes("create")).flatMap(({ resources }) => resources)).toEqual(["events", "networkpolicies"]);
});

test("a reaper on each cluster, by digest, that may heal in every region's namespace and where load is made", () => {
  const reapers = (of: Estate) => ofType(of, "kubernetes:apps/v1:Deployment").filter(({ name }) => name.endsWith("reaper-deployment"));
  expect(reapers(chaos).map(({ region }) => region)).toEqual(regionNames("chaos"));
  const [only, ...others] = reapers(shared);
  expect(others).toEqual([]);
  expect(only?.inputs).toMatchObject({
    spec: {
      replicas: 1,
      template: {
        spec: {
          serviceAccountName: "gameday-reaper",
          securityContext: { runAsNonRoot: true },
          containers: [
            {
              image: expect.stringMatching(/@sha256:/),
              env: expect.arrayContaining([{ name: "GAMEDAY_NAMESPACES", value: regionNames("kubernetes").join(",") }]),
              securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
            },
          ],
        },
      },
    },
  });
  const bound = ofType(shared, "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding").flatMap(({ inputs }) => {
    const { metadata, subjects } = bindingSchema.parse(inputs);
    return subjects.some(({ name }) => name === "gameday-reaper") ? [metadata.namespace] : [];
  });
  expect(bound.toSorted()).toEqual([...regionNames("kubernetes"), "litmus", "load"].toSorted());
});

const bindingSchema = z.object({ metadata: z.object({ namespace: z.string() }), subjects: z.array(z.object({ name: z.string() })) });
