// Game days to run again, changes of the resiliency matrix, and what the stacks publish otherwise.
import type { TouchedGameDay } from "../game-days.ts";
import type { CellChange } from "../matrix.ts";
import type { EnvironmentReview } from "../review.ts";
import type { Section } from "./fit.ts";
import { code, count, text } from "./words.ts";

export function gameDaysSection(touched: readonly TouchedGameDay[] | null): Section {
  return {
    title: "Game days to run again",
    opening:
      touched === null
        ? ["**The plans cannot be read**: nobody can say which."]
        : [
            touched.length === 0
              ? "None: nothing that takes part in one differs."
              : `${count(touched.length, "game day")} ${touched.length === 1 ? "is" : "are"} touched.`,
            "",
          ],
    lines: (touched ?? []).map(
      ({ plan, stacks, schedules, reasons }) =>
        `- ${code(plan, 60)} on ${stacks.map((stack) => code(stack, 40)).join(", ") || "no stack"}${schedules.length === 0 ? "" : ` (by the calendar: ${text(schedules.join(", "), 120)})`}: ${text(reasons.join("; "), 400)}`,
    ),
    share: 2,
    noun: "game days",
  };
}

export function matrixSection(changes: readonly CellChange[]): Section {
  return {
    title: "Resiliency matrix",
    opening: [
      changes.length === 0 ? "Nothing in it differs." : `${count(changes.length, "place")} ${changes.length === 1 ? "differs" : "differ"}.`,
      "",
    ],
    lines: changes.map(
      ({ table, row, column, before, after }) =>
        `- ${code(row, 80)}${column === "" ? "" : ` ${text(column, 60)}`}: ${before === null ? "is new" : code(before, 120)} → ${after === null ? "is gone" : code(after, 120)} (${text(table, 80)})`,
    ),
    share: 2,
    noun: "places",
  };
}

/** Empty where nothing differs. */
export function outputsSection(environments: readonly EnvironmentReview[]): Section {
  const changed = environments.filter(({ outputs }) => outputs.length > 0);
  return {
    title: "What the stacks publish",
    opening: changed.length === 0 ? [] : [`The outputs of ${changed.map(({ name }) => code(name, 40)).join(", ")} differ.`, ""],
    lines: changed.flatMap(({ name, outputs }) => outputs.map((path) => `- ${code(name, 40)}: ${code(path, 120)}`)),
    share: 1,
    noun: "outputs",
  };
}
