// From an estate to CloudFormation templates, one a region: not to be deployed, but to be judged by AWS's own models of its resources.
import { isRecord } from "../inputs.ts";
import type { Estate, Resource } from "../resource.ts";
import { unknownValue } from "../resource.ts";
import type { Properties, Row } from "./row.ts";
import { translationTable } from "./table.ts";

export interface Template {
  readonly AWSTemplateFormatVersion: "2010-09-09";
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Properties }>>;
}

export interface Translation {
  /** By region; what is global goes with the primary region. */
  readonly templates: ReadonlyMap<string, Template>;
  /** Resources whose type is named as not covered, with why. */
  readonly notCovered: readonly { readonly name: string; readonly type: string; readonly why: string }[];
  /** Types that the table does not know, each once. */
  readonly missing: readonly string[];
}

export const parameters = { Secret: { Type: "String", NoEcho: true } };

/** Stands for what is decided only later: a value from elsewhere, under a name of its own, so that no two are taken for the same. */
export const fromElsewhere = (name: string): { readonly "Fn::ImportValue": string } => ({ "Fn::ImportValue": name });

export function translate(estate: Estate): Translation {
  const own = estate.resources.filter(({ component, type }) => !component && type.startsWith("aws:"));
  const [primary = ""] = estate.regions;
  const rows = own.flatMap((resource) => {
    const row = translationTable[resource.type];
    return row === undefined || "notCovered" in row ? [] : [{ resource, row, region: resource.region ?? primary }];
  });
  const templates = new Map(
    [...Map.groupBy(rows, ({ region }) => region)].map(([region, members]) => [
      region,
      {
        AWSTemplateFormatVersion: "2010-09-09" as const,
        Parameters: parameters,
        Resources: Object.fromEntries(members.flatMap(({ resource, row }) => resourcesOf(resource, row))),
      },
    ]),
  );
  return {
    templates,
    notCovered: own.flatMap(({ name, type }) => {
      const row = translationTable[type];
      return row !== undefined && "notCovered" in row ? [{ name, type, why: row.notCovered }] : [];
    }),
    missing: [...new Set(own.flatMap(({ type }) => (translationTable[type] === undefined ? [type] : [])))],
  };
}

/** Letters and digits alone, and the type behind the name: Pulumi lets two types share one. */
const logicalName = (name: string, type: string): string =>
  `${name} ${type.split(":").at(-1) ?? ""}`.replaceAll(/[^A-Za-z0-9]+(.)/g, (_, next: string) => next.toUpperCase());

function resourcesOf(resource: Resource, row: Row): [string, { readonly Type: string; readonly Properties: Properties }][] {
  const name = logicalName(resource.name, resource.type);
  const { reshape = (same: Properties) => same, also = () => [] } = row;
  const properties = propertiesOf(resource, row, name);
  return [
    [name, { Type: row.type, Properties: reshape(properties) }],
    ...also(properties).map((more, index): [string, { readonly Type: string; readonly Properties: Properties }] => [
      `${name}Also${index}`,
      { Type: more.type, Properties: more.properties },
    ]),
  ];
}

function propertiesOf({ inputs }: Pick<Resource, "inputs">, row: Row, id: string): Properties {
  const { names = {}, leftOut = {}, documents = [], maps = [], single = [], tags } = row;

  let unknowns = 0;
  const value = (given: unknown, path: string): unknown => {
    if (given === unknownValue || given === "[asset]") return fromElsewhere(`${id}:${path}:${(unknowns += 1)}`);
    if (given === "[secret]") return { Ref: "Secret" };
    if (documents.includes(path) && typeof given === "string") return parsed(given);
    if (Array.isArray(given)) return single.includes(path) ? value(given[0], path) : given.map((item) => value(item, path));
    if (!isRecord(given)) return given;
    if (maps.includes(path)) return Object.fromEntries(Object.entries(given).map(([key, item]) => [key, value(item, `${path}.*`)]));
    return Object.fromEntries(entries(given, `${path}.`));
  };
  const entries = (given: Record<string, unknown>, prefix: string): [string, unknown][] =>
    Object.entries(given).flatMap(([key, item]): [string, unknown][] => {
      const path = `${prefix}${key}`;
      if (item === undefined || item === null || path === "region" || leftOut[path] !== undefined) return [];
      if (key === "tags") return tags === "none" ? [] : [[names[path] ?? "Tags", tagsOf(item, tags)]];
      return [[names[path] ?? names[`*.${key}`] ?? pascalCase(key), value(item, path)]];
    });
  return Object.fromEntries(entries(inputs, ""));
}

export const pascalCase = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function tagsOf(given: unknown, form: Row["tags"]): unknown {
  if (!isRecord(given)) return [];
  const known = Object.entries(given).map(([key, item]) => [key, item === unknownValue ? fromElsewhere(key) : item] as const);
  return form === "map" ? Object.fromEntries(known) : known.map(([Key, Value]) => ({ Key, Value }));
}

/** A document that is no JSON is left as it is, for the models to refuse. */
function parsed(text: string): unknown {
  try {
    const document: unknown = JSON.parse(text);
    return document;
  } catch {
    return text;
  }
}
