// The verdict of a run: the worst of what happened, and the exit code it gives.

/** Best first: a run's verdict is the worst of its findings. */
export const verdicts = ["passed", "failed", "invalid", "aborted", "dirty"] as const;
export type Verdict = (typeof verdicts)[number];

export interface Finding {
  readonly verdict: Verdict;
  /** One sentence for a person: what happened, where. */
  readonly reason: string;
}

export const exitCodes = {
  passed: 0,
  failed: 1,
  aborted: 2,
  invalid: 3,
  dirty: 4,
  refused: 5,
  usage: 64,
  missingProgram: 69,
  internal: 70,
} as const;

/** The worst of the findings; "passed" when there are none. */
export function worstVerdict(findings: readonly Finding[]): Verdict {
  return findings.reduce<Verdict>((worst, { verdict }) => (verdicts.indexOf(verdict) > verdicts.indexOf(worst) ? verdict : worst), "passed");
}
