// Postgres as the services see it: writes go to whichever server is primary, reads to the own region's server and, failing that, to the primary.
import { readFile } from "node:fs/promises";
import {
  ConsecutiveBreaker,
  ExponentialBackoff,
  TaskCancelledError,
  TimeoutStrategy,
  circuitBreaker,
  handleAll,
  handleWhen,
  retry,
  timeout,
  wrap,
} from "cockatiel";
import { Pool, type QueryResultRow } from "pg";
import type { Histogram } from "prom-client";
import type { WorkloadConfiguration } from "../../../model/protocol/workload.ts";
import { metricNames } from "../../../model/protocol/metrics.ts";
import type { Log } from "../log.ts";
import { secondsSince, type Metrics } from "../metrics.ts";
import { DatabaseUnavailable, isPassing } from "./failure.ts";
import { leaderOf, writerName, type KnowsLeader } from "./leader.ts";
import { tlsOptions } from "../tls.ts";

const budgetMilliseconds = 3_000;
const attemptMilliseconds = 1_500;
const readMilliseconds = 500;

/** A statement with a name, so that each connection plans it once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

type Settings = NonNullable<WorkloadConfiguration["postgres"]>;

export interface DatabaseOptions {
  readonly settings: Settings;
  readonly id: string;
  readonly region: string;
  readonly metrics: Metrics;
  readonly log: Log;
}

export class Database {
  readonly #options: DatabaseOptions;
  readonly #pools = new Map<string, Pool>();
  readonly #leader: KnowsLeader;
  readonly #reads;
  readonly #writes;
  readonly #writing = wrap(
    timeout(budgetMilliseconds, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false }),
    retry(handleWhen(isPassing), { maxAttempts: 40, backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 400 }) }),
  );
  readonly #reading = wrap(
    circuitBreaker(handleAll, { halfOpenAfter: 1_000, breaker: new ConsecutiveBreaker(3) }),
    timeout(readMilliseconds, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false }),
  );

  constructor(options: DatabaseOptions) {
    this.#options = options;
    const { settings, metrics } = options;
    this.#leader = leaderOf(settings);
    this.#reads = metrics.histogram(metricNames.postgresReadSeconds, "a read, by the region of the server that was used", ["target"]);
    this.#writes = metrics.histogram(metricNames.postgresWriteSeconds, "a write, by the region of the server that was used", ["target"]);
    for (const candidate of settings.candidates) this.#pools.set(candidate.region, this.#pool(candidate));
    if (settings.writer !== undefined) this.#pools.set(writerName, this.#pool({ region: writerName, ...settings.writer }));
    // The first connection takes several round trips; later requests should not wait for it.
    void this.reachable().catch(() => {});
  }

  /** Writes on the primary, tried again for up to 3 s while it is moving; so the statement must bear repeating. Rejects with DatabaseUnavailable. */
  async write<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return this.#onPrimary<Row>(statement, values, this.#writes);
  }

  /** Reads from the primary, for what a standby may not have yet. Rejects with DatabaseUnavailable. */
  async readPrimary<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return this.#onPrimary<Row>(statement, values, this.#reads);
  }

  /** Reads from the own region's server; null when that one cannot answer now. */
  async readHere<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[] | null> {
    const { region, log } = this.#options;
    try {
      return await this.#reading.execute(() => this.#query<Row>(region, statement, values, this.#reads));
    } catch (cause) {
      log.error("the region's own Postgres did not answer a read", cause);
      return null;
    }
  }

  /** Whether the own region's server or the primary answers. Also keeps a connection to each warm. */
  async reachable(): Promise<boolean> {
    const ping = { name: "ping", text: "select 1" };
    const here = this.#query(this.#options.region, ping, []);
    const primary = this.#leader
      .region()
      .then((region) => (region === null ? Promise.reject(new DatabaseUnavailable("no primary is known")) : this.#query(region, ping, [])));
    return Promise.any([here, primary]).then(
      () => true,
      () => false,
    );
  }

  async close(): Promise<void> {
    await this.#leader.close();
    await Promise.all([...this.#pools.values()].map((pool) => pool.end()));
  }

  async #onPrimary<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[], histogram: Histogram<"target">): Promise<Row[]> {
    let last: unknown;
    try {
      return await this.#writing.execute(async ({ attempt, signal }) => {
        // The caller has been told already that it did not work: do not do it behind its back.
        if (signal.aborted) throw new TaskCancelledError();
        const region = await this.#leader.region(attempt > 0);
        if (region === null) throw new DatabaseUnavailable("no primary is known");
        return this.#query<Row>(region, statement, values, histogram).catch((cause: unknown) => {
          last = cause;
          throw cause;
        });
      });
    } catch (cause) {
      if (cause instanceof TaskCancelledError || isPassing(cause))
        throw new DatabaseUnavailable(`the Postgres primary did not do "${statement.name}" within ${budgetMilliseconds / 1_000} s`, last ?? cause);
      throw cause;
    }
  }

  async #query<Row extends QueryResultRow>(
    region: string,
    { name, text }: Statement,
    values: readonly unknown[],
    histogram?: Histogram<"target">,
  ): Promise<Row[]> {
    const pool = this.#pools.get(region);
    if (pool === undefined) throw new DatabaseUnavailable(`no Postgres server is configured for ${region}`);
    const start = performance.now();
    const { rows } = await pool.query<Row>({ name, text, values: [...values] });
    histogram?.observe({ target: region }, secondsSince(start));
    return rows;
  }

  #pool(candidate: Settings["candidates"][number]): Pool {
    const { settings, id, region, log } = this.#options;
    const pool = new Pool({
      host: candidate.host,
      port: candidate.port,
      user: settings.user,
      database: settings.database,
      password: async () => (await readFile(settings.passwordFile, "utf8")).trim(),
      application_name: id,
      max: 10,
      idleTimeoutMillis: 0,
      // Signing in takes three round trips, which is most of a second between the regions that are farthest apart.
      connectionTimeoutMillis: candidate.region === region ? 1_000 : 1_400,
      statement_timeout: 2_000,
      query_timeout: attemptMilliseconds,
      keepAlive: true,
      ...(settings.tls === undefined ? {} : { ssl: tlsOptions(settings.tls) }),
    });
    // Without a listener a lost idle connection would end the process.
    pool.on("error", (cause) => log.error("an idle Postgres connection was lost", cause, { target: candidate.region }));
    return pool;
  }
}
