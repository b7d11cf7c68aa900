// A mistake of the user's, told in full: every problem at once, each with its place and what to do.

export interface Problem {
  /** Where: a path in a document ("phases[2].rate"), a file, an option. */
  readonly path: string;
  /** What is wrong there. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** Carries every problem found and the exit code that fits them (64 wrong use, 69 missing program, 5 refused). */
export class UserError extends Error {
  readonly problems: readonly Problem[];
  readonly exitCode: number;

  constructor(summary: string, problems: readonly Problem[] = [], exitCode = 64) {
    super([summary, ...problems.map(describeProblem)].join("\n"));
    this.name = "UserError";
    this.problems = problems;
    this.exitCode = exitCode;
  }
}

function describeProblem({ path, message, remedy }: Problem): string {
  return `  ${path === "" ? "" : `${path}: `}${message}${remedy === undefined ? "" : ` — ${remedy}`}`;
}
