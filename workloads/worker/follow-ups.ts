// What becomes of a consultation's follow-up in Postgres. The outbox row is the claim: whoever deletes it has the effect, once.
import type { Database } from "../platform/postgres/database.ts";

export const maximumTries = 5;
const firstPauseSeconds = 1;

/** Rows that somebody else has locked are skipped: they are being done, or will be published again. */
const mine = "select consultation_id from outbox where consultation_id = any($1::uuid[]) order by consultation_id for update skip locked";

const finish = {
  name: "finish-follow-ups",
  text: `
with mine as (${mine}), claimed as (delete from outbox using mine where outbox.consultation_id = mine.consultation_id returning outbox.consultation_id)
insert into follow_ups (consultation_id, region) select consultation_id, $2 from claimed
on conflict (consultation_id) do nothing
returning consultation_id as id`,
};

/** The pause doubles with each try; its random half keeps the workers of three regions from coming back together. */
const postpone = {
  name: "postpone-follow-ups",
  text: `
with mine as (${mine})
update outbox set tries = tries + $2::int,
  due_at = clock_timestamp() + make_interval(secs => ${firstPauseSeconds} * power(2, tries) * (0.5 + random()))
from mine where outbox.consultation_id = mine.consultation_id
returning outbox.consultation_id as id, outbox.tries`,
};

const giveUp = {
  name: "give-up-follow-ups",
  text: `
with mine as (${mine}), claimed as (delete from outbox using mine where outbox.consultation_id = mine.consultation_id returning outbox.consultation_id, outbox.tries)
insert into dead_letters (consultation_id, reason, tries) select consultation_id, $2, tries from claimed
on conflict (consultation_id) do nothing
returning consultation_id as id`,
};

/** Also moves the moment on, so that the next sweep leaves time for these to be done. */
const sweep = {
  name: "sweep-outbox",
  text: `
with due as (select consultation_id from outbox where due_at <= clock_timestamp() order by due_at limit $1 for update skip locked)
update outbox set due_at = clock_timestamp() + interval '3 seconds'
from due where outbox.consultation_id = due.consultation_id
returning outbox.consultation_id as id`,
};

type Ids = readonly { readonly id: string }[];

export class FollowUps {
  readonly #database: Pick<Database, "write">;
  readonly #region: string;

  constructor(database: Pick<Database, "write">, region: string) {
    this.#database = database;
    this.#region = region;
  }

  /** Returns those that this call did; the others had been done before, or their consultation is gone. Rejects with DatabaseUnavailable, as all do. */
  async finish(ids: readonly string[]): Promise<string[]> {
    return idsOf(await this.#database.write<{ id: string }>(finish, [ids, this.#region]));
  }

  /** They failed: counts a try, and returns those that have none left. */
  async failed(ids: readonly string[]): Promise<{ readonly again: string[]; readonly exhausted: string[] }> {
    const rows = await this.#database.write<{ id: string; tries: number }>(postpone, [ids, 1]);
    return { again: idsOf(rows.filter(({ tries }) => tries < maximumTries)), exhausted: idsOf(rows.filter(({ tries }) => tries >= maximumTries)) };
  }

  /** They could not even be tried: later, without counting. */
  async later(ids: readonly string[]): Promise<void> {
    await this.#database.write(postpone, [ids, 0]);
  }

  async giveUp(ids: readonly string[], reason: string): Promise<string[]> {
    return idsOf(await this.#database.write<{ id: string }>(giveUp, [ids, reason]));
  }

  /** Those whose time has come. */
  async due(limit: number): Promise<string[]> {
    return idsOf(await this.#database.write<{ id: string }>(sweep, [limit]));
  }
}

const idsOf = (rows: Ids): string[] => rows.map(({ id }) => id);
