// What each environment costs a month, before and after, beside its budget.
import type { EnvironmentReview } from "../review.ts";
import type { Section } from "./fit.ts";
import { bounded, code, count, difference, dollars, head, row, text } from "./words.ts";

const mostLines = 4;
const mostRows = 20;

export function costSection(environments: readonly EnvironmentReview[]): Section {
  // Those that break the rule are never what is left out.
  const rows = environments.toSorted((a, b) => b.cost.problems.length - a.cost.problems.length).map(tableRow);
  return {
    title: "Cost a month",
    opening: [...head(["environment", "before", "after", "difference", "budget", "what makes it"]), ...bounded(rows, mostRows, "environment"), ""],
    lines: environments.flatMap(({ name, cost }) => [
      ...cost.problems.map((problem) => `- **breaks the budget rule** ${code(name, 40)}: ${text(problem)}`),
      ...(cost.unknown[0] === cost.unknown[1]
        ? []
        : [`- ${code(name, 40)}: ${count(cost.unknown[1], "resource")} of unknown price, ${cost.unknown[0]} before`]),
    ]),
    share: 1,
    noun: "notes",
  };
}

function tableRow({ name, cost }: EnvironmentReview): string {
  return row([
    code(name, 40),
    sum(cost.before),
    sum(cost.after),
    cost.before === null || cost.after === null ? "·" : difference(cost.after - cost.before),
    cost.budget === null ? "none" : dollars(cost.budget),
    cost.lines
      .slice(0, mostLines)
      .map(({ line, before, after }) => `${text(line, 40)} ${difference(after - before)}`)
      .join(", ") || "·",
  ]);
}

const sum = (usd: number | null): string => (usd === null ? "·" : dollars(usd));
