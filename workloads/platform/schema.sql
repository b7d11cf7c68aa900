-- The workload's tables, its role, and the lease without which a server refuses writes.
-- Applied by a superuser to the primary, in the workload's database; may be applied again. The role has no password: whoever
-- applies this sets one (ALTER ROLE workload PASSWORD '…'). The lease begins run out: until its keeper does
--   UPDATE write_lease SET valid_until = clock_timestamp() + interval '…', term = …
-- every write is refused.

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'workload') THEN
    CREATE ROLE workload LOGIN;
  END IF;
END $$;

CREATE TABLE IF NOT EXISTS write_lease (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  valid_until timestamptz NOT NULL,
  term int NOT NULL
) WITH (fillfactor = 10);
INSERT INTO write_lease (valid_until, term) VALUES ('-infinity', 0) ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS consultations (
  id uuid PRIMARY KEY,
  idempotency_key uuid NOT NULL UNIQUE,
  question text NOT NULL,
  answer text NOT NULL,
  agreement double precision NOT NULL,
  experts int NOT NULL,
  region text NOT NULL,
  accepted_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A row is here from the consultation's own transaction until its follow-up is done or given up.
CREATE TABLE IF NOT EXISTS outbox (
  consultation_id uuid PRIMARY KEY,
  -- when it is published (again), unless it is gone by then
  due_at timestamptz NOT NULL DEFAULT clock_timestamp() + interval '3 seconds',
  tries int NOT NULL DEFAULT 0
) WITH (fillfactor = 70);
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (due_at);

CREATE TABLE IF NOT EXISTS follow_ups (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  consultation_id uuid NOT NULL UNIQUE,
  region text NOT NULL,
  done_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE IF NOT EXISTS dead_letters (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  consultation_id uuid NOT NULL UNIQUE,
  reason text NOT NULL,
  tries int NOT NULL,
  died_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE OR REPLACE FUNCTION demand_write_lease() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM write_lease WHERE valid_until > clock_timestamp()) THEN
    RAISE EXCEPTION 'this server''s write lease has run out' USING ERRCODE = 'PG001';
  END IF;
  RETURN NULL;
END $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['consultations', 'outbox', 'follow_ups', 'dead_letters'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER lease BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION demand_write_lease()', name);
  END LOOP;
END $$;

-- Once more at commit, so that a server frozen in the middle of a transaction does not accept the write when it wakes up.
DROP TRIGGER IF EXISTS lease_at_commit ON consultations;
CREATE CONSTRAINT TRIGGER lease_at_commit AFTER INSERT ON consultations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION demand_write_lease();

GRANT USAGE ON SCHEMA public TO workload;
GRANT SELECT ON write_lease TO workload;
GRANT SELECT, INSERT, UPDATE, DELETE ON consultations, outbox, follow_ups, dead_letters TO workload;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO workload;
