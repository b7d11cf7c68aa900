// What a rule is: a pure function over an estate's facts, with why it is there and how much it says in each tier.
import type { z } from "zod";
import type { Resource } from "../estate/resource.ts";
import { environmentNames, type EnvironmentName } from "../model/tiers.ts";
import type { Facts } from "./facts/facts.ts";

/** "remediated": the rule changes the inputs to its defaults; what it cannot change is refused, as with "mandatory". */
export type Level = "advisory" | "mandatory" | "remediated";

export type Levels = Readonly<Record<EnvironmentName, Level>>;

export const groups = ["workload", "network", "data", "identity", "cost", "chaos"] as const;
export type Group = (typeof groups)[number];

export interface Finding {
  /** Null where nothing that is there is wrong: something is missing in the environment. */
  readonly resource: Resource | null;
  /** Place in its inputs; "" for the whole. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
  /** "unknown": the value is known only at the update. "not-visible": nobody can look into it from here; a violation until it is waived. */
  readonly state: "violation" | "unknown" | "not-visible";
}

export interface Rule {
  /** Such as "container-resources"; waivers and configuration name it. */
  readonly name: string;
  readonly group: Group;
  readonly title: string;
  readonly why: string;
  /** What happened, or happens, without it. */
  readonly incident: string;
  readonly levels: Levels;
  readonly configuration: z.ZodObject;
  /** Throws ZodError for a configuration that is not the rule's. */
  readonly judge: (facts: Facts, configuration: unknown) => readonly Finding[];
  /** Inputs as they should be; null where nothing is to be changed. */
  readonly remediate: ((resource: Resource, configuration: unknown) => Readonly<Record<string, unknown>> | null) | null;
}

interface Definition<S extends z.ZodObject> extends Omit<Rule, "configuration" | "judge" | "remediate"> {
  readonly configuration: S;
  readonly judge: (facts: Facts, configuration: z.output<S>) => readonly Finding[];
  readonly remediate?: (resource: Resource, configuration: z.output<S>) => Readonly<Record<string, unknown>> | null;
}

/** A configuration that is left out is the schema's defaults. */
export function defineRule<S extends z.ZodObject>({ judge, remediate, ...rest }: Definition<S>): Rule {
  const settled = (configuration: unknown): z.output<S> => rest.configuration.parse(configuration ?? {});
  return {
    ...rest,
    judge: (facts, configuration) => judge(facts, settled(configuration)),
    remediate: remediate === undefined ? null : (resource, configuration) => remediate(resource, settled(configuration)),
  };
}

/** The same level in each tier, save where another is given. */
export const everywhere = (level: Level, others: Partial<Levels> = {}): Levels => ({
  base: level,
  stress: level,
  chaos: level,
  ultimate: level,
  google: level,
  kubernetes: level,
  ...others,
});

/** Tiers that have a rule's level, for the docs: in the order of the tiers. */
export const tiersOf = (levels: Levels, level: Level): readonly EnvironmentName[] => environmentNames.filter((name) => levels[name] === level);
