// What happens to one availability zone: its power goes, or its disks stand still.
import type { FisPlace, FisTemplate } from "../../model/fault/fis-template.ts";
import { cacheInZone, databaseWithWriterIn, machinesIn, subnetsIn, volumesIn } from "./targets.ts";

/** How long the zone is dark; the network alone for the first of it, as names and connections fail before machines are missed. */
const dark = "PT10M";
const silent = "PT2M";

export function zonePower(place: FisPlace): FisTemplate {
  const zone = zoneOf(place);
  return {
    name: "zone-power",
    description: `${zone} loses its power: machines, disks, network, and what stands there of database and cache`,
    hypothesis: "the two zones that are left take the requests, the database's writer and the cache's primary move, and no accepted write is lost",
    targets: {
      machines: machinesIn(place, zone),
      subnets: subnetsIn(place, zone),
      database: databaseWithWriterIn(place, zone),
      cache: cacheInZone(place, zone),
      volumes: volumesIn(place, zone),
    },
    actions: {
      network: {
        actionId: "aws:network:disrupt-connectivity",
        description: "nothing passes into the zone's subnets or out of them",
        parameters: { duration: silent, scope: "all" },
        target: { key: "Subnets", name: "subnets" },
      },
      machines: {
        actionId: "aws:ec2:stop-instances",
        description: "machines stop, and start again when the power is back; those that their group has replaced by then are done with",
        parameters: { startInstancesAfterDuration: dark, completeIfInstancesTerminated: "true" },
        target: { key: "Instances", name: "machines" },
      },
      database: {
        actionId: "aws:rds:failover-db-cluster",
        description: "the writer leaves the zone",
        parameters: {},
        target: { key: "Clusters", name: "database" },
      },
      cache: {
        actionId: "aws:elasticache:replicationgroup-interrupt-az-power",
        description: "nodes of the zone are gone and are not replaced meanwhile",
        parameters: { duration: dark },
        target: { key: "ReplicationGroups", name: "cache" },
      },
      volumes: {
        actionId: "aws:ebs:pause-volume-io",
        description: "disks of the zone answer nothing",
        parameters: { duration: dark },
        target: { key: "Volumes", name: "volumes" },
      },
    },
    stopAlarms: place.stopAlarms,
    emptyTargetResolutionMode: "skip",
  };
}

export function diskPause(place: FisPlace): FisTemplate {
  const zone = zoneOf(place);
  return {
    name: "disk-pause",
    description: `disks of ${zone} answer nothing for two minutes`,
    hypothesis: "pods whose disk hangs fail their probes and are served around; nothing that was written is lost",
    targets: { volumes: volumesIn(place, zone) },
    actions: {
      pause: {
        actionId: "aws:ebs:pause-volume-io",
        description: "reads and writes wait",
        parameters: { duration: "PT2M" },
        target: { key: "Volumes", name: "volumes" },
      },
    },
    stopAlarms: place.stopAlarms,
    emptyTargetResolutionMode: "fail",
  };
}

export function cacheZonePower(place: FisPlace): FisTemplate {
  const zone = zoneOf(place);
  return {
    name: "cache-zone-power",
    description: `the cache's nodes in ${zone} are without power for ten minutes`,
    hypothesis: "a replica of another zone is promoted; reads that miss are answered by the database",
    targets: { cache: cacheInZone(place, zone) },
    actions: {
      interrupt: {
        actionId: "aws:elasticache:replicationgroup-interrupt-az-power",
        description: "nodes are gone and are not replaced meanwhile",
        parameters: { duration: dark },
        target: { key: "ReplicationGroups", name: "cache" },
      },
    },
    stopAlarms: place.stopAlarms,
    emptyTargetResolutionMode: "fail",
  };
}

function zoneOf({ region, zones: [first] }: FisPlace): string {
  if (first === undefined) throw new RangeError(`${region} has no zone`);
  return first;
}
