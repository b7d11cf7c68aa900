// Primaries, and whole regions, of a cluster: who is meant, and what is not done.
import { describe, expect, test } from "vitest";
import { changed, cluster, enginesOf, reasonOf, scriptOf } from "../../testing/cluster-faults.ts";
import { exampleClusterOutputs as stack } from "../../testing/example-cluster-outputs.ts";

describe("primaries", () => {
  test("are the pods with the label that nobody else has, where the primary is at that moment", () => {
    expect(enginesOf(scriptOf({ kind: "postgres-primary-loss" }))).toMatchObject([
      { experiment: "pod-delete", at: { appns: "us-east-1-data", applabel: "role=primary", appkind: "statefulset" } },
    ]);
    const redis = scriptOf({ kind: "redis-primary-loss" });
    expect(enginesOf(redis)).toMatchObject([{ at: { appns: "eu-west-1-data", applabel: "role=master" } }]);
    expect(redis.healed).toContainEqual(expect.objectContaining({ label: "a primary of redis is ready" }));
    expect(redis.healed).toEqual(expect.arrayContaining([...stack.redundancy]));
  });

  test("are not guessed", () => {
    const nobody = { facts: { postgresPrimary: null, redisPrimary: null } };
    expect(reasonOf({ kind: "postgres-primary-loss" }, stack, nobody)).toMatch(/no primary of postgres can be found/);
    expect(reasonOf({ kind: "postgres-primary-loss" }, stack, { facts: { postgresPrimary: "elsewhere", redisPrimary: null } })).toMatch(
      /elsewhere, is no workload/,
    );
    expect(
      reasonOf(
        { kind: "postgres-primary-loss" },
        changed(() => ({ primaryLabels: undefined })),
      ),
    ).toMatch(/no workload of postgres with primaryLabels/);
    const vague = changed(({ labels, primaryLabels }) =>
      primaryLabels === undefined ? {} : { primaryLabels: { ...labels, role: "primary", tier: "1" } },
    );
    expect(reasonOf({ kind: "postgres-primary-loss" }, vague)).toMatch(/no single label .* any of several/);
    const shared = changed(({ service, namespace }) => (service === "redis" ? { namespace, primaryLabels: { role: "primary" } } : {}));
    expect(reasonOf({ kind: "postgres-primary-loss" }, shared)).toMatch(/no single label/);
  });
});

describe("regions", () => {
  test("a partition is a policy before each workload, seen at the region's edge", () => {
    const script = scriptOf({ kind: "region-partition", region: "eu-west-1" });
    const all = stack.workloads.filter(({ region }) => region === "eu-west-1").map(({ id }) => id);
    expect(script.targets).toEqual(["eu-west-1", ...all]);
    expect(new Set(enginesOf(script).map(({ experiment, told }) => `${experiment} ${told["POLICY_TYPES"]}`))).toEqual(
      new Set(["pod-network-partition all"]),
    );
    expect(script.effect).toMatchObject([{ observe: { url: "http://127.0.0.1:30082/readyz" }, is: false }]);
    expect(reasonOf({ kind: "region-partition", region: "eu-west-1" }, { ...stack, probes: [] })).toMatch(/no probe looks at the endpoint/);
  });

  test("a partition takes the packets where policies of others would let them through", () => {
    const policed = { ...stack, clusters: stack.clusters.map((row) => ({ ...row, policed: true })) };
    const engines = enginesOf(scriptOf({ kind: "region-partition", region: "eu-west-1" }, policed));
    expect(engines).toHaveLength(7);
    for (const engine of engines)
      expect(engine).toMatchObject({ experiment: "pod-network-loss", told: { NETWORK_PACKET_LOSS_PERCENTAGE: "100", PODS_AFFECTED_PERC: "100" } });
  });

  test("a lost region has no pod at all, until its workloads are released", () => {
    const script = scriptOf({ kind: "region-loss", region: "eu-west-1" });
    expect(script).toMatchObject({ engine: "kubernetes", region: "eu-west-1" });
    expect(script.inject).toHaveLength(7);
    expect(script.inject).toContainEqual({ kind: "workload-hold", cluster, namespace: "eu-west-1-data", workload: "statefulset", name: "postgres" });
    expect(script.undo).toContainEqual({ kind: "workload-release", cluster, namespace: "eu-west-1", workload: "deployment", name: "edge" });
    expect(script.effect[0]).toMatchObject({ observe: { url: "http://127.0.0.1:30082/readyz" }, is: false });
    expect(scriptOf({ kind: "region-loss" }).region).toBe("us-east-1");
    expect(reasonOf({ kind: "region-loss" }, stack, { facts: { postgresPrimary: null, redisPrimary: null } })).toMatch(/no region is named/);
  });

  test("are not everything, and not nothing", () => {
    const one = { ...stack, workloads: stack.workloads.filter(({ region }) => region === "eu-west-1") };
    for (const kind of ["region-partition", "region-loss"]) {
      expect(reasonOf({ kind, region: "nowhere" })).toMatch(/no workload in nowhere; it has some in us-east-1, eu-west-1, ap-southeast-1/);
      expect(reasonOf({ kind, region: "eu-west-1" }, one)).toMatch(/blast radius would be everything/);
    }
    const everywhere = changed(() => ({ kind: "daemonset" }));
    expect(reasonOf({ kind: "region-loss", region: "eu-west-1" }, everywhere)).toMatch(/no deployment and no statefulset/);
  });
});
