// Everything says whose it is, what it is for and who pays.
import { z } from "zod";
import { isRecord } from "../../estate/inputs.ts";
import { unknownValue, type Resource } from "../../estate/resource.ts";
import { unknown, violation } from "../facts/demand.ts";
import { items, look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

export const tags = defineRule({
  name: "tags",
  group: "cost",
  title: "Tags for owner, tier and cost centre",
  why: "What has no owner is never taken down, and what has no cost centre is paid by everybody; a fault's blast radius is a tag, too.",
  incident: "Of the failed deployment's 23 load balancers seven were picked for deletion by their names: nothing else told whose they were.",
  levels: everywhere("mandatory", { kubernetes: "advisory" }),
  configuration: z.strictObject({
    required: z.array(z.string().min(1)).default(["owner", "tier", "cost-centre", "environment"]).describe("keys that everything must have"),
  }),
  judge: (facts, { required }) => [
    ...facts.ofType("pulumi:providers:aws").flatMap((provider) => ofProvider(provider, "defaultTags", required)),
    ...facts.ofType("pulumi:providers:gcp").flatMap((provider) => ofProvider(provider, "defaultLabels", required)),
    ...unprovided(facts.estate.resources, required),
    // Machines and disks that a group makes take the template's tags, not the provider's.
    ...facts.ofType("aws:ec2/launchTemplate:LaunchTemplate").flatMap((template) => {
      const found = items(template.inputs, "tagSpecifications");
      if (found.unknown) return [unknown(template, "tagSpecifications")];
      const kinds = ["instance", "volume"].filter((kind) => !found.items.some(({ value }) => isRecord(value) && value["resourceType"] === kind));
      return [
        ...kinds.map((kind) => violation(template, "tagSpecifications", `what it makes of kind ${kind} has no tags`, required.join(", "))),
        ...found.items.flatMap(({ path, value }) => missing(template, `${path}.tags`, isRecord(value) ? value["tags"] : null, required)),
      ];
    }),
    ...facts
      .ofType("gcp:container/cluster:Cluster")
      .flatMap((cluster) => missing(cluster, "resourceLabels", cluster.inputs["resourceLabels"], required)),
    ...facts.ofType("gcp:container/nodePool:NodePool").flatMap((pool) => {
      const seen = look(pool.inputs, "nodeConfig.resourceLabels");
      return missing(pool, "nodeConfig.resourceLabels", seen.kind === "value" ? seen.value : seen.kind === "unknown" ? unknownValue : null, required);
    }),
  ],
});

/** A provider's inputs are text of JSON; AWS's tags stand one level deeper. */
function ofProvider(provider: Resource, path: string, required: readonly string[]): readonly Finding[] {
  const seen = look(provider.inputs, path);
  if (seen.kind === "unknown") return [unknown(provider, path)];
  const value: unknown = seen.kind === "value" && typeof seen.value === "string" ? JSON.parse(seen.value) : seen.kind === "value" ? seen.value : null;
  return missing(provider, path, isRecord(value) && isRecord(value["tags"]) ? value["tags"] : value, required);
}

function missing(resource: Resource, path: string, value: unknown, required: readonly string[]): readonly Finding[] {
  if (value === unknownValue) return [unknown(resource, path)];
  const there = isRecord(value) ? value : {};
  const unsure = required.filter((key) => there[key] === unknownValue);
  const absent = required.filter((key) => there[key] === undefined || there[key] === "");
  return [
    ...unsure.map((key) => unknown(resource, `${path}.${key}`)),
    ...(absent.length === 0 ? [] : [violation(resource, path, `has no tag for ${absent.join(", ")}`, required.map((key) => `${key}: …`).join(", "))]),
  ];
}

/** Resources of a cloud without any provider of the stack's take the default one, which has no tags: each must have its own. */
function unprovided(resources: readonly Resource[], required: readonly string[]): readonly Finding[] {
  if (resources.some(({ type }) => type === "pulumi:providers:aws")) return [];
  return resources
    .filter(({ type }) => type.startsWith("aws:") && !type.startsWith("aws:iam/"))
    .flatMap((resource) => missing(resource, "tags", resource.inputs["tags"], required));
}
