// How a provider of the twin answers, from the table of facts alone: what a change replaces, and what only the cloud knows. Pure.
import { createHash } from "node:crypto";
import { unknownValue } from "../../../estate/resource.ts";
import type { TypeFacts } from "../../../estate/types/facts.ts";
import type { Shape } from "./sdk-schema.ts";

export type Values = Readonly<Record<string, unknown>>;

/** Marks a value as secret on the wire. Source: sdk/nodejs/runtime/rpc.ts. */
const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } as const;

export interface Difference {
  /** Top-level inputs that changed. */
  readonly changed: readonly string[];
  /** Those whose change makes another resource. */
  readonly replaces: readonly string[];
}

export function difference(facts: Pick<TypeFacts, "replaces">, before: Values, after: Values, ignored: readonly string[] = []): Difference {
  const own = (values: Values): Map<string, string> =>
    new Map(leaves(values).filter(([path]) => !path.startsWith("__") && !ignored.some((one) => under(path, one))));
  const [old, now] = [own(before), own(after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path));
  const top = (path: string): string => /^[^.[]+/.exec(path)?.[0] ?? path;
  return {
    changed: [...new Set(paths.map(top))],
    replaces: [...new Set(paths.filter((path) => facts.replaces.some((one) => under(path, one) || under(one, path))).map(top))],
  };
}

/** What the cloud adds to the inputs, by the table of facts and the provider's schema. Unknown in a preview of something that does not exist yet. */
export function outputsOf(
  facts: TypeFacts,
  schema: Readonly<Record<string, Shape>>,
  inputs: Values,
  urn: string,
  unknownYet: boolean,
): Record<string, unknown> {
  const outputs: Record<string, unknown> = structuredClone(inputs);
  for (const [name, shape] of Object.entries(schema))
    if (outputs[name] === undefined) outputs[name] = unknownYet ? unknownValue : shaped(shape, urn, name);
  for (const path of facts.computed) if (at(outputs, path) === undefined) set(outputs, path, unknownYet ? unknownValue : madeUp(urn, path));
  for (const path of facts.secret ?? []) {
    const value = at(outputs, path);
    if (value !== undefined && value !== unknownValue) set(outputs, path, { ...secretMark, value });
  }
  return outputs;
}

function shaped(shape: Shape, urn: string, path: string): unknown {
  if (shape === "text") return madeUp(urn, path);
  if (shape === "number") return 1;
  if (shape === "flag") return true;
  if (isList(shape)) return [shaped(shape[0], urn, `${path}[0]`)];
  return Object.fromEntries(Object.entries(shape).map(([name, inner]) => [name, shaped(inner, urn, `${path}.${name}`)]));
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

/** The same for the same resource, always. */
const madeUp = (urn: string, path: string): string => `twin-${createHash("sha256").update(`${urn} ${path}`).digest("hex").slice(0, 16)}`;

/** Every value that is no container, with its place; list indexes are left out of places, so that a rule for "rules.port" finds each of them. */
function leaves(value: unknown, path = ""): [string, string][] {
  if (Array.isArray(value))
    return value.length === 0
      ? [[path, "[]"]]
      : merged(value.flatMap((item, index) => leaves(item, path).map(([place, text]): [string, string] => [place, `${index}:${text}`])));
  if (typeof value !== "object" || value === null) return [[path, JSON.stringify(value) ?? "undefined"]];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, path === "" ? key : `${path}.${key}`));
}

function merged(pairs: readonly (readonly [string, string])[]): [string, string][] {
  return [...Map.groupBy(pairs, ([path]) => path)].map(([path, same]) => [path, same.map(([, text]) => text).join(",")]);
}

const under = (path: string, place: string): boolean => path === place || path.startsWith(`${place}.`);

/** "identities[0].oidcs[0].issuer" as keys. */
const keysOf = (path: string): readonly (string | number)[] =>
  [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name = "", index]) => (index === undefined ? name : Number(index)));

function at(values: Values, path: string): unknown {
  let value: unknown = values;
  for (const key of keysOf(path)) value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  return value;
}

function set(values: object, path: string, value: unknown): void {
  const keys = keysOf(path);
  let place = values;
  for (const [index, key] of keys.slice(0, -1).entries()) {
    const found: unknown = Reflect.get(place, key);
    const next: object = typeof found === "object" && found !== null ? found : typeof keys[index + 1] === "number" ? [] : {};
    Reflect.set(place, key, next);
    place = next;
  }
  Reflect.set(place, keys.at(-1) ?? "", value);
}
