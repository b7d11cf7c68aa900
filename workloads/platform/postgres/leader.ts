// Which region's Postgres is the primary, as this region's agent says; remembered for at most a second.
import { z } from "zod";
import { Peer } from "../http/peer.ts";

const freshMilliseconds = 500;
const staleMilliseconds = 1_000;

const answerSchema = z.object({ region: z.string().nullable(), term: z.number() });

/** The name of the pool that an address which follows the primary by itself has. */
export const writerName = "writer";

export interface KnowsLeader {
  /** Null: nobody is known. */
  region(again?: boolean): Promise<string | null>;
  close(): Promise<void>;
}

/** Either the region's agent is asked, or the writer's address follows the primary and there is nobody to ask. */
export const leaderOf = ({ leader }: { readonly leader?: string | undefined }): KnowsLeader =>
  leader === undefined ? { region: async () => writerName, close: async () => {} } : new Leader(leader);

export class Leader implements KnowsLeader {
  readonly #peer: Peer;
  readonly #path: string;
  #region: string | null = null;
  #term = -1;
  #at = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;

  constructor(url: string) {
    this.#peer = new Peer("the region's agent", url, { timeoutMilliseconds: 500, maximumInFlight: 4, failuresUntilOpen: 0 });
    const { pathname, search } = new URL(url);
    this.#path = pathname + search;
  }

  /** Null: nobody is known. `again` asks now, because what was remembered turned out wrong. When the agent cannot be asked, what was known last stands. */
  async region(again = false): Promise<string | null> {
    const age = performance.now() - this.#at;
    if (again || age > staleMilliseconds) await this.#ask();
    else if (age > freshMilliseconds) void this.#ask();
    return this.#region;
  }

  async close(): Promise<void> {
    await this.#peer.close();
  }

  #ask(): Promise<void> {
    this.#asking ??= this.#fetch().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #fetch(): Promise<void> {
    try {
      const { status, body } = await this.#peer.call({ method: "GET", path: this.#path });
      if (status !== 200) return;
      const { region, term } = answerSchema.parse(JSON.parse(body.toString()));
      // An agent that was cut off may still know an older term.
      if (term < this.#term) return;
      this.#region = region;
      this.#term = term;
    } catch {
      // The agent may be restarting; the last known primary is the best guess.
    } finally {
      this.#at = performance.now();
    }
  }
}
