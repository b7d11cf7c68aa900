// The review as one Markdown comment, shorter than a comment may be whatever the change.
import type { EnvironmentReview, Review } from "../review.ts";
import { costSection } from "./costs.ts";
import { fit, type Section } from "./fit.ts";
import { gameDaysSection, matrixSection, outputsSection } from "./other-sections.ts";
import { pictureSection } from "./picture.ts";
import { policySection } from "./policies.ts";
import { resourcesSection } from "./resources.ts";
import { bounded, code, text } from "./words.ts";

/** GitHub takes 65,536 characters. */
export const longestComment = 60_000;

/** Of environments, in what comes before the sections. */
const mostRemarks = 20;

/** By this the comment is found again, to be edited. */
export const commentMark = "<!-- proving-ground review -->";

export function renderComment(review: Review): string {
  const { base, head, noBase, environments } = review;
  const picture = pictureSection(environments);
  const sections: readonly Section[] = [
    resourcesSection(environments),
    costSection(environments),
    policySection(environments),
    gameDaysSection(review.gameDays),
    matrixSection(review.matrix),
    outputsSection(environments),
    ...(picture === null ? [] : [picture]),
  ].filter(({ opening, lines }) => opening.length + lines.length > 0);
  return fit(
    [
      commentMark,
      "## What this change does",
      "",
      noBase === null
        ? `From ${code(base, 60)} to ${code(head, 60)}, both recorded without credentials and seen by the head's analyser.`
        : `**no base**: ${text(noBase)}. What follows is ${code(head, 60)} alone.`,
      ...bounded(remarks(environments), mostRemarks, "remark").flatMap((line) => (line === "" ? [] : ["", line])),
    ],
    sections,
    [
      "---",
      `Waivers and certificates as of ${review.day}, the head's day.`,
      "List prices on demand, 730 hours a month, before tax. Secrets are not compared, nor what comes from them. Aliases are not seen: a renamed resource is one removed and one added.",
    ],
    longestComment,
  );
}

/** Of all environments, the worst first. */
const remarks = (environments: readonly EnvironmentReview[]): readonly string[] => [
  ...environments.flatMap(({ name, headProblem }) =>
    headProblem === null ? [] : [`${code(name, 40)}: **cannot be recorded**: ${text(headProblem)}`],
  ),
  ...environments.flatMap(({ name, isGone }) => (isGone ? [`${code(name, 40)} is **gone** from the program.`] : [])),
  ...environments.flatMap(({ name, baseProblem }) => (baseProblem === null ? [] : [`${code(name, 40)}: **no base**: ${text(baseProblem)}`])),
  ...environments.flatMap(({ name, isNew }) => (isNew ? [`${code(name, 40)} is new.`] : [])),
];
