// Faults in a cluster reach only namespaces that say so by a label.
import { z } from "zod";
import { at, textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { eachOf, unknown, violation } from "../facts/demand.ts";
import type { Facts } from "../facts/facts.ts";
import { look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";
import { engine, schedule } from "./kinds.ts";

const namespaceType = "kubernetes:core/v1:Namespace";
const bindings = ["kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"];

export const chaosNamespaces = defineRule({
  name: "chaos-namespaces",
  group: "chaos",
  title: "Faults only in namespaces that are labelled for them",
  why: "The label is the consent of whoever owns the namespace; rights that reach further would make every namespace a target.",
  incident:
    "The failed deployment had its site, its agents and its monitoring in one namespace, aia-system: a fault there would take its own witness with it.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({
    label: z.string().min(1).default("gameday/chaos").describe("label that a namespace must have, with the value allowed"),
    home: z.string().min(1).default("litmus").describe("namespace of the engines themselves"),
    account: z.string().min(1).default("gameday-faults").describe("service account that faults run as"),
  }),
  judge: (facts, { label, home, account }) => [
    ...[
      { type: engine, path: "spec.appinfo.appns" },
      { type: schedule, path: "spec.engineTemplateSpec.appinfo.appns" },
    ].flatMap(({ type, path }) => facts.ofType(type).flatMap((resource) => ofTarget(facts, resource, path, label))),
    ...facts.ofType(...bindings).flatMap((binding) =>
      eachOf(binding, "subjects", ({ path }) => {
        const subject = look(binding.inputs, `${path}.name`);
        if (subject.kind === "unknown") return [unknown(binding, `${path}.name`)];
        if (subject.kind === "absent" || subject.value !== account) return [];
        if (binding.type.includes("ClusterRoleBinding"))
          return [violation(binding, "", "faults have rights on the whole cluster", "a Role in each namespace that may be hit")];
        return textAt(binding.inputs, "metadata.namespace") === home ? [] : ofTarget(facts, binding, "metadata.namespace", label);
      }),
    ),
  ],
});

function ofTarget(facts: Facts, resource: Resource, path: string, label: string): readonly Finding[] {
  const seen = look(resource.inputs, path);
  if (seen.kind === "unknown") return [unknown(resource, path)];
  const name = seen.kind === "value" ? String(seen.value) : "";
  const namespace = facts
    .ofType(namespaceType)
    .find((one) => facts.clusterOf(one) === facts.clusterOf(resource) && at(one.inputs, "metadata.name") === name);
  if (namespace === undefined)
    return [violation(resource, path, `reaches the namespace ${name}, which is not of this stack`, "a namespace of the stack, with the label")];
  const allowed = look(namespace.inputs, `metadata.labels["${label}"]`);
  if (allowed.kind === "unknown") return [unknown(namespace, "metadata.labels")];
  return allowed.kind === "value" && allowed.value === "allowed"
    ? []
    : [
        violation(
          resource,
          path,
          `reaches the namespace ${name}, which has no label ${label}: allowed`,
          `${label}: allowed on the namespace, by whoever owns it`,
        ),
      ];
}
