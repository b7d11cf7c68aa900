// Twins of others' kinds that take no field which their makers did not list: makers let unknown fields pass, and a misspelt one with them.
import { z } from "zod";
import type { KubernetesObject } from "./client.ts";
import type { Definition } from "./kinds.ts";

/** Twins are served beside the kinds as they are, in a group of their own. */
const twinOf = (group: string): string => `strict.${group}`;

const objectSchema = z.record(z.string(), z.unknown());
const passing = "x-kubernetes-preserve-unknown-fields";

/** Open stays only what has no list of fields at all. Descriptions go: a server stores no definition of megabytes. */
export function strictTwin(definition: Definition): Definition {
  const { spec, metadata } = definition;
  const versions = spec.versions.map((version) => z.looseObject({ name: z.string() }).parse(tightened(version)));
  return {
    ...definition,
    metadata: { name: metadata.name.replace(spec.group, twinOf(spec.group)) },
    spec: { ...spec, group: twinOf(spec.group), versions },
  };
}

/** The same document as one of the twin's kind. */
export const asTwin = <T extends KubernetesObject>(document: T): T => ({ ...document, apiVersion: twinOf(document.apiVersion) });

/** The fields that a strict server does not know, by what it said of the document: ".spec.experiments[].name". */
export const unknownFields = (message: string): readonly string[] =>
  [...message.matchAll(/(\.\S+): field not declared in schema/g)].map(([, path = ""]) => path.replaceAll(/\[[^\]]*\]/g, "[]"));

function tightened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tightened);
  const object = objectSchema.safeParse(value);
  if (!object.success) return value;
  const lists = objectSchema.safeParse(object.data["properties"]).success;
  return Object.fromEntries(
    Object.entries(object.data)
      .filter(([key, item]) => !(key === "description" && typeof item === "string") && !(key === passing && lists))
      .map(([key, item]) => [key, tightened(item)]),
  );
}
