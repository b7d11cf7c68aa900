// Chooses which experts are asked: seeded, distinct as far as there are enough, and none of a provider that is failing while others are not.
import type { Expert } from "../platform/consultation.ts";
import { pick, type Random } from "../platform/random.ts";

export const seats = 3;

/** Fewer than `seats` only when there are fewer experts at all. */
export function choosePanel<E extends Expert>(experts: readonly E[], random: Random, trusted: (provider: string) => boolean): E[] {
  const chosen: E[] = [];
  while (chosen.length < Math.min(seats, experts.length)) {
    const next = chooseExpert(experts, random, trusted, chosen);
    if (next === undefined) break;
    chosen.push(next);
  }
  return chosen;
}

/** One that is not among `without`; any at all when only those are left. Undefined when there are no experts. */
export function chooseExpert<E extends Expert>(
  experts: readonly E[],
  random: Random,
  trusted: (provider: string) => boolean,
  without: readonly Expert[],
): E | undefined {
  const others = experts.filter(({ id }) => !without.some((expert) => expert.id === id));
  const preferred = others.filter(({ provider }) => trusted(provider));
  return pick(random, preferred.length > 0 ? preferred : others.length > 0 ? others : experts);
}
