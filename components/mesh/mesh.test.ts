// The mesh as it is recorded: strict on every cluster, nothing allowed that has no row, one installation on a shared cluster, and charts in their order.
import { beforeAll, expect, test } from "vitest";
import type { Estate, Resource } from "../../estate/resource.ts";
import type { EnvironmentName } from "../../model/tiers.ts";
import { recordRegions, regionNames } from "../testing/ground.ts";
import { Mesh } from "./mesh.ts";
import { WorkloadAccess } from "./workload-access.ts";

const entry = { selector: { matchLabels: { "app.kubernetes.io/name": "edge" } }, port: 8080 };
const recordMesh = (name: EnvironmentName): Promise<Estate> =>
  recordRegions(name, (plan, ground) => {
    const start = `${plan.name}-${ground.region.name}`;
    const mesh = new Mesh(`${start}-mesh`, { plan, ground }, {});
    // oxlint-disable-next-line no-new -- recorded by being made
    new WorkloadAccess(`${start}-access`, { ground: { ...ground, ready: mesh.ready }, entry }, {});
  });

let base: Estate;
let google: Estate;
let shared: Estate;
beforeAll(async () => {
  base = await recordMesh("base");
  google = await recordMesh("google");
  shared = await recordMesh("kubernetes");
});

const find = ({ resources }: Estate, name: string): Resource => {
  const found = resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`no resource is called ${name}`);
  return found;
};
const releases = ({ resources }: Estate, region: string): readonly string[] =>
  resources
    .filter((resource) => resource.type === "kubernetes:helm.sh/v3:Release" && resource.region === region)
    .map(({ inputs }) => String(inputs["chart"]));

test("each cluster of a cloud has the charts, with the kinds of the Gateway API; Google's the profile that its nodes need", () => {
  const istio = ["base", "istiod", "cni", "ztunnel"];
  for (const region of regionNames("base")) expect(releases(base, region)).toEqual(["oci://docker.io/envoyproxy/gateway-crds-helm", ...istio]);
  for (const region of regionNames("google")) expect(releases(google, region)).toEqual(["oci://docker.io/envoyproxy/gateway-crds-helm", ...istio]);
  expect(find(google, "google-us-east4-mesh-istiod").inputs["values"]).toMatchObject({ global: { platform: "gke" } });
  expect(JSON.stringify(find(base, "base-us-east-1-mesh-istiod").inputs)).not.toContain("platform");
});

test("a shared cluster has the mesh once, without a gateway between clusters, and the policies for each region", () => {
  const [primary = "", ...others] = regionNames("kubernetes");
  expect(releases(shared, primary)).toEqual(["base", "istiod", "cni", "ztunnel"]);
  for (const region of others) expect(releases(shared, region)).toEqual([]);
  expect(shared.resources.filter(({ type }) => type.includes("gateway.networking"))).toEqual([]);
  for (const region of regionNames("kubernetes"))
    expect(shared.resources.filter((resource) => resource.region === region && resource.inputs["kind"] === "AuthorizationPolicy")).toHaveLength(
      region === primary ? 4 : 3,
    );
});

test("charts are installed in their order, with both ends of the topology saying the same", () => {
  for (const region of regionNames("base")) {
    const [home, kinds, bottom, istiod, cni, ztunnel, eastWest] = ["namespace", "gateway-kinds", "base", "istiod", "cni", "ztunnel", "east-west"].map(
      (suffix) => find(base, `base-${region}-mesh-${suffix}`),
    );
    expect(bottom?.dependencies).toContain(home?.urn);
    expect(istiod?.dependencies).toEqual(expect.arrayContaining([bottom?.urn, kinds?.urn]));
    expect(cni?.dependencies).toContain(istiod?.urn);
    expect(ztunnel?.dependencies).toContain(cni?.urn);
    expect(eastWest?.dependencies).toContain(ztunnel?.urn);
    expect(istiod?.inputs["values"]).toMatchObject({ global: { network: region, multiCluster: { clusterName: region } } });
    expect(ztunnel?.inputs["values"]).toMatchObject({ network: region, multiCluster: { clusterName: region } });
    expect(home?.inputs["metadata"]).toMatchObject({ labels: { "topology.istio.io/network": region } });
    expect(eastWest?.inputs["metadata"]).toMatchObject({ labels: { "topology.istio.io/network": region } });
  }
});

test("the gateway between regions is reachable from inside alone", () => {
  const annotations = (estate: Estate, name: string): unknown => find(estate, name).inputs["spec"];
  expect(annotations(base, "base-eu-west-1-mesh-east-west")).toMatchObject({
    infrastructure: { annotations: { "service.beta.kubernetes.io/aws-load-balancer-internal": "true" } },
    listeners: [{ port: 15_008, protocol: "HBONE" }],
  });
  expect(annotations(google, "google-us-east4-mesh-east-west")).toMatchObject({
    infrastructure: { annotations: { "networking.gke.io/load-balancer-type": "Internal" } },
  });
});

test("strict everywhere, and in the mesh's own namespace nothing is allowed to anybody", () => {
  for (const region of regionNames("base")) {
    expect(find(base, `base-${region}-mesh-strict`).inputs).toMatchObject({
      metadata: { name: "default", namespace: "istio-system" },
      spec: { mtls: { mode: "STRICT" } },
    });
    expect(find(base, `base-${region}-mesh-deny`).inputs).toMatchObject({ metadata: { namespace: "istio-system" }, spec: {} });
  }
});

test("only the entry's own port takes connections without a certificate, and only there from anybody", () => {
  const permissive = base.resources.filter(({ inputs }) => JSON.stringify(inputs).includes("PERMISSIVE"));
  expect(permissive.map(({ inputs }) => inputs["spec"])).toEqual(
    regionNames("base").map(() => ({ selector: entry.selector, mtls: { mode: "STRICT" }, portLevelMtls: { 8080: { mode: "PERMISSIVE" } } })),
  );
  const open = base.resources.filter(({ inputs }) => inputs["kind"] === "AuthorizationPolicy" && JSON.stringify(inputs).includes('"rules":[{"to"'));
  expect(open.map(({ inputs }) => inputs["spec"])).toEqual(
    regionNames("base").map(() => ({ action: "ALLOW", selector: entry.selector, rules: [{ to: [{ operation: { ports: ["8080"] } }] }] })),
  );
});
