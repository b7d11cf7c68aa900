// Which server of a stack accepts writes, asked of all of them all the time and directly, past every proxy. What is written is rolled back.
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import type { Outputs } from "../model/outputs.ts";

export interface AcceptedSample {
  readonly region: string;
  readonly term: number;
  /** The server's own clock, unix ms, inside the statement that was accepted. */
  readonly at: number;
}

type Candidate = NonNullable<Outputs["postgres"]>["candidates"][number];

const pauseMilliseconds = 20;
const attempt = `insert into outbox (consultation_id) values (gen_random_uuid())
  returning (select term from write_lease) as term, extract(epoch from clock_timestamp())::float8 * 1000 as at`;

export class WritePaths {
  readonly accepted: AcceptedSample[] = [];
  /** Attempts in all, accepted or not. */
  attempts = 0;
  readonly #stop = new AbortController();
  readonly #over: Promise<unknown>;

  constructor({ postgres }: Outputs) {
    this.#over = Promise.all((postgres?.candidates ?? []).map((candidate) => this.#sample(candidate)));
  }

  /** The region that accepted the newest write. */
  get newest(): string | undefined {
    return this.inOrder().at(-1)?.region;
  }

  inOrder(): AcceptedSample[] {
    return this.accepted.toSorted((a, b) => a.at - b.at);
  }

  /** One entry for each time that the right to write moved. */
  reigns(): { readonly region: string; readonly term: number }[] {
    return this.inOrder()
      .map(({ region, term }) => ({ region, term }))
      .filter((reign, index, all) => all[index - 1]?.region !== reign.region || all[index - 1]?.term !== reign.term);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#over;
  }

  async #sample(candidate: Candidate): Promise<void> {
    let client: Client | null = null;
    while (!this.#stop.signal.aborted) {
      try {
        client ??= await connected(candidate);
        await this.#attempt(client, candidate.region ?? "");
      } catch {
        await client?.end().catch(() => undefined);
        client = null;
      }
      await sleep(pauseMilliseconds);
    }
    await client?.end().catch(() => undefined);
  }

  /** Rejects only where the connection is lost; a refused write is an answer. */
  async #attempt(client: Client, region: string): Promise<void> {
    this.attempts += 1;
    await client.query("begin");
    try {
      const { rows } = await client.query<{ term: number; at: number }>(attempt);
      for (const { term, at } of rows) this.accepted.push({ region, term, at });
    } catch {
      // A standby, or a lease that has run out.
    }
    await client.query("rollback");
  }
}

async function connected({ host, port, user, database, passwordFile }: Candidate): Promise<Client> {
  const password = passwordFile === undefined ? undefined : (await readFile(passwordFile, "utf8")).trim();
  const client = new Client({
    host,
    port,
    user,
    database,
    password,
    connectionTimeoutMillis: 1_000,
    query_timeout: 2_000,
    application_name: "write-paths",
  });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}
