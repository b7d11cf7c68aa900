// A cluster has few ways in from outside: each is an address, a bill and a door.
import { z } from "zod";
import type { Resource } from "../../estate/resource.ts";
import { unknown, violation } from "../facts/demand.ts";
import { look, text } from "../facts/look.ts";
import { chartOf } from "../charts/table.ts";
import type { Facts } from "../facts/facts.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

/** Annotations that keep a Service's or a Gateway's load balancer inside. */
const inside: readonly (readonly [string, string])[] = [
  ["service.beta.kubernetes.io/aws-load-balancer-internal", "true"],
  ["service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"],
  ["networking.gke.io/load-balancer-type", "Internal"],
  ["cloud.google.com/load-balancer-type", "Internal"],
];

export const publicLoadBalancers = defineRule({
  name: "public-load-balancers",
  group: "workload",
  title: "Fewer than five public load balancers a cluster",
  why: "Each takes an address from a small quota, costs money by the hour and is one more door to guard; one edge in front serves all.",
  incident: "The failed deployment had 23 load balancers: 4 had an address, 19 waited for one.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({ most: z.int().min(0).default(4).describe("public load balancers a cluster may have") }),
  judge: (facts, { most }) =>
    [...Map.groupBy(balancers(facts), ({ resource }) => facts.clusterOf(resource))].flatMap(([cluster, found]): readonly Finding[] => {
      const open = found.filter(({ state }) => state === "public");
      const unsure = found.filter(({ state }) => state === "unknown");
      const where = cluster === "" ? "the cluster" : `the cluster of ${cluster}`;
      if (open.length > most) {
        const [first] = open;
        const names = open.map(({ resource }) => text(resource, "metadata.name") ?? resource.name);
        const told = `${where} has ${open.length} public load balancers, more than ${most}: ${names.slice(0, 8).join(", ")}${names.length > 8 ? ", …" : ""}`;
        return [violation(first?.resource ?? null, "spec.type", told, "ClusterIP services behind one edge")];
      }
      return open.length + unsure.length > most ? unsure.map(({ resource, path }) => unknown(resource, path)) : [];
    }),
});

interface Balancer {
  readonly resource: Resource;
  readonly path: string;
  readonly state: "public" | "unknown" | "inside";
}

function balancers(facts: Facts): readonly Balancer[] {
  return [
    ...facts.ofType("kubernetes:core/v1:Service").map((resource) => ofService(resource, "spec.type", "metadata.annotations")),
    ...facts.ofType("kubernetes:gateway.networking.k8s.io/v1:Gateway").map((resource): Balancer => {
      const place = "spec.infrastructure.annotations";
      return { resource, path: place, state: internal(resource, place) };
    }),
    ...facts.ofType("kubernetes:networking.k8s.io/v1:Ingress").map((resource): Balancer => ({ resource, path: "spec", state: "public" })),
    ...facts
      .ofType("kubernetes:helm.sh/v3:Release")
      .flatMap((resource) => (chartOf(resource)?.services ?? []).map((path) => ofService(resource, `values.${path}`, ""))),
    ...facts.ofType("aws:lb/loadBalancer:LoadBalancer").map((resource): Balancer => {
      const seen = look(resource.inputs, "internal");
      return {
        resource,
        path: "internal",
        state: seen.kind === "unknown" ? "unknown" : seen.kind === "value" && seen.value === true ? "inside" : "public",
      };
    }),
  ].filter(({ state }) => state !== "inside");
}

function ofService(resource: Resource, path: string, annotations: string): Balancer {
  const type = look(resource.inputs, path);
  if (type.kind === "unknown") return { resource, path, state: "unknown" };
  return { resource, path, state: type.kind === "value" && type.value === "LoadBalancer" ? internal(resource, annotations) : "inside" };
}

function internal(resource: Resource, annotations: string): Balancer["state"] {
  if (annotations === "") return "public";
  const seen = inside.map(([key, value]) => {
    const found = look(resource.inputs, `${annotations}["${key}"]`);
    return found.kind === "value" ? found.value === value : found.kind;
  });
  return seen.includes(true) ? "inside" : seen.includes("unknown") ? "unknown" : "public";
}
