// How CloudFormation arranges properties otherwise than Pulumi: under one more property, as a list of pairs, as attributes by name.
import type { Properties } from "./row.ts";

/** Everything under one property, as CloudFormation has some types: the properties named in `beside` stay outside. */
export const under =
  (property: string, beside: readonly string[] = []) =>
  (properties: Properties): Properties => {
    const [outside, inside] = [true, false].map((wanted) =>
      Object.fromEntries(Object.entries(properties).filter(([key]) => beside.includes(key) === wanted)),
    );
    return { ...outside, [property]: inside };
  };

/** A list of names and values as an object. */
export const asObject =
  (property: string) =>
  ({ [property]: list, ...rest }: Properties): Properties => ({
    ...rest,
    [property]: Object.fromEntries((Array.isArray(list) ? list : []).map((item: unknown) => [String(field(item, "Name")), field(item, "Value")])),
  });

/** An object as a list of names and values. */
export const asList =
  (property: string) =>
  ({ [property]: object, ...rest }: Properties): Properties =>
    typeof object === "object" && object !== null ? { ...rest, [property]: Object.entries(object).map(([Name, Value]) => ({ Name, Value })) } : rest;

export const field = (item: unknown, name: string): unknown => (typeof item === "object" && item !== null ? Reflect.get(item, name) : undefined);

/** Some properties as a list of keys and values under one, such as the attributes of a load balancer. `keys`: by property, the attribute's key. */
export const asAttributes =
  (property: string, keys: Readonly<Record<string, string>>) =>
  (properties: Properties): Properties => {
    const [own, attributes] = [false, true].map((wanted) => Object.entries(properties).filter(([name]) => (keys[name] !== undefined) === wanted));
    return {
      ...Object.fromEntries(own ?? []),
      [property]: (attributes ?? []).map(([name, value]) => ({ Key: keys[name], Value: String(value) })),
    };
  };

/** A property as the only member of a list; nothing where there is none. */
export const inList = (value: unknown): readonly unknown[] => (value === undefined ? [] : [value]);

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : inList(value));

export const isProperties = (value: unknown): value is Properties => typeof value === "object" && value !== null && !Array.isArray(value);
