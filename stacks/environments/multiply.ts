// More regions than there are, for measuring: the environment's rows again under names that no cloud has.
import type { EnvironmentPlan, RegionPlan } from "../../components/environment.ts";
import { cut } from "./addresses.ts";

/** One letter a copy: "us-east-1" becomes "us-easty-1", which does not contain the name that it comes from. */
const letters = ["", "y", "z"];

/** `times`: 1 to 3; 1 leaves everything as it is. A copy is never primary. */
export function multiplyRegions(plan: EnvironmentPlan, times: number): EnvironmentPlan {
  if (times === 1) return plan;
  if (!Number.isInteger(times) || times < 1 || times > letters.length)
    throw new RangeError(`regions are there once to ${letters.length} times, not ${times}`);
  return {
    ...plan,
    regions: letters
      .slice(0, times)
      .flatMap((letter, copy) => plan.regions.map((row, index) => copied(plan, row, letter, copy * plan.regions.length + index, times))),
  };
}

function copied({ settings }: EnvironmentPlan, row: RegionPlan, letter: string, index: number, times: number): RegionPlan {
  const share = row.share / times;
  if (letter === "") return { ...row, share };
  const name = renamed(row.name, letter);
  return {
    ...row,
    name,
    role: row.role === "primary" ? "secondary" : row.role,
    zones: row.zones.map((zone) => zone.replace(row.name, name)),
    addressSpace: cut(settings.addressSpace, 16, index),
    share,
  };
}

const renamed = (name: string, letter: string): string => name.replace(/(-?\d+)$/, `${letter}$1`);
