// A region's own Postgres server as its agent sees it: role, WAL, lease, promotion, re-pointing, cloning.
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { layout } from "../layout.ts";
import { programsBeside } from "../postgres/binaries.ts";
import { copyRunning } from "../postgres/clone.ts";
import { applicationName } from "../postgres/initialise.ts";
import { PostgresServer } from "../postgres/server.ts";
import { database, superuser, writeUpstream } from "../postgres/settings.ts";
import type { AgentConfiguration } from "./configuration.ts";

export interface ServerView {
  readonly primary: boolean;
  /** Bytes of WAL written or received. */
  readonly position: number;
  readonly streaming: boolean;
  /** ms; for a standby how far its replay is behind what it received, 0 when all is replayed. */
  readonly lagMilliseconds: number | null;
}

const viewQuery = `
select not pg_is_in_recovery() as primary,
  (case when pg_is_in_recovery() then greatest(coalesce(pg_last_wal_receive_lsn(), '0/0'), coalesce(pg_last_wal_replay_lsn(), '0/0')) else pg_current_wal_lsn() end - '0/0'::pg_lsn)::float8 as position,
  exists (select from pg_stat_wal_receiver where status = 'streaming') as streaming,
  case when not pg_is_in_recovery() then null
       when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
       else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8 * 1000 end as lag`;

export class RegionDatabase {
  readonly server: PostgresServer;
  readonly #configuration: AgentConfiguration;
  readonly #at;
  readonly #password: string;
  #client: Client | null = null;

  constructor(configuration: AgentConfiguration) {
    this.#configuration = configuration;
    this.#at = layout(configuration.folder);
    this.#password = readFileSync(this.#at.secret("postgres"), "utf8");
    const id = `${configuration.region}/postgres`;
    this.server = new PostgresServer({
      programs: programsBeside(configuration.postgres.program),
      data: this.data,
      port: configuration.postgres.port,
      log: this.#at.log(id),
      pidFile: this.#at.pid(id),
    });
  }

  get data(): string {
    return this.#at.postgres(this.#configuration.region);
  }

  get held(): boolean {
    return existsSync(this.#at.hold(`${this.#configuration.region}/postgres`)) || existsSync(this.#at.holdRegion(this.#configuration.region));
  }

  /** Whether the data folder is that of a standby; false for a primary's, null without data. */
  get isStandbyData(): boolean | null {
    if (!existsSync(join(this.data, "PG_VERSION"))) return null;
    return existsSync(join(this.data, "standby.signal"));
  }

  /** Null when the server does not answer within a second. */
  async view(): Promise<ServerView | null> {
    try {
      const { rows } = await (await this.#session()).query<{ primary: boolean; position: number; streaming: boolean; lag: number | null }>(viewQuery);
      const [row] = rows;
      return row === undefined ? null : { primary: row.primary, position: row.position, streaming: row.streaming, lagMilliseconds: row.lag };
    } catch {
      await this.disconnect();
      return null;
    }
  }

  async setLease(until: number, term: number): Promise<void> {
    await (await this.#session()).query("update write_lease set valid_until = to_timestamp($1::float8 / 1000), term = $2", [until, term]);
  }

  async promote(): Promise<void> {
    await (await this.#session()).query("select pg_promote(true, 5)");
  }

  /** Streams from another region from now on. */
  async follow(leader: string): Promise<void> {
    await writeUpstream(this.data, this.#upstream(leader), applicationName(this.#configuration.region), this.#at.secret("passfile"));
    await (await this.#session()).query("select pg_reload_conf()");
  }

  /** The region whose server this one streams from, as configured. */
  async upstream(): Promise<string | null> {
    const { rows } = await (await this.#session()).query<{ setting: string }>("select setting from pg_settings where name = 'primary_conninfo'");
    const port = Number(/port=(\d+)/.exec(rows[0]?.setting ?? "")?.[1] ?? 0);
    return Object.entries(this.#configuration.postgres.upstream).find(([, value]) => value === port)?.[0] ?? null;
  }

  /** Throws this region's data away and takes the leader's. */
  async cloneFrom(leader: string): Promise<void> {
    await this.stop();
    await mkdir(dirname(this.data), { recursive: true, mode: 0o755 });
    const client = new Client({
      host: "127.0.0.1",
      port: this.#upstream(leader),
      user: superuser,
      password: this.#password,
      database,
      connectionTimeoutMillis: 3_000,
    });
    client.on("error", () => undefined);
    await client.connect();
    try {
      await copyRunning(client, this.#at.postgres(leader), this.data);
    } catch (error) {
      await rm(join(this.data, "PG_VERSION"), { force: true }); // Half a copy must not be taken for data.
      throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
    await writeFile(join(this.data, "standby.signal"), "");
    await writeUpstream(this.data, this.#upstream(leader), applicationName(this.#configuration.region), this.#at.secret("passfile"));
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.disconnect();
    await this.server.stop();
  }

  async disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  #upstream(leader: string): number {
    const port = this.#configuration.postgres.upstream[leader];
    if (port === undefined) throw new Error(`no way from ${this.#configuration.region} to the Postgres of ${leader}`);
    return port;
  }

  async #session(): Promise<Client> {
    if (this.#client !== null) return this.#client;
    const client = new Client({
      host: "127.0.0.1",
      port: this.#configuration.postgres.port,
      user: superuser,
      password: this.#password,
      database,
      connectionTimeoutMillis: 1_000,
      query_timeout: 6_000,
      statement_timeout: 6_000,
      application_name: "region-agent",
    });
    client.on("error", () => {
      if (this.#client === client) this.#client = null;
    });
    await client.connect();
    this.#client = client;
    return client;
  }
}
