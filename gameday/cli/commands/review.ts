// `gameday review --base <ref>`: what a change does to every environment, as one Markdown comment; nothing created, no credentials.
import { fileURLToPath } from "node:url";
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { UserError } from "../../../model/user-error.ts";
import { exitCodes } from "../../../model/verdict.ts";

interface Options {
  readonly base: string;
  readonly json?: boolean;
  readonly output?: string;
  readonly junit?: string;
}

const repository = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");

export function addReview(program: Command): void {
  program
    .command("review")
    .requiredOption("--base <ref>", "the commit, branch or tag that the change starts from")
    .option("--output <file>", "write the comment there instead of printing it")
    .option("--junit <file>", "write what stops the change there as JUnit, a suite for each environment")
    .option("--json", "as JSON, with everything that a comment has no room for")
    .description("what a change does to every environment, as one Markdown comment; needs no cloud")
    .action(async ({ base, output, junit, json }: Options) => {
      // No other command waits for what it stands on.
      const [{ readSides }, { renderComment }, { renderReviewJunit }, { reviewOf }] = await Promise.all([
        import("../../adapters/review/sides.ts"),
        import("../../review/markdown/comment.ts"),
        import("../../review/junit.ts"),
        import("../../review/review.ts"),
      ]);
      const sides = await readSides(repository, base);
      const review = reviewOf(sides.base, sides.head, sides.files);
      const text = json === true ? `${JSON.stringify(review)}\n` : renderComment(review);
      if (output === undefined) process.stdout.write(text);
      else await writeFile(output, text);
      if (junit !== undefined) await writeFile(junit, renderReviewJunit(review));
      const broken = review.environments.flatMap(({ name, headProblem, cost, policy }) => [
        ...(headProblem === null ? [] : [{ path: name, message: headProblem }]),
        ...cost.problems.map((message) => ({ path: name, message })),
        ...policy.refused.map(({ rule, name: resource, message, remedy }) => ({ path: `${name}: ${rule} ${resource}`, message, remedy })),
      ]);
      if (broken.length > 0) throw new UserError("the change cannot go in as it is:", broken, exitCodes.failed);
      process.exitCode = 0;
    });
}
