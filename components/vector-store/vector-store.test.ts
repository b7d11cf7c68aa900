// The vector store as it is recorded: three replicas on encrypted disks behind a key, in each region.
import { beforeAll, expect, test } from "vitest";
import { unknownValue, type Estate } from "../../estate/resource.ts";
import { recordRegions, regionNames } from "../testing/ground.ts";
import { VectorStore } from "./vector-store.ts";

let base: Estate;
let shared: Estate;
beforeAll(async () => {
  const build = (name: "base" | "kubernetes"): Promise<Estate> =>
    recordRegions(name, (plan, ground) => {
      // oxlint-disable-next-line no-new -- recorded by being made
      new VectorStore(`${plan.name}-${ground.region.name}-vectors`, { plan, ground }, {});
    });
  base = await build("base");
  shared = await build("kubernetes");
});

const named = ({ resources }: Estate, name: string) => resources.find((resource) => resource.name === name);

test("each region has its own, on encrypted disks that survive a replica, behind a key", () => {
  for (const region of regionNames("base"))
    expect(named(base, `base-${region}-vectors-qdrant`)?.inputs).toMatchObject({
      chart: "qdrant",
      namespace: "vector-store",
      values: {
        replicaCount: 3,
        persistence: { size: "20Gi", storageClassName: "encrypted" },
        snapshotPersistence: { enabled: true, storageClassName: "encrypted" },
        podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
        apiKey: unknownValue,
        metrics: { serviceMonitor: { authorization: { credentials: { name: "qdrant-apikey", key: "api-key" } } } },
        livenessProbe: { enabled: true },
        readinessProbe: { enabled: true },
        resources: { requests: { cpu: "250m" }, limits: { memory: "2Gi" } },
      },
    });
});

test("the key is drawn at random, one a region", () => {
  expect(base.resources.filter(({ type }) => type.startsWith("random:")).map(({ inputs }) => inputs["length"])).toEqual([40, 40, 40]);
});

test("on a shared cluster each region's has a namespace of its own, which the region's workloads alone may call", () => {
  for (const region of regionNames("kubernetes")) {
    const namespace = `${region}-vector-store`;
    expect(named(shared, `kubernetes-${region}-vectors-namespace`)?.inputs["metadata"]).toMatchObject({
      name: namespace,
      labels: { "istio.io/dataplane-mode": "ambient" },
    });
    expect(named(shared, `kubernetes-${region}-vectors-allow-vectors-for-workloads`)?.inputs).toMatchObject({
      metadata: { namespace },
      spec: { rules: [{ from: [{ source: { namespaces: [region] } }], to: [{ operation: { ports: ["6333", "6334"] } }] }] },
    });
    const policy = JSON.stringify(named(shared, `kubernetes-${region}-vectors-callers`)?.inputs);
    for (const other of regionNames("kubernetes")) expect(policy.includes(`"kubernetes.io/metadata.name":"${other}"`)).toBe(other === region);
    expect(JSON.stringify(named(shared, `kubernetes-${region}-vectors-qdrant`)?.inputs)).not.toContain("storageClassName");
  }
});
