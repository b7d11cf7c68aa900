// What an action of FIS takes: its target's role and type, the parameters that it demands and those that it knows.
// Source: "AWS FIS actions reference" and "Targets for AWS FIS" in the FIS user guide, read on 2026-11-28.
import type { FisResourceType, FisTargetKey } from "../../model/fault/fis-template.ts";

interface ActionFacts {
  readonly key: FisTargetKey;
  readonly resourceType: FisResourceType;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** Of actions on pods: who FIS' own pod is, and what its namespace lets it be. */
const pod = ["fisPodContainerImage", "maxErrorsPercent", "fisPodLabels", "fisPodAnnotations", "fisPodSecurityPolicy"];

export const fisActions: Readonly<Record<string, ActionFacts>> = {
  "aws:ec2:stop-instances": {
    key: "Instances",
    resourceType: "aws:ec2:instance",
    required: [],
    optional: ["startInstancesAfterDuration", "completeIfInstancesTerminated"],
  },
  "aws:ebs:pause-volume-io": { key: "Volumes", resourceType: "aws:ec2:ebs-volume", required: ["duration"], optional: [] },
  "aws:eks:pod-delete": {
    key: "Pods",
    resourceType: "aws:eks:pod",
    required: ["kubernetesServiceAccount"],
    optional: [...pod, "gracePeriodSeconds"],
  },
  "aws:eks:pod-cpu-stress": {
    key: "Pods",
    resourceType: "aws:eks:pod",
    required: ["duration", "kubernetesServiceAccount"],
    optional: [...pod, "percent", "workers"],
  },
  "aws:eks:pod-memory-stress": {
    key: "Pods",
    resourceType: "aws:eks:pod",
    required: ["duration", "kubernetesServiceAccount"],
    optional: [...pod, "percent", "workers"],
  },
  "aws:eks:terminate-nodegroup-instances": {
    key: "Nodegroups",
    resourceType: "aws:eks:nodegroup",
    required: ["instanceTerminationPercentage"],
    optional: [],
  },
  "aws:elasticache:replicationgroup-interrupt-az-power": {
    key: "ReplicationGroups",
    resourceType: "aws:elasticache:replicationgroup",
    required: ["duration"],
    optional: [],
  },
  "aws:network:disrupt-connectivity": {
    key: "Subnets",
    resourceType: "aws:ec2:subnet",
    required: ["duration", "scope"],
    optional: ["prefixListIdentifier"],
  },
  "aws:network:transit-gateway-disrupt-cross-region-connectivity": {
    key: "TransitGateways",
    resourceType: "aws:ec2:transit-gateway",
    required: ["duration", "region"],
    optional: [],
  },
  "aws:rds:failover-db-cluster": { key: "Clusters", resourceType: "aws:rds:cluster", required: [], optional: [] },
};

/** Parameters of targets, by their type; the required ones are marked. */
export const fisTargetParameters: Readonly<Partial<Record<FisResourceType, Readonly<Record<string, "required" | "optional">>>>> = {
  "aws:ec2:ebs-volume": { availabilityZoneIdentifier: "optional" },
  "aws:ec2:subnet": { availabilityZoneIdentifier: "optional", vpc: "optional" },
  "aws:eks:pod": {
    clusterIdentifier: "required",
    namespace: "required",
    selectorType: "required",
    selectorValue: "required",
    availabilityZoneIdentifier: "optional",
    targetContainerName: "optional",
  },
  "aws:elasticache:replicationgroup": { availabilityZoneIdentifier: "required" },
  "aws:rds:cluster": { writerAvailabilityZoneIdentifiers: "optional" },
};
