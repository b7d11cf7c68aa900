// Everything stands in a region that the project is allowed to use.
import { z } from "zod";
import type { Resource } from "../../estate/resource.ts";
import { unknown, violation } from "../facts/demand.ts";
import { look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

/** In the order of each environment: primary first. */
export const projectRegions = ["us-east-1", "eu-west-1", "ap-southeast-1", "us-east4", "europe-west1", "asia-southeast1"];
/** Multi-regions and "global" are Google's places without one region. */
const nowhere = ["global", "us", "eu", "asia"];

export const allowedRegions = defineRule({
  name: "allowed-regions",
  group: "cost",
  title: "Only regions of the list",
  why: "A resource in another region is under other laws, in nobody's sight, in no budget's table and far from everything it talks to.",
  incident:
    "The failed deployment's report names no region for anything that it lists. What this prevents: a resource where nobody looks, and no law was asked.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({ regions: z.array(z.string().min(1)).min(1).default(projectRegions).describe("names of regions of any cloud") }),
  judge: (facts, { regions }) =>
    facts.estate.resources
      .filter(({ component, type }) => !component && /^(aws|gcp|pulumi:providers):?/.test(type))
      .flatMap((resource) => ["region", "location", "zone"].flatMap((path) => ofInput(resource, path, regions))),
});

function ofInput(resource: Resource, path: string, regions: readonly string[]): readonly Finding[] {
  const seen = look(resource.inputs, path);
  if (seen.kind === "unknown") return [unknown(resource, path)];
  if (seen.kind === "absent" || typeof seen.value !== "string") return [];
  const { value } = seen;
  const known = nowhere.includes(value.toLowerCase()) || regions.some((region) => value === region || new RegExp(`^${region}-?[a-z]$`).test(value));
  return known ? [] : [violation(resource, path, `stands in ${value}, which is no region of the list`, regions.join(", "))];
}
