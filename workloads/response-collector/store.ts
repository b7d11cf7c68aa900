// Stores a consultation together with its outbox row in one statement; the same idempotency key a second time gives the first row back.
import { randomUUID } from "node:crypto";
import type { Consultation } from "../../model/protocol/api.ts";
import type { Database } from "../platform/postgres/database.ts";

const columns = "id, question, answer, agreement, experts, region";

const insert = {
  name: "store-consultation",
  text: `
with stored as (
  insert into consultations (id, idempotency_key, question, answer, agreement, experts, region)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (idempotency_key) do nothing
  returning ${columns}
), queued as (
  insert into outbox (consultation_id) select id from stored
)
select ${columns}, true as fresh from stored
union all
select ${columns}, false as fresh from consultations where idempotency_key = $2
limit 1`,
};

/** For the moment between another request's commit and this statement's snapshot. */
const byKey = { name: "consultation-by-key", text: `select ${columns} from consultations where idempotency_key = $1` };

export interface Stored {
  readonly consultation: Consultation;
  /** False: it had been stored before. */
  readonly fresh: boolean;
}

/** Resolves after the commit. Rejects with DatabaseUnavailable. */
export async function storeConsultation(
  database: Pick<Database, "write" | "readPrimary">,
  idempotencyKey: string,
  values: Omit<Consultation, "id">,
): Promise<Stored> {
  const { question, answer, agreement, experts, region } = values;
  const [row] = await database.write<Consultation & { fresh: boolean }>(insert, [
    randomUUID(),
    idempotencyKey,
    question,
    answer,
    agreement,
    experts,
    region,
  ]);
  if (row !== undefined) {
    const { fresh, ...consultation } = row;
    return { consultation, fresh };
  }
  const [first] = await database.readPrimary<Consultation>(byKey, [idempotencyKey]);
  if (first === undefined) throw new Error(`the idempotency key ${idempotencyKey} was taken and then gone`);
  return { consultation: first, fresh: false };
}
