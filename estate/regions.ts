// Whether an estate's regions are equal up to their names: the same resources with the same inputs, save what a region is told by.
import { listAt, textAt } from "./inputs.ts";
import { differences } from "./paths.ts";
import type { Estate, Resource } from "./resource.ts";

export interface RegionDifference {
  readonly region: string;
  /** The resource's type and its name without the region's. */
  readonly type: string;
  readonly name: string;
  /** What the first region has and this one does not ("missing"), the other way round ("extra"), or an input. */
  readonly kind: "missing" | "extra" | "input";
  readonly path: string;
  readonly first: unknown;
  readonly here: unknown;
}

/** Every region beside the first. Names of regions and zones, and the first two numbers of their addresses, are what may differ. */
export function regionDifferences(estate: Estate): readonly RegionDifference[] {
  const [first, ...others] = estate.regions;
  if (first === undefined) return [];
  const reference = anonymous(estate, first);
  return others.flatMap((region) => compare(region, reference, anonymous(estate, region)));
}

function compare(region: string, first: ReadonlyMap<string, Anonymous>, here: ReadonlyMap<string, Anonymous>): readonly RegionDifference[] {
  return [...new Set([...first.keys(), ...here.keys()])].toSorted().flatMap((key): readonly RegionDifference[] => {
    const [one, other] = [first.get(key), here.get(key)];
    const { type, name } = one ?? other ?? { type: "", name: "" };
    const place = { region, type, name };
    if (one === undefined || other === undefined)
      return [{ ...place, kind: one === undefined ? "extra" : "missing", path: "", first: one?.name, here: other?.name }];
    return differences(one.inputs, other.inputs).map(({ path, one: a, other: b }) => ({ ...place, kind: "input", path, first: a, here: b }));
  });
}

interface Anonymous {
  readonly type: string;
  readonly name: string;
  readonly inputs: unknown;
}

/** A region's resources with the region's marks taken off, by type and name. */
function anonymous(estate: Estate, region: string): ReadonlyMap<string, Anonymous> {
  const own = estate.resources.filter((resource) => resource.region === region && !resource.component);
  const strip = stripper(region, own);
  return new Map(own.map(({ type, name, inputs }) => [`${type} ${strip(name)}`, { type, name: strip(name), inputs: deep(inputs, strip) }]));
}

function stripper(region: string, own: readonly Resource[]): (text: string) => string {
  const networks = new Set(
    own
      .flatMap(({ inputs }) => [
        textAt(inputs, "cidrBlock"),
        textAt(inputs, "ipCidrRange"),
        ...listAt(inputs, "secondaryIpRanges").map((range) => textAt(range, "ipCidrRange")),
      ])
      .flatMap((range) => {
        const [a, b] = (range ?? "").split(".");
        return b === undefined ? [] : [`${a}.${b}.`];
      }),
  );
  return (text) =>
    [...networks].reduce(
      (stripped, network) => stripped.replaceAll(network, "<network>."),
      text.replaceAll(zoneOf(region), "<zone>").replaceAll(region, "<region>"),
    );
}

/** "us-east-1b", "europe-west1-c": a zone's letter is its own. */
const zoneOf = (region: string): RegExp => new RegExp(String.raw`\b${region}-?[a-f]\b`, "g");

function deep(value: unknown, strip: (text: string) => string): unknown {
  if (typeof value === "string") return strip(value);
  if (Array.isArray(value)) return value.map((item) => deep(item, strip));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [strip(key), deep(item, strip)]));
}
