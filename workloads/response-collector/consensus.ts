// Forms a consensus: the answer that most experts gave, and which share of them gave it.
import type { ExpertAnswer } from "../platform/consultation.ts";

export interface Consensus {
  /** As the first of those who gave it worded it. */
  readonly answer: string;
  /** Share of the answers that agree, 0–1. */
  readonly agreement: number;
}

/** Of equally frequent answers the one that came first wins. Undefined without answers. */
export function formConsensus(answers: readonly Pick<ExpertAnswer, "answer">[]): Consensus | undefined {
  const groups = new Map<string, { readonly answer: string; count: number }>();
  for (const { answer } of answers) {
    const key = normalise(answer);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { answer: answer.trim(), count: 1 });
    else group.count += 1;
  }
  const [first, ...others] = groups.values();
  if (first === undefined) return undefined;
  const winner = others.reduce((best, group) => (group.count > best.count ? group : best), first);
  return { answer: winner.answer, agreement: winner.count / answers.length };
}

/** Case, spacing and punctuation do not make two answers differ. */
export function normalise(answer: string): string {
  return answer
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s]/gu, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
