// The experts of a region: so many of each provider, each with a few slots, and a total that can be changed.
import { bulkhead } from "cockatiel";
import type { Expert } from "../platform/consultation.ts";
import type { Provider } from "./provider.ts";

const slots = 4;
const waiting = 32;

interface Member extends Expert {
  ask(question: string, context: string): Promise<string>;
}

export class UnknownExpert extends Error {}

export class Circle {
  readonly #shares: Readonly<Record<string, number>>;
  readonly #provider: (name: string, expert: string) => Provider;
  #members = new Map<string, Member>();

  /** `shares` says how many of each provider there are at first; their proportion stays when the total changes. */
  constructor(shares: Readonly<Record<string, number>>, provider: (name: string, expert: string) => Provider) {
    this.#shares = shares;
    this.#provider = provider;
    this.scale(Object.values(shares).reduce((sum, count) => sum + count, 0));
  }

  get experts(): Expert[] {
    return [...this.#members.values()].map(({ id, provider }) => ({ id, provider }));
  }

  /** Experts that stay keep what they are doing. Returns the new total. */
  scale(total: number): number {
    const next = new Map<string, Member>();
    for (const [provider, count] of Object.entries(divide(total, this.#shares)))
      for (let number = 1; number <= count; number += 1) {
        const id = `${provider}-${number}`;
        next.set(id, this.#members.get(id) ?? this.#hire(provider, id));
      }
    this.#members = next;
    return next.size;
  }

  /** Rejects with UnknownExpert, with the provider's failure, or with BulkheadRejectedError when too many already wait for this expert. */
  async ask(expert: string, question: string, context: string): Promise<Expert & { readonly answer: string }> {
    const member = this.#members.get(expert);
    if (member === undefined) throw new UnknownExpert(`there is no expert ${expert}`);
    return { id: member.id, provider: member.provider, answer: await member.ask(question, context) };
  }

  #hire(provider: string, id: string): Member {
    const service = this.#provider(provider, id);
    const limit = bulkhead(slots, waiting);
    return { id, provider, ask: (question, context) => limit.execute(() => service.ask(question, context)) };
  }
}

/** Whole numbers in the proportion of the shares that add up to the total; the largest remainders are rounded up. */
export function divide(total: number, shares: Readonly<Record<string, number>>): Record<string, number> {
  const sum = Object.values(shares).reduce((left, right) => left + right, 0);
  if (sum === 0) return {};
  const exact = Object.entries(shares).map(([name, share]) => ({ name, exact: (total * share) / sum }));
  const counts = Object.fromEntries(exact.map(({ name, exact: value }) => [name, Math.floor(value)]));
  const left = total - Object.values(counts).reduce((a, b) => a + b, 0);
  const byRemainder = exact.toSorted((a, b) => (b.exact % 1) - (a.exact % 1));
  for (const { name } of byRemainder.slice(0, left)) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
