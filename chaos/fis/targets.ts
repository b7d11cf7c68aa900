// What templates hit, by the tag that everything of an environment carries and by the place where it stands.
import type { FisPlace, FisTarget } from "../../model/fault/fis-template.ts";

const ours = ({ environment }: FisPlace) => ({ environment });

export const machinesIn = (place: FisPlace, zone: string): FisTarget => ({
  resourceType: "aws:ec2:instance",
  resourceTags: ours(place),
  filters: [
    { path: "State.Name", values: ["running"] },
    { path: "Placement.AvailabilityZone", values: [zone] },
  ],
  selectionMode: "ALL",
});

export const subnetsIn = (place: FisPlace, zone: string): FisTarget => ({
  resourceType: "aws:ec2:subnet",
  resourceTags: ours(place),
  parameters: { availabilityZoneIdentifier: zone },
  selectionMode: "ALL",
});

/** Five at most: more in one action are refused. Source: "Quotas for AWS FIS". */
export const volumesIn = (place: FisPlace, zone: string): FisTarget => ({
  resourceType: "aws:ec2:ebs-volume",
  resourceTags: ours(place),
  parameters: { availabilityZoneIdentifier: zone },
  selectionMode: "COUNT(5)",
});

export const databaseWithWriterIn = (place: FisPlace, zone: string): FisTarget => ({
  resourceType: "aws:rds:cluster",
  resourceTags: ours(place),
  parameters: { writerAvailabilityZoneIdentifiers: zone },
  selectionMode: "ALL",
});

export const databases = (place: FisPlace): FisTarget => ({ resourceType: "aws:rds:cluster", resourceTags: ours(place), selectionMode: "ALL" });

export const cacheInZone = (place: FisPlace, zone: string): FisTarget => ({
  resourceType: "aws:elasticache:replicationgroup",
  resourceTags: ours(place),
  parameters: { availabilityZoneIdentifier: zone },
  selectionMode: "ALL",
});

export const gateways = (place: FisPlace): FisTarget => ({
  resourceType: "aws:ec2:transit-gateway",
  resourceTags: ours(place),
  selectionMode: "ALL",
});

/** Not the nodes that make load: a generator that is gone says nothing about the system. */
export const workNodes = (place: FisPlace): FisTarget => ({
  resourceType: "aws:eks:nodegroup",
  resourceTags: { ...ours(place), purpose: "work" },
  selectionMode: "ALL",
});

/** Half of a service's pods, by the label that its Deployment gives them. */
export const podsOf = ({ cluster, namespace }: FisPlace, service: string): FisTarget => ({
  resourceType: "aws:eks:pod",
  parameters: {
    clusterIdentifier: cluster,
    namespace,
    selectorType: "labelSelector",
    selectorValue: `app.kubernetes.io/name=${service}`,
  },
  selectionMode: "PERCENT(50)",
});
