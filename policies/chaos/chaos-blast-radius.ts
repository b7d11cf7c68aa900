// A fault hits what is the environment's own, not more of it than allowed, and ends by itself.
import { z } from "zod";
import { textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { eachOf, unknown, violation } from "../facts/demand.ts";
import { items, look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";
import { engine, schedule, template } from "./kinds.ts";

const configuration = z.strictObject({
  percent: z.number().min(1).max(100).default(50).describe("share of a workload's pods that an engine may hit"),
  seconds: z.int().min(1).default(1_800).describe("the longest that an engine's fault may last"),
});

export const chaosBlastRadius = defineRule({
  name: "chaos-blast-radius",
  group: "chaos",
  title: "Targets of faults are inside the blast radius",
  why: "An experiment is a question to a system that still answers; one that hits everything, or somebody else's things, is an outage.",
  incident:
    "The failed deployment's report lists cascading pod failures among its high risks, with 9 of 37 pods down in the one namespace that everything was in.",
  levels: everywhere("mandatory"),
  configuration,
  judge: (facts, settings) => [
    ...facts.ofType(template).flatMap((resource) => ofTemplate(resource, facts.estate.environment)),
    ...facts.ofType(engine).flatMap((resource) => ofEngine(resource, "spec", settings)),
    ...facts.ofType(schedule).flatMap((resource) => ofEngine(resource, "spec.engineTemplateSpec", settings)),
  ],
});

/** Of AWS's fault injection: targets by the environment's tag, pods by the environment's cluster, and an alarm that ends it. */
function ofTemplate(resource: Resource, environment: string): readonly Finding[] {
  const [targets, stops] = [items(resource.inputs, "targets"), items(resource.inputs, "stopConditions")];
  if (targets.unknown || stops.unknown) return [unknown(resource, targets.unknown ? "targets" : "stopConditions")];
  const alarmed = stops.items.some(({ value }) => textAt(value, "source") === "aws:cloudwatch:alarm");
  return [
    ...(alarmed ? [] : [violation(resource, "stopConditions", "no alarm ends it", "the region's alarm as its stop condition")]),
    ...targets.items.flatMap(({ path, value }): readonly Finding[] => {
      const tags = items(resource.inputs, `${path}.resourceTags`);
      if (tags.unknown) return [unknown(resource, `${path}.resourceTags`)];
      const tag = tags.items.find((row) => textAt(row.value, "key") === "environment");
      if (tag !== undefined && look(resource.inputs, `${tag.path}.value`).kind === "unknown") return [unknown(resource, `${tag.path}.value`)];
      const own = tag !== undefined && textAt(tag.value, "value") === environment;
      // Pods have no tags: parameters name their cluster, by its name or its ARN. An ARN of anything else does not say whose it is.
      const cluster = look(resource.inputs, `${path}.parameters.clusterIdentifier`);
      const pods = textAt(value, "resourceType") === "aws:eks:pod";
      if (pods && cluster.kind === "unknown") return [unknown(resource, `${path}.parameters.clusterIdentifier`)];
      const inside = pods && cluster.kind === "value" && String(cluster.value).split("/").at(-1)?.startsWith(`${environment}-`) === true;
      return own || inside
        ? []
        : [
            violation(
              resource,
              path,
              `hits ${textAt(value, "resourceType") ?? "resources"} of other environments, too`,
              pods ? `a cluster of ${environment}` : `the tag environment: ${environment}`,
            ),
          ];
    }),
  ];
}

function ofEngine(resource: Resource, root: string, { percent, seconds }: z.output<typeof configuration>): readonly Finding[] {
  const label = look(resource.inputs, `${root}.appinfo.applabel`);
  const selected = label.kind === "unknown" ? [unknown(resource, `${root}.appinfo.applabel`)] : [];
  const unselected =
    label.kind === "absent" || (label.kind === "value" && label.value === "")
      ? [violation(resource, `${root}.appinfo.applabel`, "hits every pod of its namespace", "the label of one workload")]
      : [];
  return [
    ...selected,
    ...unselected,
    ...eachOf(resource, `${root}.experiments`, ({ path }) =>
      eachOf(resource, `${path}.spec.components.env`, (row) => {
        const seen = look(resource.inputs, `${row.path}.value`);
        if (look(resource.inputs, `${row.path}.name`).kind === "unknown") return [unknown(resource, `${row.path}.name`)];
        const limit = { PODS_AFFECTED_PERC: percent, TOTAL_CHAOS_DURATION: seconds }[textAt(row.value, "name") ?? ""];
        if (limit === undefined || seen.kind === "absent") return [];
        if (seen.kind === "unknown") return [unknown(resource, `${row.path}.value`)];
        return Number(seen.value) <= limit
          ? []
          : [
              violation(
                resource,
                `${row.path}.value`,
                `${textAt(row.value, "name")} is ${String(seen.value)}, more than ${limit}`,
                `${limit} or less`,
              ),
            ];
      }),
    ),
  ];
}
