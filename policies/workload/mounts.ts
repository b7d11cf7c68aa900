// What pods take from ConfigMaps and Secrets: volumes, projected volumes, environment, pull secrets; of charts, what their readers know.
import { at, isRecord, listAt, textAt } from "../../estate/inputs.ts";
import { unknownValue, type Resource } from "../../estate/resource.ts";
import { chartOf } from "../charts/table.ts";
import type { Facts } from "../facts/facts.ts";
import { items, look } from "../facts/look.ts";
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
    ...items(resource.inputs, `${path}.imagePullSecrets`).items.flatMap((item) => named(resource, item.path, item.value, "Secret", "name", [])),
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
        return items(resource.inputs, place).items.flatMap((item) => named(resource, item.path, item.value, "Secret", "secretName", []));
      }),
    ];
  });
  return [...ofPods, ...ofContainers, ...ofCharts];
}

function volumes(resource: Resource, path: string): readonly Mount[] {
  return items(resource.inputs, path).items.flatMap(({ path: place, value }) => [
    ...ofVolume(resource, place, value, "secretName"),
    ...items(resource.inputs, `${place}.projected.sources`).items.flatMap((source) => ofVolume(resource, source.path, source.value, "name")),
  ]);
}

function ofVolume(resource: Resource, path: string, value: unknown, secretName: string): readonly Mount[] {
  const keysAt = (place: string): readonly string[] => listAt(value, `${place}.items`).flatMap((item) => textAt(item, "key") ?? []);
  return [
    ...named(resource, `${path}.configMap`, at(value, "configMap"), "ConfigMap", "name", keysAt("configMap")),
    ...named(resource, `${path}.secret`, at(value, "secret"), "Secret", secretName, keysAt("secret")),
  ];
}

function environment(resource: Resource, path: string): readonly Mount[] {
  return items(resource.inputs, path).items.flatMap(({ path: place, value }) => [
    ...keyed(resource, `${place}.valueFrom.configMapKeyRef`, at(value, "valueFrom.configMapKeyRef"), "ConfigMap"),
    ...keyed(resource, `${place}.valueFrom.secretKeyRef`, at(value, "valueFrom.secretKeyRef"), "Secret"),
  ]);
}

const sources = (resource: Resource, path: string): readonly Mount[] =>
  items(resource.inputs, path).items.flatMap(({ path: place, value }) => [
    ...named(resource, `${place}.configMapRef`, at(value, "configMapRef"), "ConfigMap", "name", []),
    ...named(resource, `${place}.secretRef`, at(value, "secretRef"), "Secret", "name", []),
  ]);

const keyed = (resource: Resource, path: string, value: unknown, kind: Mount["kind"]): readonly Mount[] => {
  const key = textAt(value, "key");
  return named(resource, path, value, kind, "name", key === null ? [] : [key]);
};

function named(resource: Resource, path: string, value: unknown, kind: Mount["kind"], key: string, keys: readonly string[]): readonly Mount[] {
  return isRecord(value) ? single(resource, kind, `${path}.${key}`, keys, value["optional"] === true) : [];
}

function single(resource: Resource, kind: Mount["kind"], path: string, keys: readonly string[], optional: boolean): readonly Mount[] {
  const seen = look(resource.inputs, path);
  if (seen.kind === "absent") return [];
  return [{ resource, kind, name: seen.kind === "unknown" ? unknownValue : String(seen.value), keys, path, optional }];
}
