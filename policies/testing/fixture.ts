// A rule's fixture: an environment that keeps it, and changes of one field each that break it or leave it unknown.
import { testEstate, testResource } from "../../estate/testing/estate.ts";
import { unknownValue, type Estate, type Resource } from "../../estate/resource.ts";
import type { EnvironmentName } from "../../model/tiers.ts";
import { keysOf } from "../facts/look.ts";

export interface Change {
  /** Name of the resource. */
  readonly of: string;
  /** Place in its inputs; "@protect" and "@region" are the resource's own. */
  readonly path: string;
  /** undefined: taken away. */
  readonly to: unknown;
  /** A part of what the rule says then. */
  readonly says: string;
}

export interface Fixture {
  readonly rule: string;
  /** @default ultimate */
  readonly tier?: EnvironmentName;
  readonly now?: string;
  readonly config?: unknown;
  readonly regions?: readonly string[];
  readonly resources: readonly Resource[];
  readonly broken: readonly [Change, ...Change[]];
  /** Places that a preview may not know; nothing only for a rule of what is always known. */
  readonly unknown: readonly (readonly [of: string, path: string])[];
}

export const estateOf = ({ tier = "ultimate", regions = ["us-east-1"], resources }: Fixture): Estate =>
  testEstate(resources, { environment: tier, regions: [...regions] });

export const changed = (estate: Estate, of: string, path: string, to: unknown): Estate => {
  if (!estate.resources.some(({ name }) => name === of)) throw new Error(`the fixture has no ${of}`);
  return { ...estate, resources: estate.resources.map((resource) => (resource.name === of ? changedResource(resource, path, to) : resource)) };
};

export const unknownAt = (estate: Estate, of: string, path: string): Estate => changed(estate, of, path, unknownValue);

function changedResource(resource: Resource, path: string, to: unknown): Resource {
  if (path.startsWith("@")) return { ...resource, [path.slice(1)]: to };
  const inputs = structuredClone(resource.inputs);
  const keys = keysOf(path);
  let place: unknown = inputs;
  for (const key of keys.slice(0, -1)) {
    if (typeof place !== "object" || place === null) throw new Error(`the fixture's ${resource.name} has nothing at ${path}`);
    place = Reflect.get(place, key);
  }
  if (typeof place !== "object" || place === null) throw new Error(`the fixture's ${resource.name} has nothing at ${path}`);
  const last = keys.at(-1) ?? "";
  if (to === undefined) Reflect.deleteProperty(place, last);
  else Reflect.set(place, last, to);
  return { ...resource, inputs };
}

/** A resource that depends on others of the fixture, by their URNs. */
export const thing = (type: string, name: string, inputs: Record<string, unknown>, more: Partial<Resource> = {}): Resource =>
  testResource(type, name, { inputs, region: "us-east-1", ...more });

export const urns = (...resources: readonly Resource[]): string[] => resources.map(({ urn }) => urn);
