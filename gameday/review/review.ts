// A review: two states of the program, seen by one analyser, and what lies between them. Pure: the same two give the same review.
import { previewOf, type Preview } from "../../estate/preview.ts";
import { topologyOf, type Topology } from "../../estate/picture/topology.ts";
import { differences } from "../../estate/paths.ts";
import { estateVersion, type Estate } from "../../estate/resource.ts";
import { isEnvironmentName } from "../../model/tiers.ts";
import { changesOf, compare, type Change } from "./change.ts";
import { touchedGameDays, type GameDays, type TouchedGameDay } from "./game-days.ts";
import { tableChanges, type CellChange } from "./matrix.ts";
import { policyOf, type PolicyReview } from "./policy.ts";
import { costOf, type CostReview } from "./cost.ts";

/** An environment as one side's program makes it, or why it does not. */
export type Recorded = { readonly estate: Estate } | { readonly problem: string };

/** One state of the project. */
export interface Side {
  /** Of the commit, and what is not committed: "1a2b3c4d5e6f", "1a2b3c4d5e6f with changes". */
  readonly commit: string;
  readonly environments: ReadonlyMap<string, Recorded>;
  /** Of the commit, "2026-11-28": by it waivers and certificates have ended or not. */
  readonly day: string;
  /** Null where its plans could not be read. */
  readonly gameDays: GameDays | null;
  /** The resiliency matrix as it is written; null where there is none. */
  readonly matrix: string | null;
}

/** The base as a whole may be out of reach: no such commit, packages that cannot be had. */
export type Base = Side | { readonly problem: string };

interface Judged {
  readonly preview: Preview;
  readonly topology: Topology;
}

export interface EnvironmentReview {
  readonly name: string;
  readonly regions: readonly string[];
  readonly isNew: boolean;
  readonly isGone: boolean;
  /** Why this side could not be recorded; null where it was, and where there is nothing to record. */
  readonly baseProblem: string | null;
  readonly headProblem: string | null;
  readonly base: Judged | null;
  readonly head: Judged | null;
  /** Of a new environment everything is added, of one that is gone everything removed; nothing where a side could not be recorded. */
  readonly changes: readonly Change[];
  readonly cost: CostReview;
  readonly policy: PolicyReview;
  /** Paths of published outputs that differ. */
  readonly outputs: readonly string[];
}

export interface Review {
  readonly base: string;
  /** Null: there is a base. */
  readonly noBase: string | null;
  readonly head: string;
  readonly day: string;
  readonly environments: readonly EnvironmentReview[];
  /** Null: the head's plans cannot be read. */
  readonly gameDays: readonly TouchedGameDay[] | null;
  readonly matrix: readonly CellChange[];
}

/** `files`: paths that differ between the two, in the repository. */
export function reviewOf(base: Base, head: Side, files: readonly string[]): Review {
  // The head's own day: the same two commits give the same review at any time.
  const now = new Date(head.day);
  const side = "problem" in base ? null : base;
  const before = side?.environments ?? new Map<string, Recorded>();
  const environments = environmentsOf(before, head.environments, side === null, now);
  return {
    base: side?.commit ?? "",
    noBase: "problem" in base ? base.problem : null,
    head: head.commit,
    day: head.day,
    environments,
    gameDays: head.gameDays === null ? null : touchedGameDays(side?.gameDays ?? null, head.gameDays, files, environments),
    matrix: side === null ? [] : tableChanges(side.matrix, head.matrix),
  };
}
function environmentsOf(
  before: ReadonlyMap<string, Recorded>,
  after: ReadonlyMap<string, Recorded>,
  noBase: boolean,
  now: Date,
): readonly EnvironmentReview[] {
  return [...new Set([...after.keys(), ...before.keys()])].map((name) => environmentOf(name, before.get(name), after.get(name), { noBase, now }));
}

function environmentOf(
  name: string,
  before: Recorded | undefined,
  after: Recorded | undefined,
  { noBase, now }: { readonly noBase: boolean; readonly now: Date },
): EnvironmentReview {
  const [old, young] = [estateOf(before), estateOf(after)];
  const [base, head] = [judged(old), judged(young)];
  return {
    name,
    regions: [...new Set([...(young?.regions ?? []), ...(old?.regions ?? [])])],
    isNew: before === undefined && !noBase,
    isGone: after === undefined,
    baseProblem: problemOf(before),
    headProblem: problemOf(after),
    base,
    head,
    changes: comparable(before, noBase) && comparable(after, false) ? changesOf(old ?? nothing(name), young ?? nothing(name)) : [],
    cost: costOf(base?.preview ?? null, head?.preview ?? null),
    policy: policyOf(old, young, now),
    outputs:
      old === null || young === null
        ? []
        : differences(old.outputs, young.outputs)
            .map(({ path }) => path)
            .toSorted(compare),
  };
}

const estateOf = (recorded: Recorded | undefined): Estate | null => (recorded !== undefined && "estate" in recorded ? recorded.estate : null);
const problemOf = (recorded: Recorded | undefined): string | null => (recorded !== undefined && "problem" in recorded ? recorded.problem : null);
const comparable = (recorded: Recorded | undefined, unknown: boolean): boolean => (recorded === undefined ? !unknown : "estate" in recorded);
const nothing = (environment: string): Estate => ({ schema: estateVersion, environment, regions: [], resources: [], outputs: {} });

/** Of an environment that the head's tiers do not know nobody can say what it costs. */
const judged = (estate: Estate | null): Judged | null =>
  estate === null || !isEnvironmentName(estate.environment) ? null : { preview: previewOf(estate), topology: topologyOf(estate) };
