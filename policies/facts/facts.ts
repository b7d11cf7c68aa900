// An estate with the ways to look at it that rules share: by type, by where a value comes from, by cluster and namespace.
import type { EnvironmentName } from "../../model/tiers.ts";
import type { Estate, Resource } from "../../estate/resource.ts";

export interface Facts {
  readonly estate: Estate;
  readonly tier: EnvironmentName;
  readonly now: Date;
  /** Resources of these types, in the estate's order. */
  ofType(...types: readonly string[]): readonly Resource[];
  get(urn: string): Resource | null;
  /** Resources of a type that an input's value comes from; of the whole resource's dependencies, where the records keep no more or `input` is null. */
  sources(resource: Resource, input: string | null, ...types: readonly string[]): readonly Resource[];
  /** Resources of a type that come from this one. */
  users(resource: Resource, ...types: readonly string[]): readonly Resource[];
  /** The cluster that a Kubernetes object lives in: a region's name, or "" where the environment has one cluster for all. */
  clusterOf(resource: Resource): string;
  /** Every cluster that has an object. */
  readonly clusters: readonly string[];
}

const clusterTypes = ["aws:eks/cluster:Cluster", "gcp:container/cluster:Cluster"];

export function factsOf(estate: Estate, tier: EnvironmentName, now: Date): Facts {
  const things = estate.resources.filter(({ component }) => !component);
  const byUrn = new Map(things.map((resource) => [resource.urn, resource]));
  const byType = Map.groupBy(things, ({ type }) => type);
  const ofType = (...types: readonly string[]): readonly Resource[] => types.flatMap((type) => byType.get(type) ?? []);
  const own = ofType(...clusterTypes).length > 0;
  const clusterOf = (resource: Resource): string => (own ? (resource.region ?? "") : "");
  const usersByUrn = new Map<string, Resource[]>();
  for (const resource of things) for (const urn of resource.dependencies) usersByUrn.set(urn, [...(usersByUrn.get(urn) ?? []), resource]);
  const resolve = (urns: readonly string[], types: readonly string[]): readonly Resource[] =>
    urns.flatMap((urn) => byUrn.get(urn) ?? []).filter(({ type }) => types.includes(type));
  return {
    estate,
    tier,
    now,
    ofType,
    get: (urn) => byUrn.get(urn) ?? null,
    sources: (resource, input, ...types) => resolve((input === null ? undefined : resource.sources?.[input]) ?? resource.dependencies, types),
    users: (resource, ...types) => (usersByUrn.get(resource.urn) ?? []).filter(({ type }) => types.includes(type)),
    clusterOf,
    clusters: [...new Set(things.filter(({ type }) => type.startsWith("kubernetes:")).map(clusterOf))],
  };
}
