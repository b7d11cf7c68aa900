// What becomes of the resources: how many of each kind in each region, then every change, those that destroy data first and in bold.
import { spokenType } from "../../../estate/inventory.ts";
import { actions, type Action, type Change } from "../change.ts";
import type { EnvironmentReview } from "../review.ts";
import type { Section } from "./fit.ts";
import { groupChanges, type ChangeGroup } from "./group.ts";
import { bounded, code, count, head, row, text, value } from "./words.ts";

const titles = {
  added: "added",
  changed: "changed",
  replaced: "replaced",
  "may-replace": "may replace",
  removed: "removed",
} as const satisfies Record<Action, string>;

/** Columns of the table, as a reader expects them. */
const columns = ["added", "changed", "replaced", "may-replace", "removed"] as const satisfies readonly Action[];
const mostPaths = 3;
const mostRows = 60;

export function resourcesSection(environments: readonly EnvironmentReview[]): Section {
  const all = environments.flatMap(({ changes }) => changes);
  const rows = environments.flatMap(tableRows);
  const silent = environments.filter(({ changes, baseProblem, headProblem }) => changes.length === 0 && baseProblem === null && headProblem === null);
  const same = silent.length === 0 ? [] : [`No resource differs in ${silent.map(({ name }) => code(name, 40)).join(", ")}.`];
  return {
    title: "Resources",
    opening: [
      ...(all.length === 0
        ? []
        : [
            ...head(["environment", "region", ...columns.map((action) => titles[action]), "data lost"]),
            ...bounded(rows, mostRows, "region"),
            "",
            `${sums(all)}.`,
            "",
          ]),
      ...same,
      ...(same.length > 0 && all.length > 0 ? [""] : []),
    ],
    lines: groupChanges(environments).map(line),
    share: 5,
    noun: "kinds of change",
  };
}

function tableRows({ name, regions, changes }: EnvironmentReview): readonly string[] {
  return [...regions, null].flatMap((region) => {
    const here = changes.filter((change) => change.region === region);
    if (here.length === 0) return [];
    const lost = here.filter(losing).length;
    return [
      row([
        code(name, 40),
        region === null ? "global" : code(region, 40),
        ...columns.map((action) => figure(of(here, action))),
        lost === 0 ? "·" : `**${lost}**`,
      ]),
    ];
  });
}

function sums(changes: readonly Change[]): string {
  return actions
    .map((action) => [action, of(changes, action)] as const)
    .filter(([, number]) => number > 0)
    .map(([action, number]) => `${number.toLocaleString("en-US")} ${titles[action]}`)
    .join(", ");
}

function line({ change, places, count: number }: ChangeGroup): string {
  const { action, type, name, inputs, why, losesData, refused } = change;
  const what = losing(change)
    ? `**${titles[action]}${action === "may-replace" ? ", and data would be lost" : ", data is lost"}:**`
    : `${titles[action]}:`;
  const shown = inputs.slice(0, mostPaths).map(({ path, one, other }) => `${code(path, 80)} ${value(one)} → ${value(other)}`);
  const more = inputs.length > mostPaths ? [count(inputs.length - mostPaths, "more input")] : [];
  const notes = [
    ...(why === "" ? [] : [text(why)]),
    ...(losesData === null && action !== "changed" ? ["whether it holds data nobody has written down"] : []),
    ...(refused ? ["protected: `pulumi up` will refuse"] : []),
    ...shown,
    ...more,
  ];
  return `- ${what} ${text(spokenType(type), 60)} ${code(name, 80)}${number > 1 ? ` ×${number}` : ""} in ${where(places)}${notes.length === 0 ? "" : `: ${notes.join("; ")}`}`;
}

/** "chaos, ultimate (us-east-1, eu-west-1)": environments with the same regions stand together. */
function where(places: ChangeGroup["places"]): string {
  const byRegions = Map.groupBy([...places], ([, regions]) => [...new Set(regions.map((region) => region ?? "global"))].join(", "));
  return [...byRegions].map(([regions, members]) => `${text(members.map(([name]) => name).join(", "), 120)} (${text(regions, 160)})`).join("; ");
}

const losing = ({ action, losesData }: Change): boolean => losesData === true && action !== "added" && action !== "changed";
const of = (changes: readonly Change[], action: Action): number => changes.filter((change) => change.action === action).length;
const figure = (number: number): string => (number === 0 ? "·" : number.toLocaleString("en-US"));
