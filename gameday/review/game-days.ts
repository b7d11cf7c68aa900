// Which game days a change touches: by what their plans say, by the files that take part in them, and by the environments that they run on.
import { differences } from "../../estate/paths.ts";
import { faultSchema } from "../../model/fault/fault.ts";
import { planSchema, type Plan } from "../../model/plan.ts";
import { compare } from "./change.ts";

/** Plans and calendar as one side's program has them, unread. */
export interface GameDays {
  readonly plans: Readonly<Record<string, unknown>>;
  readonly schedules: readonly { readonly name: string; readonly plan: string; readonly stack: string; readonly cron: string }[];
}

interface ChangedEnvironment {
  readonly name: string;
  readonly changes: readonly unknown[];
}

export interface TouchedGameDay {
  readonly plan: string;
  /** Where it is to be run again. */
  readonly stacks: readonly string[];
  /** Names of the calendar's entries that run it. */
  readonly schedules: readonly string[];
  /** A sentence each. */
  readonly reasons: readonly string[];
}

/** `base` null: there is none. `files`: paths that differ. */
export function touchedGameDays(
  base: GameDays | null,
  head: GameDays,
  files: readonly string[],
  environments: readonly ChangedEnvironment[],
): readonly TouchedGameDay[] {
  return Object.entries(head.plans)
    .toSorted(([a], [b]) => compare(a, b))
    .flatMap(([name, value]): readonly TouchedGameDay[] => {
      const parsed = planSchema.safeParse(value);
      if (!parsed.success) return [{ plan: name, stacks: [], schedules: [], reasons: ["the plan is not valid any more"] }];
      const scheduled = head.schedules.filter(({ plan }) => plan === name);
      const allowed = scheduled.length > 0 ? scheduled.map(({ stack }) => stack) : parsed.data.guards.environments;
      const changed = environments.filter((environment) => allowed.includes(environment.name) && environment.changes.length > 0);
      const own = base === null ? [] : planReasons(base.plans[name], parsed.data);
      const code = fileReasons(parsed.data, files, allowed.includes("local"));
      const reasons = [...own, ...code, ...changed.map(({ name: stack, changes }) => `${changes.length} resources of ${stack} differ`)];
      if (reasons.length === 0) return [];
      // What the plan or the code says holds wherever it runs; a changed environment for itself alone.
      const stacks = own.length + code.length > 0 ? allowed : changed.map(({ name: stack }) => stack);
      return [{ plan: name, stacks: [...new Set(stacks)].toSorted(compare), schedules: scheduled.map((entry) => entry.name), reasons }];
    });
}

function planReasons(before: unknown, after: Plan): readonly string[] {
  if (before === undefined) return ["it is new"];
  const parsed = planSchema.safeParse(before);
  if (!parsed.success) return ["its plan was of another shape"];
  const paths = differences(parsed.data, after)
    .map(({ path }) => path)
    .filter((path) => path !== "description");
  return paths.length === 0 ? [] : [`its plan differs in ${paths.slice(0, 3).join(", ")}${paths.length > 3 ? ` and ${paths.length - 3} more` : ""}`];
}

function fileReasons(plan: Plan, files: readonly string[], local: boolean): readonly string[] {
  const taking = files.filter((file) => takesPart(file, plan, local)).toSorted(compare);
  const byRoom = Map.groupBy(taking, (file) => file.split("/").slice(0, 2).join("/"));
  return [...byRoom].map(([room, members]) => `${members.length === 1 ? (members[0] ?? room) : `${members.length} files of ${room}`} changed`);
}

/** Tests and prose take part in no run. */
function takesPart(file: string, plan: Plan, local: boolean): boolean {
  if (!/\.(?:ts|yaml|json|lua|sql)$/.test(file) || file.endsWith(".test.ts") || file.includes("/testing/")) return false;
  const faults = plan.phases.flatMap((phase) => phase.faults);
  const [room = "", second = ""] = file.split("/");
  const name = (file.split("/").at(-1) ?? "").replace(/\.ts$/, "");
  switch (room) {
    case "model":
      return true;
    case "chaos":
      if (second === "plans" || second === "scenarios" || second === "schedules" || second === "matrix") return false; // Their values are compared.
      // A file of one kind's name is that kind's ("primary-loss": all kinds that end so); any other serves them all.
      return second === "faults" && kindsLike(name).length > 0 ? faults.some(({ fault }) => kindsLike(name).includes(fault.kind)) : faults.length > 0;
    case "loadtests":
      return second === "scenarios" ? plan.phases.some(({ scenario }) => scenario === name) : true;
    case "gameday":
      return runsPlans.has(second) && !file.startsWith("gameday/adapters/review/");
    case "workloads":
      return true;
    case "stacks":
      return second === "local" && local;
    default:
      return false;
  }
}

const runsPlans = new Set(["adapters", "controller", "gates", "guardian", "guards", "helpers", "ports", "reaper"]);

const kinds = faultSchema.options.map((option) => option.shape.kind.value);
const kindsLike = (name: string): readonly string[] => kinds.filter((kind) => kind === name || kind.endsWith(`-${name}`));
