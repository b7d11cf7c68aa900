// What pods take from ConfigMaps and Secrets: volumes, projected volumes, environment, pull secrets; of charts, what their readers know.
import { isRecord, textAt } from "../../estate/inputs.ts";
import { unknownValue, type Resource } from "../../estate/resource.ts";
import { chartOf } from "../charts/table.ts";
import type { Facts } from "../facts/facts.ts";
import { items, look, type Items } from "../facts/look.ts";
import { containersOf, podsOf } from "../facts/pods.ts";

export interface Mount {
  readonly resource: Resource;
  readonly kind: "ConfigMap" | "Secret";
  /** `unknownValue` where it is known later. */
  readonly name: string;
  readonly keys: readonly string[];
  readonly path: string;
  readonly optional: boolean;
}

export function mountsOf(facts: Facts): readonly Mount[] {
  const ofPods = podsOf(facts).flatMap(({ resource, path }) => [
    ...volumes(resource, `${path}.volumes`),
    ...eachMount(resource, `${path}.imagePullSecrets`, (item) => named(resource, item.path, "Secret", "name", [])),
  ]);
  const ofContainers = containersOf(facts)
    .filter(({ kind }) => kind !== "chart")
    .flatMap(({ resource, path }) => [...environment(resource, `${path}.env`), ...sources(resource, `${path}.envFrom`)]);
  const ofCharts = facts.ofType("kubernetes:helm.sh/v3:Release").flatMap((resource) => {
    const reader = chartOf(resource);
    return [
      ...(reader?.mounts ?? []).flatMap(({ kind, name, key }) => {
        const known = key === undefined ? null : textAt(resource.inputs, `values.${key}`);
        return single(resource, kind, `values.${name}`, known === null ? [] : [known], false);
      }),
      ...(reader?.lists ?? []).flatMap(({ kind, path }) => {
        const place = `values.${path}`;
        if (kind === "env") return environment(resource, place);
        if (kind === "volumes") return volumes(resource, place);
        return eachMount(resource, place, (item) => named(resource, item.path, "Secret", "secretName", []));
      }),
    ];
  });
  return [...ofPods, ...ofContainers, ...ofCharts];
}

const volumes = (resource: Resource, path: string): readonly Mount[] =>
  eachMount(resource, path, ({ path: place }) => [
    ...ofVolume(resource, place, "secretName"),
    ...eachMount(resource, `${place}.projected.sources`, (source) => ofVolume(resource, source.path, "name")),
  ]);

function ofVolume(resource: Resource, path: string, secretName: string): readonly Mount[] {
  const keysAt = (place: string): readonly string[] =>
    items(resource.inputs, `${path}.${place}.items`).items.flatMap(({ value }) => textAt(value, "key") ?? []);
  return [
    ...named(resource, `${path}.configMap`, "ConfigMap", "name", keysAt("configMap")),
    ...named(resource, `${path}.secret`, "Secret", secretName, keysAt("secret")),
  ];
}

const environment = (resource: Resource, path: string): readonly Mount[] =>
  eachMount(resource, path, ({ path: place }) => [
    ...keyed(resource, `${place}.valueFrom.configMapKeyRef`, "ConfigMap"),
    ...keyed(resource, `${place}.valueFrom.secretKeyRef`, "Secret"),
  ]);

const sources = (resource: Resource, path: string): readonly Mount[] =>
  eachMount(resource, path, ({ path: place }) => [
    ...named(resource, `${place}.configMapRef`, "ConfigMap", "name", []),
    ...named(resource, `${place}.secretRef`, "Secret", "name", []),
  ]);

const keyed = (resource: Resource, path: string, kind: Mount["kind"]): readonly Mount[] => {
  const key = textAt(resource.inputs, `${path}.key`);
  return named(resource, path, kind, "name", key === null ? [] : [key]);
};

/** A list that nobody knows yet may hold any mount; so may an item of one. */
function eachMount(resource: Resource, path: string, mounts: (item: Items["items"][number]) => readonly Mount[]): readonly Mount[] {
  const found = items(resource.inputs, path);
  if (found.unknown) return [knownLater(resource, path)];
  return found.items.flatMap((item) => (item.value === unknownValue ? [knownLater(resource, item.path)] : mounts(item)));
}

const knownLater = (resource: Resource, path: string): Mount => ({
  resource,
  kind: "ConfigMap",
  name: unknownValue,
  keys: [],
  path,
  optional: false,
});

function named(resource: Resource, path: string, kind: Mount["kind"], key: string, keys: readonly string[]): readonly Mount[] {
  const seen = look(resource.inputs, path);
  if (seen.kind === "unknown") return [knownLater(resource, path)];
  return seen.kind === "value" && isRecord(seen.value) ? single(resource, kind, `${path}.${key}`, keys, seen.value["optional"] === true) : [];
}

function single(resource: Resource, kind: Mount["kind"], path: string, keys: readonly string[], optional: boolean): readonly Mount[] {
  const seen = look(resource.inputs, path);
  if (seen.kind === "absent") return [];
  return [{ resource, kind, name: seen.kind === "unknown" ? unknownValue : String(seen.value), keys, path, optional }];
}
