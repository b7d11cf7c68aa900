#!/bin/sh
# What the official image's docker-entrypoint.sh does with the variables that our manifests set: a database is made once, with its scripts, then served.
set -eu
if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  initdb --pgdata "$PGDATA" --username postgres --pwfile "$POSTGRES_PASSWORD_FILE" --auth-local trust --auth-host scram-sha-256 --locale C --encoding UTF8
  echo "listen_addresses = '*'" >> "$PGDATA/postgresql.conf"
  # No other machine may see it until it is whole.
  pg_ctl --pgdata "$PGDATA" --wait --options "-c listen_addresses=" start
  for script in /docker-entrypoint-initdb.d/*.sh; do sh "$script"; done
  pg_ctl --pgdata "$PGDATA" --wait --mode fast stop
fi
exec "$@"
