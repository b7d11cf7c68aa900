// Waits for a condition, never for a time.
import { setTimeout as sleep } from "node:timers/promises";

/** Asks again until there is an answer. The limit is for what hangs: it is far beyond what anything takes. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, milliseconds = 90_000): Promise<T> {
  const until = Date.now() + milliseconds;
  for (let last: unknown; ;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > until) throw new Error(`not within ${milliseconds / 1_000} s: ${what}`, { cause: last });
    await sleep(100);
  }
}
