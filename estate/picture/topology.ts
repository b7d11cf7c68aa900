// What a picture of an estate shows: per region its zones, segments, nodes, databases and caches; above all regions the way in, between them the backbone.
import { isRecord, listAt, numberAt, textAt } from "../inputs.ts";
import type { Estate, Resource } from "../resource.ts";

export interface Pool {
  readonly name: string;
  readonly count: number;
  /** As many as the autoscaler may make. */
  readonly most: number;
  readonly machine: string;
}

export interface Member {
  readonly label: string;
  /** In which of the region's zones, counted from 0; null where nobody says. */
  readonly zone: number | null;
  readonly leads: boolean;
}

export interface RegionTopology {
  readonly name: string;
  readonly role: string;
  readonly zones: readonly string[];
  readonly segments: readonly ("public" | "private" | "data")[];
  /** In how many zones there is a NAT gateway. */
  readonly natGateways: number;
  readonly balancer: string | null;
  readonly cluster: string;
  readonly pools: readonly Pool[];
  readonly postgres: { readonly label: string; readonly members: readonly Member[] } | null;
  readonly redis: { readonly label: string; readonly members: readonly Member[] } | null;
  readonly workloads: number;
  readonly charts: number;
}

export interface Topology {
  readonly environment: string;
  /** From the clients inwards. */
  readonly entry: readonly string[];
  readonly regions: readonly RegionTopology[];
  /** What joins the regions; null where nothing does. */
  readonly backbone: string | null;
}

export function topologyOf(estate: Estate): Topology {
  const resources = estate.resources.filter(({ component }) => !component);
  const has = (type: string): boolean => resources.some((resource) => resource.type === type);
  const roles = rolesOf(estate);
  return {
    environment: estate.environment,
    entry: entries.filter(([type]) => has(type)).map(([, label]) => label),
    regions: estate.regions.map((name, index) =>
      regionOf(
        name,
        roles.get(name) ?? (index === 0 ? "primary" : "secondary"),
        resources.filter(({ region }) => region === name),
        index === 0,
        // Members of a global datastore have their primary's type, and do not say it.
        resources.map(({ inputs, type }) => (type === replicationGroup ? textAt(inputs, "nodeType") : null)).find((found) => found !== null) ?? null,
      ),
    ),
    backbone: backbones.find(([type]) => has(type))?.[1] ?? null,
  };
}

const replicationGroup = "aws:elasticache/replicationGroup:ReplicationGroup";

const entries = [
  ["aws:route53/zone:Zone", "Route 53"],
  ["gcp:dns/managedZone:ManagedZone", "Cloud DNS"],
  ["aws:cloudfront/distribution:Distribution", "CloudFront"],
  ["aws:wafv2/webAcl:WebAcl", "WAF"],
  ["aws:globalaccelerator/accelerator:Accelerator", "Global Accelerator"],
  ["gcp:compute/globalForwardingRule:GlobalForwardingRule", "global HTTPS load balancer"],
  ["gcp:compute/securityPolicy:SecurityPolicy", "Cloud Armor"],
] as const;

const backbones = [
  ["aws:ec2transitgateway/peeringAttachment:PeeringAttachment", "transit gateways, peered"],
  ["aws:networkmanager/coreNetwork:CoreNetwork", "Cloud WAN"],
  ["gcp:compute/network:Network", "one global network"],
  ["kubernetes:networking.k8s.io/v1:NetworkPolicy", "one cluster; network policies between the regions' namespaces"],
] as const;

/** The stack's own words, where it publishes them. */
function rolesOf({ outputs }: Estate): ReadonlyMap<string, string> {
  return new Map(listAt(outputs, "gameday.regions").flatMap((row) => [[textAt(row, "name") ?? "", textAt(row, "role") ?? ""]]));
}

function regionOf(name: string, role: string, own: readonly Resource[], first: boolean, nodeType: string | null): RegionTopology {
  const of = (type: string): readonly Resource[] => own.filter((resource) => resource.type === type);
  const zones = zonesOf(own);
  const managed = of("aws:eks/cluster:Cluster").length > 0 ? "EKS" : of("gcp:container/cluster:Cluster").length > 0 ? "GKE" : null;
  return {
    name,
    role,
    zones,
    segments: segmentsOf(own),
    natGateways: of("aws:ec2/natGateway:NatGateway").length + of("gcp:compute/routerNat:RouterNat").length,
    balancer:
      of("aws:lb/loadBalancer:LoadBalancer").length > 0
        ? "ALB"
        : of("gcp:compute/backendService:BackendService").length > 0
          ? "backend of the load balancer"
          : null,
    cluster: managed ?? "namespace",
    pools: [...of("aws:eks/nodeGroup:NodeGroup").map(awsPool), ...of("gcp:container/nodePool:NodePool").map(googlePool)].toSorted(
      (a, b) => order(a.name) - order(b.name),
    ),
    postgres: postgresOf(own, zones, first),
    redis: redisOf(own, zones, first, nodeType),
    workloads: of("kubernetes:apps/v1:Deployment").length,
    charts: of("kubernetes:helm.sh/v3:Release").length,
  };
}

const purposes = ["system", "work", "load"];
const order = (name: string): number => (purposes.includes(name) ? purposes.indexOf(name) : purposes.length);

/** By their letters: as the subnets, or the pools, name them. */
function zonesOf(own: readonly Resource[]): readonly string[] {
  const named = own.flatMap(({ type, inputs }) => [
    ...(type === "aws:ec2/subnet:Subnet" ? [textAt(inputs, "availabilityZone")] : []),
    ...(type === "gcp:container/nodePool:NodePool" ? listAt(inputs, "nodeLocations").map(String) : []),
  ]);
  return [...new Set(named.filter((zone) => zone !== null))].toSorted();
}

function segmentsOf(own: readonly Resource[]): RegionTopology["segments"] {
  const tagged = new Set(own.map(({ inputs }) => textAt(inputs, "tags.segment")));
  return (["public", "private", "data"] as const).filter((segment) => tagged.has(segment));
}

const awsPool = ({ inputs, name }: Resource): Pool => ({
  name: purposeOf(inputs["labels"], name),
  count: numberAt(inputs, "scalingConfig.desiredSize") ?? 0,
  most: numberAt(inputs, "scalingConfig.maxSize") ?? 0,
  machine: textAt(inputs, "instanceTypes[0]") ?? "?",
});

const googlePool = ({ inputs, name }: Resource): Pool => ({
  name: purposeOf(isRecord(inputs["nodeConfig"]) ? inputs["nodeConfig"]["labels"] : null, name),
  count: numberAt(inputs, "autoscaling.totalMinNodeCount") ?? numberAt(inputs, "nodeCount") ?? 0,
  most: numberAt(inputs, "autoscaling.totalMaxNodeCount") ?? 0,
  machine: textAt(inputs, "nodeConfig.machineType") ?? "?",
});

/** What the nodes are for, as their labels say, else their name. */
function purposeOf(labels: unknown, name: string): string {
  const labelled = isRecord(labels) ? Object.values(labels).find((value) => typeof value === "string" && purposes.includes(value)) : undefined;
  return typeof labelled === "string" ? labelled : (purposes.find((purpose) => name.split("-").includes(purpose)) ?? name);
}

function postgresOf(own: readonly Resource[], zones: readonly string[], first: boolean): RegionTopology["postgres"] {
  const instances = own.filter(({ type }) => type === "aws:rds/clusterInstance:ClusterInstance");
  if (instances.length > 0)
    return {
      label: `Aurora PostgreSQL · ${textAt(instances[0]?.inputs, "instanceClass")?.replace(/^db\./, "") ?? ""}`,
      members: instances.map(({ inputs }, index) => {
        const leads = first && index === 0;
        return {
          label: leads ? "writer" : first ? "reader" : "replica",
          zone: placeOf(zones, textAt(inputs, "availabilityZone")) ?? index % Math.max(1, zones.length),
          leads,
        };
      }),
    };
  const google = own.find(({ type }) => type === "gcp:sql/databaseInstance:DatabaseInstance");
  if (google !== undefined)
    return {
      label: `Cloud SQL · ${textAt(google.inputs, "settings.tier")?.replace(/^db-perf-optimized-/, "") ?? ""}`,
      members: [
        { label: first ? "writer" : "replica", zone: placeOf(zones, textAt(google.inputs, "settings.locationPreference.zone")), leads: first },
        ...(textAt(google.inputs, "settings.availabilityType") === "REGIONAL"
          ? [{ label: "standby", zone: placeOf(zones, textAt(google.inputs, "settings.locationPreference.secondaryZone")), leads: false }]
          : []),
      ],
    };
  return inCluster(own, "postgres", first ? "writer" : "replica", first);
}

function redisOf(own: readonly Resource[], zones: readonly string[], first: boolean, nodeType: string | null): RegionTopology["redis"] {
  const group = own.find(({ type }) => type === replicationGroup);
  if (group !== undefined) {
    const nodes = numberAt(group.inputs, "numCacheClusters") ?? 1;
    const type = (textAt(group.inputs, "nodeType") ?? nodeType)?.replace(/^cache\./, "");
    return {
      label: `ElastiCache${type === undefined ? "" : ` · ${type}`}`,
      members: Array.from({ length: nodes }, (_, index) => ({
        label: first && index === 0 ? "writer" : "replica",
        zone: placeOf(zones, textAt(group.inputs, `preferredCacheClusterAzs[${index}]`)) ?? index % Math.max(1, zones.length),
        leads: first && index === 0,
      })),
    };
  }
  const google = own.find(({ type }) => type === "gcp:redis/instance:Instance");
  if (google !== undefined)
    return {
      label: `Memorystore · ${numberAt(google.inputs, "memorySizeGb") ?? 0} GB`,
      members: ["locationId", "alternativeLocationId"].map((key, index) => ({
        label: index === 0 ? "node" : "standby",
        zone: placeOf(zones, textAt(google.inputs, key)),
        leads: false,
      })),
    };
  return inCluster(own, "redis", "node", false);
}

function inCluster(
  own: readonly Resource[],
  kind: string,
  label: string,
  leads: boolean,
): { readonly label: string; readonly members: readonly Member[] } | null {
  const found = own.find(({ type, name }) => type === "kubernetes:apps/v1:StatefulSet" && name.includes(kind));
  if (found === undefined) return null;
  const count = numberAt(found.inputs, "spec.replicas") ?? 1;
  return {
    label: kind === "postgres" ? "Postgres, in the cluster" : "Redis, in the cluster",
    members: Array.from({ length: count }, () => ({ label, zone: null, leads })),
  };
}

function placeOf(zones: readonly string[], zone: string | null): number | null {
  const place = zone === null ? -1 : zones.indexOf(zone);
  return place < 0 ? null : place;
}
