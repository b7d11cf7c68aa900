// Whether two groups of runs differ, figure by figure, with one bound on error for all figures together: the step-down permutation test of Westfall and Young
// (Resampling-Based Multiple Testing, 1993, algorithm 4.1) on a studentised difference. It assumes that runs of an unchanged system could have come in any order.

export interface Tested {
  /** Mean score of the head less that of the base. */
  readonly difference: number;
  /** Standard deviation between runs of one side. */
  readonly noise: number;
  /** Adjusted for all figures: the chance of at least one so large a difference among all, were nothing changed. */
  readonly chance: number;
}

/** Added to the noise: figures that happen to be the same in a few runs are not thereby exact. On the scale of scores, about 5 %. */
const leastNoise = 0.05;
/** So many ways to deal the runs are all tried; of more, so many are drawn. */
const mostDeals = 20_000;

/** The smallest chance that so many runs can show. */
export function leastChance(base: number, head: number): number {
  const ways = choose(base + head, Math.min(base, head));
  return Math.min(1, (base === head ? 2 : 1) / ways);
}

/** `figures`: for each figure the scores of all runs, the base's first. `seed`: of the deals that are drawn. */
export function testDifferences(figures: readonly (readonly number[])[], base: number, seed = 1): readonly Tested[] {
  const runs = figures[0]?.length ?? 0;
  const centred = figures.map(centre);
  const first = Array.from({ length: base }, (_, index) => index);
  const own = centred.map((figure) => statistic(figure, first));
  // From the smallest on: each figure is held against the largest among itself and those below it.
  const rising = own.map((_, index) => index).toSorted((a, b) => (own[a]?.size ?? 0) - (own[b]?.size ?? 0) || b - a);
  const exceeded = figures.map(() => 0);
  let deals = 0;
  for (const members of dealsOf(runs, base, seed)) {
    deals += 1;
    let largest = 0;
    for (const index of rising) {
      const figure = centred[index];
      if (figure !== undefined) largest = Math.max(largest, statistic(figure, members).size);
      if (largest >= (own[index]?.size ?? 0) - 1e-9) exceeded[index] = (exceeded[index] ?? 0) + 1;
    }
  }
  let least = 0;
  const chances = new Map(
    rising.toReversed().map((index) => {
      least = Math.max(least, (exceeded[index] ?? 0) / Math.max(1, deals));
      return [index, least];
    }),
  );
  return own.map(({ difference, noise }, index) => ({ difference, noise, chance: chances.get(index) ?? 1 }));
}

/** Scores less their mean, and the sum of their squares: what one side has the other has not. */
interface Centred {
  readonly scores: Float64Array;
  readonly squares: number;
}

function centre(scores: readonly number[]): Centred {
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
  const centred = Float64Array.from(scores, (score) => score - mean);
  return { scores: centred, squares: centred.reduce((sum, score) => sum + score * score, 0) };
}

/** `members`: which runs are the base's. */
function statistic(
  { scores, squares }: Centred,
  members: readonly number[],
): { readonly difference: number; readonly noise: number; readonly size: number } {
  const [one, other] = [members.length, scores.length - members.length];
  let sum = 0;
  for (const member of members) sum += scores[member] ?? 0;
  const difference = -sum / Math.max(1, other) - sum / Math.max(1, one);
  const inside = Math.max(0, squares - (sum * sum) / Math.max(1, one) - (sum * sum) / Math.max(1, other));
  const noise = Math.sqrt(inside / Math.max(1, scores.length - 2));
  return { difference, noise, size: Math.abs(difference) / ((noise + leastNoise) * Math.sqrt(1 / Math.max(1, one) + 1 / Math.max(1, other))) };
}

/** The deal that is, first; then all others, or as many as are drawn: which runs are dealt to the base. */
function* dealsOf(runs: number, base: number, seed: number): Generator<readonly number[]> {
  if (choose(runs, base) <= mostDeals) {
    yield* everyDeal(runs, base, 0, []);
    return;
  }
  const cards = Array.from({ length: runs }, (_, index) => index);
  yield cards.slice(0, base);
  const random = mulberry(seed);
  for (let drawn = 1; drawn < mostDeals; drawn += 1) {
    for (let index = 0; index < base; index += 1) {
      const place = index + Math.floor(random() * (runs - index));
      [cards[index], cards[place]] = [cards[place] ?? 0, cards[index] ?? 0];
    }
    yield cards.slice(0, base);
  }
}

function* everyDeal(runs: number, base: number, from: number, begun: readonly number[]): Generator<readonly number[]> {
  if (begun.length === base) {
    yield begun;
    return;
  }
  for (let run = from; run <= runs - (base - begun.length); run += 1) yield* everyDeal(runs, base, run + 1, [...begun, run]);
}

function choose(all: number, some: number): number {
  let ways = 1;
  for (let index = 1; index <= some; index += 1) ways = (ways * (all - some + index)) / index;
  return Math.round(ways);
}

/** A small generator of known quality (mulberry32): the same seed deals the same way. */
export function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
