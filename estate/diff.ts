// What a change of the program changes in the estate: what comes, what goes, what is altered in place and what must be made anew.
import { differences } from "./paths.ts";
import type { Estate, Resource } from "./resource.ts";
import { factsOf } from "./types/table.ts";

export interface Alteration {
  readonly urn: string;
  readonly type: string;
  readonly region: string | null;
  /** Inputs that differ. */
  readonly paths: readonly string[];
  /** Those of them that make another resource in this one's place. */
  readonly replacedBy: readonly string[];
  /** Whether data goes with the resource; null where nobody has written it down. */
  readonly holdsData: boolean | null;
}

export interface EstateDiff {
  readonly created: readonly Resource[];
  readonly deleted: readonly Resource[];
  readonly altered: readonly Alteration[];
  /** Types of what is altered that have no row of facts: of them nobody knows what a change does. */
  readonly unknownTypes: readonly string[];
}

/** Components are left out: they are nothing in a cloud. What is unknown in both counts as equal. */
export function diffOf(before: Estate, after: Estate): EstateDiff {
  const [old, young] = [byUrn(before), byUrn(after)];
  const altered = [...young.values()].flatMap((resource): readonly Alteration[] => {
    const was = old.get(resource.urn);
    if (was === undefined) return [];
    const paths = differences(was.inputs, resource.inputs).map(({ path }) => path);
    return paths.length === 0 ? [] : [alteration(resource, paths)];
  });
  return {
    created: [...young.values()].filter(({ urn }) => !old.has(urn)),
    deleted: [...old.values()].filter(({ urn }) => !young.has(urn)),
    altered,
    unknownTypes: [...new Set(altered.filter(({ type }) => factsOf(type) === null).map(({ type }) => type))].toSorted(),
  };
}

function alteration({ urn, type, region }: Resource, paths: readonly string[]): Alteration {
  const facts = factsOf(type);
  return {
    urn,
    type,
    region,
    paths,
    replacedBy: paths.filter((path) => facts?.replaces.some((input) => touches(path, input)) ?? false),
    holdsData: facts === null ? null : facts.holdsData === true,
  };
}

/** "encryptionConfig[0].provider.keyArn" touches "encryptionConfig.provider", and what holds it whole touches it as well. */
function touches(path: string, input: string): boolean {
  const plain = path.replaceAll(/\[\d+\]/g, "");
  return plain === input || plain.startsWith(`${input}.`) || input.startsWith(`${plain}.`);
}

const byUrn = ({ resources }: Estate): ReadonlyMap<string, Resource> =>
  new Map(resources.filter(({ component }) => !component).map((resource) => [resource.urn, resource]));
