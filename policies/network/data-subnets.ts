// Data stores stand in subnets from which no route leads to the internet.
import { z } from "zod";
import { listAt, textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { demands, isGiven, isOneOf, unknown, violation, type Demand } from "../facts/demand.ts";
import type { Facts } from "../facts/facts.ts";
import { look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

const groups = ["aws:rds/subnetGroup:SubnetGroup", "aws:elasticache/subnetGroup:SubnetGroup"];
const subnet = "aws:ec2/subnet:Subnet";
const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const table = "aws:ec2/routeTable:RouteTable";
const route = "aws:ec2/route:Route";
const gateway = "aws:ec2/internetGateway:InternetGateway";

const rows: readonly Demand[] = [
  {
    type: "gcp:sql/databaseInstance:DatabaseInstance",
    path: "settings.ipConfiguration.privateNetwork",
    holds: isGiven,
    message: "is in no private network",
    remedy: "privateNetwork",
  },
  {
    type: "gcp:redis/instance:Instance",
    path: "connectMode",
    holds: isOneOf("PRIVATE_SERVICE_ACCESS"),
    message: "is not reached by the private services' range",
    remedy: "connectMode: PRIVATE_SERVICE_ACCESS",
  },
];

export const dataSubnets = defineRule({
  name: "data-subnets",
  group: "network",
  title: "Data stores stand in private subnets",
  why: "A security group is one mistake away from open; without a route to the internet the mistake stays inside.",
  incident:
    "The failed deployment opened whatever had a service of the wrong type: 23 of them. Nothing but that type stood between its data and the internet.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({}),
  judge: (facts) => [
    ...demands(facts, rows),
    ...facts.ofType(...groups).flatMap((found): readonly Finding[] => {
      const subnets = facts.sources(found, "subnetIds", subnet);
      if (subnets.length > 0) return subnets.flatMap((place) => ofSubnet(facts, found, place));
      const named = listAt(found.inputs, "subnetIds").length > 0;
      return [named ? unknown(found, "subnetIds") : violation(found, "subnetIds", "names no subnets", "the region's data subnets")];
    }),
  ],
});

function ofSubnet(facts: Facts, group: Resource, place: Resource): readonly Finding[] {
  const address = look(place.inputs, "mapPublicIpOnLaunch");
  if (address.kind === "unknown") return [unknown(place, "mapPublicIpOnLaunch")];
  if (address.kind === "value" && address.value === true)
    return [violation(place, "mapPublicIpOnLaunch", `gives public addresses, and ${group.name} puts data there`, "mapPublicIpOnLaunch: false")];
  const tables = facts.users(place, association).flatMap((row) => facts.sources(row, "routeTableId", table));
  const out = tables
    .flatMap((found) => facts.users(found, route))
    .find((row) => facts.sources(row, "gatewayId", gateway).length > 0 || (textAt(row.inputs, "gatewayId") ?? "").startsWith("igw-"));
  return out === undefined
    ? []
    : [violation(out, "gatewayId", `leads from ${place.name}, where ${group.name} puts data, to the internet`, "no such route")];
}
