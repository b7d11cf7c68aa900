// What a pod mounts or reads its environment from is in the stack, with the keys that it asks for.
import { z } from "zod";
import { isRecord } from "../../estate/inputs.ts";
import { unknownValue, type Resource } from "../../estate/resource.ts";
import { unknown, violation } from "../facts/demand.ts";
import type { Facts } from "../facts/facts.ts";
import { look, text } from "../facts/look.ts";
import { namespaceOf } from "../facts/pods.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";
import { mountsOf, type Mount } from "./mounts.ts";

export const mountedObjects = defineRule({
  name: "mounted-objects",
  group: "workload",
  title: "Every mounted ConfigMap and Secret exists in the stack",
  why: "A pod whose volume has no source waits for ever; it is never restarted, so no crash tells of it.",
  incident: "The failed deployment's Alertmanager never started: its volume named alertmanager-mlops-config, which did not exist.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({
    madeByOthers: z
      .array(z.string())
      .default(["Secret/logs-es-http-certs-public"])
      .describe("objects that a controller makes: kind/name. The default is what ECK makes of an Elasticsearch called logs"),
  }),
  judge: (facts, { madeByOthers }) => {
    const there = objectsOf(facts);
    return mountsOf(facts).flatMap((mount): readonly Finding[] => {
      const { resource, kind, name, path, optional } = mount;
      if (name === unknownValue) return [unknown(resource, path)];
      if (optional || madeByOthers.includes(`${kind}/${name}`)) return [];
      const found = there.get(keyOf(facts.clusterOf(resource), kind, namespaceOf(resource), name));
      if (found !== undefined) return missingKeys(mount, found);
      const unsure = there.get(keyOf(facts.clusterOf(resource), kind, namespaceOf(resource), unknownValue));
      if (unsure !== undefined) return [unknown(unsure, "metadata.name")];
      const told = `mounts the ${kind} ${name}, which is nowhere in the namespace ${namespaceOf(resource)}`;
      return [violation(resource, path, told, `make it in the stack, or name it among the rule's madeByOthers`)];
    });
  },
});

function objectsOf(facts: Facts): ReadonlyMap<string, Resource> {
  const kinds = ["ConfigMap", "Secret"] as const;
  return new Map(
    kinds.flatMap((kind) =>
      facts.ofType(`kubernetes:core/v1:${kind}`).map((resource) => {
        const name = look(resource.inputs, "metadata.name");
        const known = name.kind === "unknown" ? unknownValue : (text(resource, "metadata.name") ?? resource.name);
        return [keyOf(facts.clusterOf(resource), kind, namespaceOf(resource), known), resource] as const;
      }),
    ),
  );
}

const keyOf = (...parts: readonly string[]): string => parts.join("|");

function missingKeys({ resource, kind, name, keys, path }: Mount, object: Resource): readonly Finding[] {
  const places = ["data", "stringData", "binaryData"].map((place) => look(object.inputs, place));
  if (places.some((place) => place.kind === "unknown")) return keys.length === 0 ? [] : [unknown(object, "data")];
  const there = new Set(places.flatMap((place) => (place.kind === "value" && isRecord(place.value) ? Object.keys(place.value) : [])));
  // A secret that was hidden as a whole shows no keys.
  if (places.some((place) => place.kind === "value" && place.value === "[secret]")) return [];
  return keys
    .filter((key) => !there.has(key))
    .map((key) =>
      violation(resource, path, `asks for the key ${key} of the ${kind} ${name}, which has ${[...there].join(", ") || "none"}`, "give it that key"),
    );
}
