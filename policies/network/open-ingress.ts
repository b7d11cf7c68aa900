// Nothing is open to the world but the edge, on the ports of the web.
import { z } from "zod";
import { numberAt, textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { eachOf, unknown, violation } from "../facts/demand.ts";
import type { Facts } from "../facts/facts.ts";
import { items, look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

const world = new Set(["0.0.0.0/0", "::/0"]);
const group = "aws:ec2/securityGroup:SecurityGroup";

export const openIngress = defineRule({
  name: "open-ingress",
  group: "network",
  title: "No open ingress but the edge's",
  why: "Whatever the whole world may reach is found within minutes; only the edge has a firewall, a certificate and a rate limit in front.",
  incident:
    "The failed deployment's Grafana was open on port 3000 of an address of its own, and MLflow on another, beside the edge that had the certificate.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({ ports: z.array(z.int()).default([443, 80]).describe("ports that the edge may open to everybody") }),
  judge: (facts, { ports }) => [
    ...facts.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").flatMap((rule) => ofAwsRule(facts, rule, ports)),
    ...facts.ofType("aws:ec2/securityGroupRule:SecurityGroupRule").flatMap((rule) => ofListedRule(facts, rule, ports)),
    ...facts.ofType(group).flatMap((resource) => ofInlineRules(facts, resource, ports)),
    ...facts.ofType("gcp:compute/firewall:Firewall").flatMap(ofFirewall),
    ...facts.ofType("aws:eks/cluster:Cluster").flatMap(ofEndpoint),
  ],
});

function ofAwsRule(facts: Facts, rule: Resource, ports: readonly number[]): readonly Finding[] {
  for (const key of ["cidrIpv4", "cidrIpv6"]) {
    const from = look(rule.inputs, key);
    if (from.kind === "unknown") return [unknown(rule, key)];
    if (from.kind === "absent" || !world.has(String(from.value))) continue;
    const edge = isEdges(facts, rule);
    const [low, high] = [numberAt(rule.inputs, "fromPort"), numberAt(rule.inputs, "toPort")];
    if (edge && low !== null && low === high && ports.includes(low)) return [];
    const what = edge ? `ports ${low ?? "all"} to ${high ?? "all"}` : "a group that is no edge's";
    return [violation(rule, key, `opens ${what} to ${String(from.value)}`, "the edge's own group and port 443, or a range of one's own")];
  }
  return [];
}

const isEdges = (facts: Facts, rule: Resource): boolean => {
  const groups = facts.sources(rule, "securityGroupId", group);
  return groups.length > 0 && groups.every((found) => isEdge(facts, found));
};

/** The group of a load balancer that looks outside, and of nothing else. */
const isEdge = (facts: Facts, resource: Resource): boolean => {
  const balancers = facts.users(resource, "aws:lb/loadBalancer:LoadBalancer");
  const others = facts.users(
    resource,
    "aws:rds/cluster:Cluster",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:ec2/launchTemplate:LaunchTemplate",
  );
  return others.length === 0 && balancers.some(({ inputs }) => inputs["internal"] !== true);
};

const ofInlineRules = (facts: Facts, resource: Resource, ports: readonly number[]): readonly Finding[] =>
  eachOf(resource, "ingress", ({ path }) => ofRanges(resource, `${path}.`, isEdge(facts, resource), ports));

/** A rule beside its group, of the kind that has a direction and lists of ranges. */
function ofListedRule(facts: Facts, rule: Resource, ports: readonly number[]): readonly Finding[] {
  const direction = look(rule.inputs, "type");
  if (direction.kind === "unknown") return [unknown(rule, "type")];
  return direction.kind === "value" && direction.value === "egress" ? [] : ofRanges(rule, "", isEdges(facts, rule), ports);
}

function ofRanges(resource: Resource, place: string, edge: boolean, ports: readonly number[]): readonly Finding[] {
  const port = numberAt(resource.inputs, `${place}fromPort`);
  const allowed = edge && port !== null && port === numberAt(resource.inputs, `${place}toPort`) && ports.includes(port);
  return ["cidrBlocks", "ipv6CidrBlocks"].flatMap((key) =>
    eachOf(resource, `${place}${key}`, ({ path, value }) =>
      allowed || !world.has(String(value))
        ? []
        : [violation(resource, path, `opens port ${port ?? "all"} to everybody`, "a range of one's own, or the edge's group")],
    ),
  );
}

function ofFirewall(resource: Resource): readonly Finding[] {
  const allows = items(resource.inputs, "allows");
  if (textAt(resource.inputs, "direction") === "EGRESS" || (!allows.unknown && allows.items.length === 0)) return [];
  if (allows.unknown) return [unknown(resource, "allows")];
  return eachOf(resource, "sourceRanges", ({ path, value }) =>
    world.has(String(value))
      ? [violation(resource, path, "lets everybody in", "35.191.0.0/16 and 130.211.0.0/22, from where Google's edge comes")]
      : [],
  );
}

function ofEndpoint(resource: Resource): readonly Finding[] {
  const open = look(resource.inputs, "vpcConfig.endpointPublicAccess");
  const from = items(resource.inputs, "vpcConfig.publicAccessCidrs");
  if (open.kind === "unknown" || from.unknown) return [unknown(resource, "vpcConfig")];
  // AWS opens the endpoint where nothing is said, and to everybody where no ranges are.
  if (open.kind === "value" && open.value === false) return [];
  return from.items.length > 0 && !from.items.some(({ value }) => world.has(String(value)))
    ? []
    : [violation(resource, "vpcConfig.endpointPublicAccess", "everybody may reach the cluster's API", "operatorNetworks in the settings")];
}
