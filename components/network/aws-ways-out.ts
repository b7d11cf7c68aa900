// Which ways out of a region's network an environment has on AWS, by its tier. Pure.
import type { Tier } from "../../model/tiers.ts";

/** `per-zone`: each zone leaves by itself; `one`: all leave through the first zone; `none`: nothing leaves, what endpoints reach is all there is. */
export type NatPlacement = "per-zone" | "one" | "none";

/**
 * Where faults are injected a zone may be lost, and must take nobody else's way out with it. Elsewhere one gateway does: its zone's loss ends a test and
 * no more. No tier has `none`: the clusters pull charts' images from their makers' registries, which no endpoint reaches.
 */
export const natPlacement = ({ chaos }: Pick<Tier, "chaos">): NatPlacement => (chaos ? "per-zone" : "one");

/** What nodes need to start and pods to get credentials and be logged: without these a zone that lost its NAT would lose its nodes too. */
const nodesNeed = ["ecr.api", "ecr.dkr", "ec2", "sts", "eks-auth", "logs"] as const;

/** What a cluster uses to grow and to repair itself, where faults are injected. */
const repairNeeds = ["eks", "elasticloadbalancing", "kms", "secretsmanager", "sqs", "ssm", "monitoring"] as const;

export type EndpointService = (typeof nodesNeed)[number] | (typeof repairNeeds)[number];

/** Services that are reached without leaving AWS's network, beside S3. */
export const endpointServices = ({ chaos }: Pick<Tier, "chaos">): readonly EndpointService[] => (chaos ? [...nodesNeed, ...repairNeeds] : nodesNeed);
