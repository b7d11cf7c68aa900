// The regions are the same thing in several places: what differs is listed, with the reason.
import { z } from "zod";
import { regionDifferences, type RegionDifference } from "../../estate/regions.ts";
import { unknownValue } from "../../estate/resource.ts";
import { unknown, violation } from "../facts/demand.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";
import { regionExceptions, sharedExceptions } from "./region-exceptions.ts";

export const regionsEqual = defineRule({
  name: "regions-equal",
  group: "cost",
  title: "Three regions, equal up to their names",
  why: "A region that differs is found out when it takes over. A test in one of them says nothing about the others unless they are the same.",
  incident:
    "The failed deployment's one region had services called direct, immediate, fixed and production of the same frontend; a second region was only prepared.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({
    regions: z.int().min(1).default(3).describe("regions that an environment has, at the least; fewer by the settings are told, not refused"),
  }),
  judge: (facts, { regions }) => {
    const { estate } = facts;
    const exceptions = [...regionExceptions, ...(facts.clusters.includes("") && facts.clusters.length === 1 ? sharedExceptions : [])];
    const few =
      estate.regions.length < regions
        ? [violation(null, "regions", `stands in ${estate.regions.length} regions, fewer than ${regions}`, "the table's regions")]
        : [];
    return [
      ...few,
      ...regionDifferences(estate)
        .filter(({ kind, first, here }) => kind !== "input" || typeof first !== "string" || drawn(first) !== drawn(here))
        .filter((difference) => !exceptions.some((row) => allows(row, difference)))
        .map((difference): Finding => {
          const { region, type, name, kind, path, first, here } = difference;
          const resource =
            estate.resources.find((one) => one.type === type && one.region === region && one.name === name.replaceAll("<region>", region)) ?? null;
          if (kind === "input" && [first, here].includes(unknownValue)) return unknown(resource, path);
          const what = kind === "input" ? `${shown(here)} in ${region}, ${shown(first)} in ${estate.regions[0]}` : `${name} is ${kind} in ${region}`;
          return violation(resource, path, what, "the same for every region, or a row in policies/cost/region-exceptions.ts with its reason");
        }),
    ];
  },
});

const allows = (row: (typeof regionExceptions)[number], { type, kind, path, name }: RegionDifference): boolean =>
  row.type.test(type) &&
  (row.name?.test(name) ?? true) &&
  (row.path === null ? kind !== "input" || row.name !== undefined : kind === "input" && row.path.test(path));

/** Names that a provider draws end in seven or eight hexadecimal digits of its own. */
const drawn = (value: unknown): unknown => (typeof value === "string" ? value.replace(/-[0-9a-f]{7,8}$/, "") : value);

const shown = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 60);
