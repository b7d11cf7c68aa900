// The cloud kubernetes: any cluster that exists. Regions are namespaces, data stores stand on the cluster, and the way in is a port.
import { output, type Resource } from "@pulumi/pulumi";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { Provider } from "@pulumi/kubernetes/provider.js";
import type { Problem } from "../../model/user-error.ts";
import type { Cloud, CloudGround, EntryService, RegionGround, Secrets } from "../contract.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { ClusterEntry, outside } from "../in-cluster/cluster-entry.ts";
import { DataPasswords } from "../in-cluster/passwords.ts";
import { dataPlace } from "../in-cluster/places.ts";
import { RegionData } from "../in-cluster/region-data.ts";

export const kubernetes: Cloud = {
  problems: (plan) => problemsOf(plan),
  build: (plan, secrets) => build(plan, secrets),
};

/** Edges have the ports behind the entry's. */
const portOf = (first: number, index: number): number => first + 1 + index;

function build(plan: EnvironmentPlan, secrets: Secrets): CloudGround {
  const { name, settings, tier } = plan;
  const { context, storageClass, address, firstPort, nodePorts } = settings.kubernetes ?? {};
  const places = plan.regions.map(dataPlace);
  const [primary] = places;
  if (primary === undefined || address === undefined || firstPort === undefined) throw new Error("the plan was not asked for its problems");

  // Without a kubeconfig in the stack's secrets the one of whoever runs this is taken.
  const cluster = new Provider(name, {
    ...(secrets.kubeconfig === undefined ? {} : { kubeconfig: secrets.kubeconfig }),
    ...(context === undefined ? {} : { context }),
    // Whatever the way to it, it is the same cluster: a renewed kubeconfig replaces nothing.
    clusterIdentifier: name,
    enableServerSideApply: true,
    // A change goes into the object that is there: replacing one by its name would take it away from running pods first.
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  });
  const passwords = new DataPasswords(`${name}-data`);
  const protect = tier.data === "protected";
  const data: RegionData[] = [];
  for (const place of places)
    data.push(
      new RegionData(`${name}-${place.region.name}-data`, {
        place,
        primary,
        places,
        kubernetes: cluster,
        passwords,
        storageClass,
        protect,
        // A standby copies the primary, so it waits for it.
        after: data.slice(0, 1).flatMap(({ ready }) => ready),
      }),
    );

  const regions = places.map(({ region, namespace }, index): RegionGround => {
    const own = data[index];
    if (own === undefined) throw new Error(`${region.name} has no data stores`);
    const expose = (edge: EntryService, parent: Resource): readonly Resource[] => {
      const metadata = { name: "edge-outside", namespace: edge.namespace };
      const service = new Service(
        `${name}-${region.name}-edge-outside`,
        { metadata, spec: outside("edge", nodePorts === true ? portOf(firstPort, index) : undefined) },
        { parent, provider: cluster },
      );
      if (region.role === "primary")
        new ClusterEntry(`${name}-entry`, { plan, kubernetes: cluster, nodePort: nodePorts === true ? firstPort : undefined, after: [service] });
      return [service];
    };
    return {
      region,
      kubernetes: cluster,
      ready: own.ready,
      namespace: region.name,
      storageClass,
      postgres: own.postgres,
      redis: own.redis,
      endpoint: output(`http://${address}:${portOf(firstPort, index)}`),
      sharedCluster: true,
      data: { namespace, namespaces: places.map((place) => place.namespace) },
      identity: () => ({}),
      expose,
    };
  });
  return { entry: output(`http://${address}:${firstPort}`), regions, capabilities: [] };
}

function problemsOf({ settings }: EnvironmentPlan): readonly Problem[] {
  return settings.kubernetes === undefined
    ? [{ path: "kubernetes", message: "is missing", remedy: 'say "kubernetes: {}" to take the current context of your kubeconfig' }]
    : [];
}
