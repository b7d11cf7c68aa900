// Whatever must not stop stands in more than one zone.
import { z } from "zod";
import { textAt } from "../../estate/inputs.ts";
import { demands, isOneOf, isTrue, unknown, violation, type Demand } from "../facts/demand.ts";
import type { Facts } from "../facts/facts.ts";
import { items } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

const rows: readonly Demand[] = [
  {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    path: "multiAzEnabled",
    holds: isTrue,
    message: "stands in one zone",
    remedy: "multiAzEnabled: true",
  },
  {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    path: "automaticFailoverEnabled",
    holds: isTrue,
    message: "nobody takes over for its primary",
    remedy: "automaticFailoverEnabled: true",
  },
  {
    type: "gcp:sql/databaseInstance:DatabaseInstance",
    path: "settings.availabilityType",
    holds: isOneOf("REGIONAL"),
    message: "stands in one zone",
    remedy: "availabilityType: REGIONAL",
  },
  { type: "gcp:redis/instance:Instance", path: "tier", holds: isOneOf("STANDARD_HA"), message: "stands in one zone", remedy: "tier: STANDARD_HA" },
];

/** Lists of zones or of subnets, one a zone: how many each must have. */
const lists: readonly (readonly [string, string])[] = [
  ["gcp:container/cluster:Cluster", "nodeLocations"],
  ["aws:eks/cluster:Cluster", "vpcConfig.subnetIds"],
  ["aws:eks/nodeGroup:NodeGroup", "subnetIds"],
  ["aws:lb/loadBalancer:LoadBalancer", "subnets"],
];

export const multiZone = defineRule({
  name: "multi-zone",
  group: "data",
  title: "Data stores and clusters stand in several zones",
  why: "A zone is the smallest thing that a cloud loses; recovery in five minutes cannot wait for a restore.",
  incident: "The failed deployment's nodes could not be added for want of quota, and five pods of its API were never placed.",
  levels: everywhere("mandatory", { kubernetes: "advisory" }),
  configuration: z.strictObject({ zones: z.int().min(2).default(2).describe("zones that a cluster and a database's region stand in, at the least") }),
  judge: (facts, { zones }) => [
    ...demands(facts, rows),
    ...lists.flatMap(([type, path]) =>
      facts.ofType(type).flatMap((resource): readonly Finding[] => {
        const found = items(resource.inputs, path);
        if (found.unknown) return [unknown(resource, path)];
        const few = `stands in ${found.items.length} zones, fewer than ${zones}`;
        return found.items.length >= zones ? [] : [violation(resource, path, few, "a subnet of each zone of the region")];
      }),
    ),
    ...facts.ofType("aws:rds/cluster:Cluster").flatMap((cluster) => ofDatabase(facts, cluster, zones)),
  ],
});

/** The region that writes; the others are its replicas already. */
function ofDatabase(facts: Facts, cluster: ReturnType<Facts["ofType"]>[number], zones: number): readonly Finding[] {
  if (cluster.inputs["sourceRegion"] !== undefined) return [];
  const instances = facts.users(cluster, "aws:rds/clusterInstance:ClusterInstance");
  const known = new Set(instances.map(({ inputs }) => textAt(inputs, "availabilityZone")));
  if (known.has(null))
    return instances.length >= zones ? [unknown(instances[0] ?? cluster, "availabilityZone")] : [tooFew(cluster, instances.length, zones)];
  return known.size >= zones ? [] : [tooFew(cluster, known.size, zones)];
}

const tooFew = (cluster: ReturnType<Facts["ofType"]>[number], count: number, zones: number): Finding =>
  violation(cluster, "", `has instances in ${count} zones, fewer than ${zones}`, "an instance in another zone, which takes over");
