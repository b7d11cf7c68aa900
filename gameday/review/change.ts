// What a change of the program does to one environment: a change of every resource, the worst first.
import { diffOf, type Alteration } from "../../estate/diff.ts";
import { differences, type Difference } from "../../estate/paths.ts";
import { unknownValue, type Estate, type Resource } from "../../estate/resource.ts";
import { factsOf } from "../../estate/types/table.ts";

/** Worst first: this is the order of the review. */
export const actions = ["replaced", "may-replace", "removed", "changed", "added"] as const;
export type Action = (typeof actions)[number];

export interface Change {
  readonly action: Action;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly region: string | null;
  /** Inputs that differ, those that replace first; and options that guard the resource ("protect"). */
  readonly inputs: readonly Difference[];
  /** True: data that somebody may want back goes with it; null where nobody has written down whether. */
  readonly losesData: boolean | null;
  /** Why it may be replaced; empty for every other action. */
  readonly why: string;
  /** `pulumi up` refuses to take it away as long as it is protected. */
  readonly refused: boolean;
}

export function changesOf(before: Estate, after: Estate): readonly Change[] {
  const { created, deleted, altered } = diffOf(before, after);
  const [old, young] = [byUrn(before), byUrn(after)];
  const alterations = new Map(altered.map((alteration) => [alteration.urn, alteration]));
  const followers = followersOf(young, old, altered);
  const kept = [...young.values()].flatMap((resource): readonly Change[] => {
    const was = old.get(resource.urn);
    return was === undefined ? [] : keptChange(was, resource, alterations.get(resource.urn), followers.get(resource.urn));
  });
  return [...kept, ...deleted.map(removal), ...created.map((resource) => plain("added", resource))].toSorted(
    (a, b) => severity(a) - severity(b) || compare(a.urn, b.urn),
  );
}

/** Data-destroying ones before all others, whatever their action. */
export const severity = ({ action, losesData }: Pick<Change, "action" | "losesData">): number =>
  (takesAway(action) && losesData === true ? 0 : actions.length) + actions.indexOf(action);

const takesAway = (action: Action): boolean => action === "replaced" || action === "removed" || action === "may-replace";

function keptChange(was: Resource, resource: Resource, alteration: Alteration | undefined, follows: string | undefined): readonly Change[] {
  const guards = (["protect", "retainOnDelete"] as const).flatMap((option) =>
    was[option] === resource[option] ? [] : [{ path: `(option) ${option}`, one: was[option], other: resource[option] }],
  );
  const replacing = new Set(alteration?.replacedBy.filter((path) => !ignored(path, resource.ignoreChanges ?? [])));
  const passedOver = resource.ignoreChanges ?? [];
  const differing = differences(was.inputs, resource.inputs).filter(({ path }) => !ignored(path, passedOver));
  if (differing.length === 0 && follows === undefined && guards.length === 0) return [];
  const inputs = [...differing.filter(({ path }) => replacing.has(path)), ...differing.filter(({ path }) => !replacing.has(path)), ...guards];
  const unknown = differing.length > 0 && factsOf(resource.type) === null;
  // A value that is not known before it is made may turn out to be the one that was there.
  const sure = differing.some(({ path, one, other }) => replacing.has(path) && one !== unknownValue && other !== unknownValue);
  const why = unknown
    ? "no rule says what a change of this type does"
    : replacing.size > 0
      ? "the new value is known after creation"
      : (follows ?? "");
  const action = sure ? "replaced" : why === "" ? "changed" : "may-replace";
  return [
    {
      ...plain(action, resource),
      inputs,
      losesData: action === "changed" ? false : holdsData(was),
      why: action === "may-replace" ? why : "",
      // What protects is what the state says: the old program's word.
      refused: action !== "changed" && was.protect,
    },
  ];
}

const removal = (resource: Resource): Change => ({ ...plain("removed", resource), losesData: holdsData(resource), refused: resource.protect });

const plain = (action: Action, { urn, type, name, region }: Resource): Change => ({
  action,
  urn,
  type,
  name,
  region,
  inputs: [],
  losesData: false,
  why: "",
  refused: false,
});

function holdsData({ type, retainOnDelete }: Resource): boolean | null {
  const facts = factsOf(type);
  return retainOnDelete ? false : facts === null ? null : facts.holdsData === true;
}

/** What is made from something that is replaced, by an input that replaces and is known only afterwards. URN → why. */
function followersOf(
  now: ReadonlyMap<string, Resource>,
  old: ReadonlyMap<string, Resource>,
  altered: readonly Alteration[],
): ReadonlyMap<string, string> {
  const moved = new Map(
    altered.filter(({ urn, replacedBy }) => replacedBy.some((path) => !ignored(path, now.get(urn)?.ignoreChanges ?? []))).map(({ urn }) => [urn, ""]),
  );
  const kept = [...now.values()].filter(({ urn }) => old.has(urn));
  for (let grew = true; grew;) {
    grew = false;
    for (const resource of kept) {
      if (moved.has(resource.urn)) continue;
      const why = replacingUnknowns(resource).flatMap((path) => {
        const source = sourcesOf(resource, path).find((urn) => moved.has(urn));
        return source === undefined ? [] : [`${path} comes from ${lastPart(source)}, which is or may be replaced`];
      })[0];
      if (why === undefined) continue;
      moved.set(resource.urn, why);
      grew = true;
    }
  }
  return new Map([...moved].filter(([, why]) => why !== ""));
}

function replacingUnknowns({ type, unknown, ignoreChanges = [] }: Resource): readonly string[] {
  const replaces = factsOf(type)?.replaces ?? [];
  return unknown.filter((path) => !ignored(path, ignoreChanges) && replaces.some((input) => ignored(path, [input])));
}

/** Where nobody recorded what an input comes from, it may come from all that the resource waits for. */
const sourcesOf = ({ sources, dependencies }: Resource, path: string): readonly string[] =>
  sources === undefined ? dependencies : (sources[path.split(/[.[]/)[0] ?? ""] ?? []);

/** "rotation.nextRotationTime" covers itself and all below it. */
const ignored = (path: string, inputs: readonly string[]): boolean =>
  inputs.some((input) => path === input || path.startsWith(`${input}.`) || path.startsWith(`${input}[`));

const lastPart = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byUrn = ({ resources }: Estate): ReadonlyMap<string, Resource> =>
  new Map(resources.filter(({ component }) => !component).map((resource) => [resource.urn, resource]));
