// What each environment costs a month, before and after, beside its budget.
import type { EnvironmentReview } from "../review.ts";
import type { Section } from "./fit.ts";
import { code, count, difference, dollars, head, row, text } from "./words.ts";

const mostLines = 4;

export function costSection(environments: readonly EnvironmentReview[]): Section {
  return {
    title: "Cost a month",
    opening: [
      ...head(["environment", "before", "after", "difference", "budget", "what makes it"]),
      ...environments.map(({ name, cost }) =>
        row([
          code(name, 40),
          sum(cost.before),
          sum(cost.after),
          cost.before === null || cost.after === null ? "·" : difference(cost.after - cost.before),
          cost.budget === null ? "none" : dollars(cost.budget),
          cost.lines
            .slice(0, mostLines)
            .map(({ line, before, after }) => `${text(line, 40)} ${difference(after - before)}`)
            .join(", ") || "·",
        ]),
      ),
      "",
    ],
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

const sum = (usd: number | null): string => (usd === null ? "·" : dollars(usd));
