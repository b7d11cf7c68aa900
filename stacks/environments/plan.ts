// From an environment's name and its settings to the plan that the components build, or to everything that is wrong with them at once.
import type { EnvironmentPlan, RegionPlan, Size } from "../../components/environment.ts";
import { settingsSchema, type Settings } from "../../components/settings.ts";
import { closest } from "../../model/closest.ts";
import { problemsOf } from "../../model/parse.ts";
import { fullSizePhases, phaseNames, type PhaseName } from "../../model/phases.ts";
import { tiers, type EnvironmentName } from "../../model/tiers.ts";
import { UserError, type Problem } from "../../model/user-error.ts";
import { cut, overlap, type AddressRange } from "./addresses.ts";
import { environments } from "./environments.ts";
import { mcpReplicas } from "./topology.ts";

/** Addresses of a region: a /16 each. */
const regionBits = 16;

/** `settings` as read from the file, unchecked. Throws UserError with every problem, each with its path and what to do. */
export function planEnvironment(name: EnvironmentName, settings: unknown, further: readonly Problem[] = []): EnvironmentPlan {
  const parsed = settingsSchema.safeParse(settings);
  const problems = [...(parsed.success ? [] : problemsOf(parsed.error, settings)), ...environmentProblems(name, settings), ...further];
  const title = `the settings of ${name} (stacks/settings/Pulumi.${name}.yaml)`;
  if (problems.length > 0) throw new UserError(`${title} have ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:`, problems);
  if (!parsed.success) throw new Error("settings that do not parse have no problem", { cause: parsed.error });
  const phases = parsed.data.phases ?? tiers[name].phases;
  return {
    name,
    cloud: environments[name].cloud,
    tier: parsed.data.decommission && tiers[name].data === "protected" ? { ...tiers[name], data: "snapshot" } : tiers[name],
    phases,
    size: largest(phases),
    regions: planRegions(name, parsed.data),
    settings: parsed.data,
  };
}

function planRegions(name: EnvironmentName, { regions: wanted, addressSpace }: Settings): readonly RegionPlan[] {
  const rows = environments[name].regions;
  const chosen = rows.filter((row) => wanted === undefined || wanted.includes(row.name));
  const experts = (row: (typeof rows)[number]): number => Object.values(row.experts).reduce((sum, count) => sum + count, 0);
  const all = chosen.reduce((sum, row) => sum + experts(row), 0);
  return chosen.map((row) => ({
    ...row,
    // By its place in the whole table: a region that comes or goes moves no other one's addresses.
    addressSpace: cut(addressSpace, regionBits, rows.indexOf(row)),
    mcp: mcpReplicas[row.role],
    share: experts(row) / all,
  }));
}

/** What the most demanding of some phases needs, column by column: a row may be larger than another one in one column and smaller in the next. */
export function largest(phases: readonly PhaseName[]): Size {
  const rows = phases.map((phase) => fullSizePhases[phase]);
  const most = (column: "instances" | "cores" | "memoryGB" | "networkGbps" | "storageTB"): number => Math.max(0, ...rows.map((row) => row[column]));
  return {
    phase: phaseNames.findLast((phase) => phases.includes(phase)) ?? "idle",
    instances: most("instances"),
    cores: most("cores"),
    memoryGB: most("memoryGB"),
    networkGbps: most("networkGbps"),
    storageTB: most("storageTB"),
  };
}

/** What no schema sees: regions, phases and addresses against the environment's own table. Each part is judged where it can be read, whatever the others are. */
function environmentProblems(name: EnvironmentName, settings: unknown): Problem[] {
  const { regions, phases, addressSpace, forbiddenNetworks } = settingsSchema.partial().catch({}).parse(readable(settings));
  const rows = environments[name].regions;
  const problems: Problem[] = [];
  const { cloud } = environments[name];
  if (cloud !== "kubernetes" && (typeof settings !== "object" || settings === null || !(cloud in settings)))
    problems.push({ path: cloud, message: "is missing", remedy: `say which account or project of ${cloud} it is (see stacks/settings)` });
  for (const [index, region] of (regions ?? []).entries()) {
    if (rows.some((row) => row.name === region)) continue;
    const like = closest(
      region,
      rows.map((row) => row.name),
    );
    problems.push({
      path: `regions[${index}]`,
      message: `${region} is no region of ${name}`,
      remedy: `${like === undefined ? "" : `did you mean ${like}? `}use some of ${rows.map((row) => row.name).join(", ")}`,
    });
  }
  const primary = rows[0]?.name;
  if (regions !== undefined && primary !== undefined && !regions.includes(primary))
    problems.push({ path: "regions", message: `the primary, ${primary}, is missing`, remedy: "name it: the others follow it" });
  for (const [index, phase] of (phases ?? []).entries()) {
    if (tiers[name].phases.some((allowed) => allowed === phase)) continue;
    problems.push({
      path: `phases[${index}]`,
      message: `${phase} is not allowed in the tier ${name}`,
      remedy: `its phases are ${tiers[name].phases.join(", ")}; choose a larger environment`,
    });
  }
  if (addressSpace !== undefined) problems.push(...addressProblems(addressSpace, forbiddenNetworks ?? [], rows.length));
  return problems;
}

function addressProblems(addressSpace: AddressRange, forbidden: readonly AddressRange[], regions: number): Problem[] {
  const needed = regionBits - Math.ceil(Math.log2(regions));
  if (Number(addressSpace.split("/")[1]) > needed)
    return [
      {
        path: "addressSpace",
        message: `${addressSpace} is too small for ${regions} regions of a /${regionBits} each`,
        remedy: `give a /${needed} or larger`,
      },
    ];
  return forbidden
    .filter((network) => overlap(network, addressSpace))
    .map((network) => ({
      path: "addressSpace",
      message: `${addressSpace} overlaps ${network}, which is forbidden`,
      remedy: "choose another range",
    }));
}

/** The top-level keys that parse by themselves. */
function readable(settings: unknown): Record<string, unknown> {
  if (typeof settings !== "object" || settings === null) return {};
  return Object.fromEntries(
    Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
      const value: unknown = Reflect.get(settings, key);
      return value !== undefined && schema.safeParse(value).success ? [[key, value]] : [];
    }),
  );
}
