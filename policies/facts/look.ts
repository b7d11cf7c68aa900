// Looking at an input: it has a value, it is not there, or nobody knows before the update. What is unknown is never taken for absent.
import { isRecord } from "../../estate/inputs.ts";
import { unknownValue, type Resource } from "../../estate/resource.ts";

export type Look = { readonly kind: "value"; readonly value: unknown } | { readonly kind: "absent" } | { readonly kind: "unknown" };

/** `path` such as "spec.replicas" or "rules[0].name"; a key that has dots stands in quotes: `data["a.json"]`. */
export function look(value: unknown, path: string): Look {
  let found = value;
  for (const key of keysOf(path)) {
    if (found === unknownValue) return { kind: "unknown" };
    found = typeof found === "object" && found !== null ? Reflect.get(found, key) : undefined;
  }
  if (found === unknownValue) return { kind: "unknown" };
  return found === undefined || found === null ? { kind: "absent" } : { kind: "value", value: found };
}

export const keysOf = (path: string): readonly string[] =>
  [...path.matchAll(/\["([^"]+)"\]|([^.[\]]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");

/** Items of a list, or entries that somebody else will know: then `unknown`. */
export interface Items {
  readonly items: readonly { readonly path: string; readonly value: unknown }[];
  readonly unknown: boolean;
}

export function items(value: unknown, path: string): Items {
  const seen = look(value, path);
  if (seen.kind === "unknown") return { items: [], unknown: true };
  const list = seen.kind === "value" && Array.isArray(seen.value) ? seen.value : [];
  return { items: list.map((item: unknown, index) => ({ path: `${path}[${index}]`, value: item })), unknown: false };
}

/** The text at a place, null for anything else. */
export function text(resource: Resource, path: string): string | null {
  const seen = look(resource.inputs, path);
  return seen.kind === "value" && typeof seen.value === "string" ? seen.value : null;
}

/** Every text of a value with its place, what is unknown and secret too. */
export function* texts(value: unknown, path = ""): Generator<{ readonly path: string; readonly text: string }> {
  if (typeof value === "string") yield { path, text: value };
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* texts(item, `${path}[${index}]`);
  else if (isRecord(value))
    for (const [key, item] of Object.entries(value)) {
      const step = /^[\w-]+$/.test(key) ? (path === "" ? key : `.${key}`) : `["${key}"]`;
      yield* texts(item, `${path}${step}`);
    }
}
