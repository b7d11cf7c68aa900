// The same change in several environments and regions is told once: names and values are compared with the environment's and the region's taken out.
import { compare, severity, type Change } from "../change.ts";
import type { EnvironmentReview } from "../review.ts";

export interface ChangeGroup {
  /** A change with "{environment}" and "{region}" where it names them. */
  readonly change: Change;
  /** Where it is: environment → regions, null for what is global, each as often as it is there. */
  readonly places: ReadonlyMap<string, readonly (string | null)[]>;
  readonly count: number;
}

export function groupChanges(environments: readonly EnvironmentReview[]): readonly ChangeGroup[] {
  const found = environments.flatMap((environment) => {
    const plain = anonymiser(environment);
    return environment.changes.map((change) => ({ environment: environment.name, region: change.region, change: anonymous(change, plain) }));
  });
  return [...Map.groupBy(found, ({ change }) => keyOf(change))]
    .flatMap(([, members]) => {
      const [first] = members;
      if (first === undefined) return [];
      const byEnvironment = Map.groupBy(members, ({ environment }) => environment);
      const places = new Map([...byEnvironment].map(([name, here]) => [name, here.map(({ region }) => region)]));
      return [{ change: first.change, places, count: members.length }];
    })
    .toSorted((a, b) => severity(a.change) - severity(b.change) || compare(keyOf(a.change), keyOf(b.change)));
}

const keyOf = ({ action, type, name, inputs, why, losesData, refused }: Change): string =>
  JSON.stringify([action, type, name, inputs, why, losesData, refused]);

function anonymiser({ name, regions }: EnvironmentReview): (words: string) => string {
  const words = [name, ...regions].map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  // A zone carries its region's name and a letter: that stays to be seen.
  const pattern = new RegExp(String.raw`(?<![a-z0-9])(${words.join("|")})(?![0-9])`, "g");
  return (given) => {
    // The first is the environment; after it, "chaos" may be a part's own name.
    let named = false;
    return given.replaceAll(pattern, (word) => {
      if (word !== name) return "{region}";
      const told = named ? word : "{environment}";
      named = true;
      return told;
    });
  };
}

/** `urn` is the first's: the group's own is none. */
function anonymous(change: Change, plain: (words: string) => string): Change {
  return {
    ...change,
    name: plain(change.name),
    why: plain(change.why),
    inputs: change.inputs.map(({ path, one, other }) => ({ path: plain(path), one: deep(one, plain), other: deep(other, plain) })),
  };
}

function deep(value: unknown, plain: (words: string) => string): unknown {
  if (typeof value === "string") return plain(value);
  if (Array.isArray(value)) return value.map((item) => deep(item, plain));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]): [string, unknown] => [plain(key), deep(item, plain)])
      .toSorted(([a], [b]) => compare(a, b)),
  );
}
