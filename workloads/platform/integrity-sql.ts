// How to ask Postgres what became of writes that were accepted. $1 is an array of consultation ids.

export const integritySql = {
  /** (id, copies): how often each accepted id's question is stored; 0 is lost. A second row under the same idempotency key is a copy, too. */
  lookup: `
select asked.id, count(copy.id)::int as copies
from unnest($1::uuid[]) as asked (id)
left join consultations found on found.id = asked.id
left join consultations copy on copy.idempotency_key = found.idempotency_key
group by asked.id`.trim(),

  /** (id, state): done, pending, dead, lost or doubled. Ids whose consultation itself is lost have no row. */
  queue: `
select found.id,
  case
    when coalesce(done.times, 0) + coalesce(dead.times, 0) > 1 then 'doubled'
    when done.times = 1 then 'done'
    when dead.times = 1 then 'dead'
    when outbox.consultation_id is not null then 'pending'
    else 'lost'
  end as state
from consultations found
left join outbox on outbox.consultation_id = found.id
left join lateral (select count(*) as times from follow_ups where consultation_id = found.id) done on true
left join lateral (select count(*) as times from dead_letters where consultation_id = found.id) dead on true
where found.id = any($1::uuid[])`.trim(),
} as const;
