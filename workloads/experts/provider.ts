// An expert's provider. The ones here are simulated; a real one is another class with this interface.
import { setTimeout as sleep } from "node:timers/promises";
import { hash, logNormal, pick, type Random } from "../platform/random.ts";

export interface Provider {
  /** Rejects when the provider fails. */
  ask(question: string, context: string): Promise<string>;
}

interface Character {
  /** Half of the answers come sooner, in ms. */
  readonly median: number;
  /** Spread of the answer time's logarithm. */
  readonly sigma: number;
}

const characters: Readonly<Record<string, Character>> = {
  claude: { median: 60, sigma: 0.3 },
  gemini: { median: 45, sigma: 0.35 },
  deepseek: { median: 80, sigma: 0.4 },
  openrouter: { median: 30, sigma: 0.5 },
};
const unknownProvider: Character = { median: 50, sigma: 0.35 };

export const failureProbability = 0.002;
/** Rare enough that two of three experts practically always agree. */
export const dissentProbability = 0.005;
const longestMilliseconds = 900;

const positions = [
  "Scale the readers out before the writers.",
  "Shed load at the edge and keep the queue short.",
  "Move the primary only when two of three regions agree.",
  "Retry with jitter, and give up within the caller's time.",
  "Keep the cache warm from the write path.",
  "Measure before changing the pool sizes.",
  "Prefer the nearest region until its health says otherwise.",
] as const;

/** What a simulated expert does with one question: how long it takes, and what comes of it. */
export interface Draw {
  readonly milliseconds: number;
  readonly outcome: { readonly kind: "answer"; readonly answer: string } | { readonly kind: "failure" };
}

/** The same question has the same best answer everywhere; experts word it differently, and rarely hold another one. */
export function drawAnswer(provider: string, question: string, random: Random): Draw {
  const { median, sigma } = characters[provider] ?? unknownProvider;
  const milliseconds = Math.min(logNormal(random, median, sigma), longestMilliseconds);
  if (random() < failureProbability) return { milliseconds, outcome: { kind: "failure" } };
  const agreed = hash(question) % positions.length;
  const place = random() < dissentProbability ? (agreed + 1 + Math.floor(random() * (positions.length - 1))) % positions.length : agreed;
  return { milliseconds, outcome: { kind: "answer", answer: word(positions[place] ?? positions[0], random) } };
}

export class SimulatedProvider implements Provider {
  readonly #name: string;
  readonly #random: Random;

  constructor(name: string, random: Random) {
    this.#name = name;
    this.#random = random;
  }

  async ask(question: string): Promise<string> {
    const { milliseconds, outcome } = drawAnswer(this.#name, question, this.#random);
    await sleep(milliseconds);
    if (outcome.kind === "failure") throw new Error(`${this.#name} failed`);
    return outcome.answer;
  }
}

function word(position: string, random: Random): string {
  return pick(random, [position, position.toUpperCase(), position.replace(/\.$/, ""), ` ${position} `]) ?? position;
}
