// From an environment where faults are let loose no way leads to a network or an account that is listed as forbidden.
import { z } from "zod";
import { isRecord, listAt, textAt } from "../../estate/inputs.ts";
import { unknownValue, type Resource } from "../../estate/resource.ts";
import { tiers } from "../../model/tiers.ts";
import { unknown, violation } from "../facts/demand.ts";
import type { Facts } from "../facts/facts.ts";
import { look, texts } from "../facts/look.ts";
import { overlap, readCidr } from "../facts/ranges.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

/** Inputs that say where a way leads, or who is at its other end. */
const ways: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/route:Route": ["destinationCidrBlock"],
  "aws:ec2transitgateway/route:Route": ["destinationCidrBlock"],
  "aws:ec2/vpc:Vpc": ["cidrBlock"],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ["cidrIpv4"],
  "aws:ec2/vpnConnectionRoute:VpnConnectionRoute": ["destinationCidrBlock"],
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": ["peerOwnerId"],
  "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": ["peerAccountId"],
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": ["vpcId"],
  "aws:ram/principalAssociation:PrincipalAssociation": ["principal"],
  "gcp:compute/route:Route": ["destRange"],
  "gcp:compute/networkPeering:NetworkPeering": ["peerNetwork"],
  "gcp:compute/subnetwork:Subnetwork": ["ipCidrRange"],
};
const policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const everything = new Set(["0.0.0.0/0"]);

export const forbiddenNetworks = defineRule({
  name: "forbidden-networks",
  group: "network",
  title: "No way from where faults are allowed to a forbidden network or account",
  why: "A fault follows routes: what is injected here must have no way to reach production.",
  incident: "The failed deployment had no environment beside the one that served: whatever was tried there reached production.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({
    networks: z
      .array(z.string().regex(/^\d+(\.\d+){3}\/\d+$/, "a range is written like 10.0.0.0/8"))
      .default([])
      .describe("ranges that nothing may reach"),
    accounts: z.array(z.string().min(1)).default([]).describe("AWS accounts and Google projects that nothing may be joined to"),
  }),
  judge: (facts, { networks, accounts }) => {
    const declared = declaredNetworks(facts);
    const forbidden = [...new Set([...networks, ...declared])];
    if (!tiers[facts.tier].chaos || (forbidden.length === 0 && accounts.length === 0)) return [];
    return [
      ...Object.entries(ways).flatMap(([type, paths]) =>
        facts.ofType(type).flatMap((resource) => paths.flatMap((path) => ofWay(facts, resource, path, forbidden, accounts))),
      ),
      ...facts.ofType(policy).flatMap((resource) => ofPolicy(resource, forbidden)),
    ];
  },
});

/** What the environment's own network lists deny: the settings' forbiddenNetworks. */
function declaredNetworks(facts: Facts): readonly string[] {
  return [
    ...facts
      .ofType("aws:ec2/networkAcl:NetworkAcl")
      .flatMap(({ inputs }) => listAt(inputs, "egress").flatMap((rule) => (textAt(rule, "action") === "deny" ? [textAt(rule, "cidrBlock")] : []))),
    ...facts
      .ofType("gcp:compute/firewall:Firewall")
      .flatMap(({ inputs }) =>
        textAt(inputs, "direction") === "EGRESS" && listAt(inputs, "denies").length > 0 ? listAt(inputs, "destinationRanges") : [],
      ),
  ].filter((range): range is string => typeof range === "string" && range !== unknownValue && !everything.has(range));
}

function ofWay(facts: Facts, resource: Resource, path: string, forbidden: readonly string[], accounts: readonly string[]): readonly Finding[] {
  const seen = look(resource.inputs, path);
  if (seen.kind === "absent") return [];
  // What comes from the stack itself is the stack's own, though its id is not known yet.
  if (seen.kind === "unknown") return (resource.sources?.[path]?.length ?? facts.sources(resource, path).length) > 0 ? [] : [unknown(resource, path)];
  const value = String(seen.value);
  // Alone, in an ARN, or in the address of a project's network.
  const account = accounts.find((name) => value.split(/[/:]/).includes(name));
  if (account !== undefined) return [violation(resource, path, `joins this environment to the forbidden account ${account}`, "no such connection")];
  if (everything.has(value) && !isPrivateWay(resource)) return [];
  const range = forbidden.find((other) => overlap(value, other));
  return range === undefined
    ? []
    : [violation(resource, path, `leads to ${value}, which holds the forbidden ${range}`, "a range beside it, or no such way")];
}

/** The way to the internet does not lead into private networks; one over a transit gateway does. */
const isPrivateWay = ({ type, inputs }: Resource): boolean =>
  type === "aws:ec2transitgateway/route:Route" || inputs["transitGatewayId"] !== undefined || inputs["vpcPeeringConnectionId"] !== undefined;

/** A namespace's policy that allows a range by name, and does not take the forbidden one out of it. */
function ofPolicy(resource: Resource, forbidden: readonly string[]): readonly Finding[] {
  return [...texts(resource.inputs["spec"], "spec")]
    .filter(({ path, text }) => path.startsWith("spec.egress") && path.endsWith(".ipBlock.cidr") && readCidr(text) !== null && !everything.has(text))
    .flatMap(({ path, text }) => {
      const block = look(resource.inputs, path.replace(/\.cidr$/, ""));
      const except = block.kind === "value" && isRecord(block.value) ? listAt(block.value, "except").map(String) : [];
      const range = forbidden.find((other) => overlap(text, other) && !except.includes(other));
      return range === undefined
        ? []
        : [violation(resource, path, `lets pods reach ${text}, which holds the forbidden ${range}`, `except: [${range}]`)];
    });
}
