// Every container says what it needs and what it may take; one that does not is given the project's defaults.
import { z } from "zod";
import { isRecord } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { isGiven, judged } from "../facts/demand.ts";
import { look } from "../facts/look.ts";
import { containersOf } from "../facts/pods.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

const amounts = z.strictObject({ cpu: z.string(), memory: z.string() });
const configuration = z.strictObject({
  requests: amounts.prefault({ cpu: "100m", memory: "256Mi" }).describe("what a container that says nothing is given"),
  limits: amounts.prefault({ cpu: "500m", memory: "512Mi" }).describe("what it may take"),
});

const places = ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"] as const;
const containers = /^(initC|c)ontainers$/;

export const containerResources = defineRule({
  name: "container-resources",
  group: "workload",
  title: "Requests and limits on every container",
  why: "The scheduler places by requests and the node kills by limits; a pod without them is placed anywhere and takes what its neighbours need.",
  incident: "In the failed deployment 9 of 37 pods had failed, most for want of resources, while 6 % of the CPU and 10 % of the memory were in use.",
  levels: everywhere("remediated"),
  configuration,
  judge: (facts) =>
    containersOf(facts).flatMap(({ resource, name, path, kind }): readonly Finding[] => {
      const root = kind === "chart" ? path : `${path}.resources`;
      return places.flatMap((place) =>
        judged(
          resource,
          `${root}.${place}`,
          look(resource.inputs, `${root}.${place}`),
          isGiven,
          `container ${name} has no ${place.replace(".", " of ")}`,
          "requests 100m and 256Mi, limits 500m and 512Mi, or what it was seen to need",
        ),
      );
    }),
  remediate: (resource, defaults) =>
    resource.type.startsWith("kubernetes:") && !resource.type.includes("helm") ? repaired(resource, defaults) : null,
});

/** Null where every container has all four. */
function repaired(resource: Resource, { requests, limits }: z.output<typeof configuration>): Readonly<Record<string, unknown>> | null {
  let changed = false;
  const visit = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => (containers.test(key) && isRecord(item) ? given(item) : visit(item, "")));
    return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, visit(item, name)])) : value;
  };
  const given = (container: Readonly<Record<string, unknown>>): unknown => {
    const own = container["resources"];
    if (own !== undefined && !isRecord(own)) return container;
    const merged = { ...own, requests: filled(own?.["requests"], requests), limits: filled(own?.["limits"], limits) };
    return { ...container, resources: merged };
  };
  const filled = (own: unknown, defaults: z.output<typeof amounts>): unknown => {
    if (own !== undefined && !isRecord(own)) return own;
    if (own?.["cpu"] === undefined || own["memory"] === undefined) changed = true;
    return { ...defaults, ...own };
  };
  const templates = ["kubernetes:apps/", "kubernetes:batch/", "kubernetes:core/v1:Pod"];
  if (!templates.some((beginning) => resource.type.startsWith(beginning))) return null;
  const inputs = visit(resource.inputs, "");
  return changed && isRecord(inputs) ? inputs : null;
}
