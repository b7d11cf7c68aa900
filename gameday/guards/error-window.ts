// The sliding window of the error guard: which share of the last seconds' answers failed, and whether that is too much. Pure.

/** Answers of about a second of load, and when they were told (unix ms). */
export interface Answers {
  readonly at: number;
  readonly answers: number;
  readonly errors: number;
}

export const windowSeconds = 10;
/** Of fewer answers no share is worth an abort. */
export const smallestSample = 20;

/**
 * What of a second counts for a guard that was armed in its middle: as much of it as was left then. What came before is no fault's doing, and with all of it
 * in the window a breach was hidden for seconds. `from`: unix ms at which the second before was told, `armedAt`: null if not within this one.
 */
export function sinceArmed({ at, answers, errors }: Answers, from: number, armedAt: number | null): Answers {
  if (armedAt === null || armedAt <= from || at <= from) return { at, answers, errors };
  const share = Math.max(0, at - armedAt) / (at - from);
  return { at, answers: Math.round(answers * share), errors: Math.round(errors * share) };
}

/** The window with its newest second, and without what is too old by then. */
export const slide = (window: readonly Answers[], newest: Answers): Answers[] =>
  [...window, newest].filter(({ at }) => at > newest.at - windowSeconds * 1_000);

export interface Breach {
  /** 0–1. */
  readonly share: number;
  readonly answers: number;
}

/** Null while the share of failed answers is within the limit (0–1), or there are too few answers to tell. */
export function breachOf(window: readonly Answers[], limit: number): Breach | null {
  const answers = window.reduce((total, second) => total + second.answers, 0);
  const errors = window.reduce((total, second) => total + second.errors, 0);
  return answers < smallestSample || errors / answers <= limit ? null : { share: errors / answers, answers };
}
