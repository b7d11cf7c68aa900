// What Postgres and Redis are told on a cluster: their configuration, and what each does before its first start.
import { postgresPort, redisName, redisPort, sentinelPort } from "./places.ts";

export const secretsFolder = "/var/run/data-secrets";
export const loginFolder = "/var/run/postgres-login";
export const database = "gameday";
export const owner = "gameday";

/** Over the network with a password; over the pod's own socket as it is. */
export const pgHba = `local all all trust
host all all all scram-sha-256
host replication standby all scram-sha-256
`;

/** Run once, by the image's entrypoint, while the primary's data is made. */
export const accounts = `set -eu
psql -v ON_ERROR_STOP=1 -U postgres -d postgres -v owner="$(cat ${secretsFolder}/owner)" -v standby="$(cat ${secretsFolder}/standby)" <<'SQL'
create role ${owner} login createrole password :'owner';
create role standby login replication password :'standby';
create database ${database} owner ${owner};
SQL
`;

/** Before every start: how to sign in at the primary; before the first one of a standby: a copy of the primary. A copy that broke off is made anew. */
export const preparePostgres = `set -eu
umask 077
printf '*:*:*:standby:%s\\n' "$(cat ${secretsFolder}/standby)" > ${loginFolder}/passfile
if [ -s "$PGDATA/PG_VERSION" ] || [ "$OWN_HOST" = "$PRIMARY_HOST" ]; then exit 0; fi
until pg_isready -q -h "$PRIMARY_HOST" -p ${postgresPort}; do sleep 2; done
rm -rf "$PGDATA" "$PGDATA.draft"
mkdir -p "$(dirname "$PGDATA")"
pg_basebackup --pgdata "$PGDATA.draft" --wal-method stream --checkpoint fast --write-recovery-conf --no-password \\
  --dbname "host=$PRIMARY_HOST port=${postgresPort} user=standby application_name=$STANDBY_NAME"
mv "$PGDATA.draft" "$PGDATA"
`;

export const postgresSettings: Readonly<Record<string, string>> = {
  hba_file: "/etc/proving-ground-postgres/pg_hba.conf",
  max_connections: "500",
  shared_buffers: "128MB",
  wal_level: "replica",
  // What a standby may miss before it must be copied anew.
  wal_keep_size: "512MB",
  max_wal_senders: "10",
  hot_standby_feedback: "on",
  wal_receiver_status_interval: "1s",
};

/** `replicas`: that a primary must have to accept writes; one that is cut off refuses them. */
export const redisConf = (replicas: number): string => `port ${redisPort}
dir /data
save ""
appendonly no
min-replicas-to-write ${replicas}
min-replicas-max-lag 5
repl-diskless-sync yes
repl-diskless-sync-delay 0
repl-ping-replica-period 1
repl-timeout 10
maxmemory 128mb
maxmemory-policy volatile-lru
`;

export const sentinelConf = `port ${sentinelPort}
dir /data
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
`;

/** Both rewrite their files themselves, so these are written once; the password is set at every start. `quorum`: Sentinels that must agree. */
export const prepareRedis = (quorum: number): string => `set -eu
umask 077
password="$(cat ${secretsFolder}/redis)"
if [ ! -s /data/redis.conf ]; then
  cp /etc/proving-ground-redis/redis.conf /data/redis.draft
  echo "replica-announce-ip $OWN_HOST" >> /data/redis.draft
  [ "$OWN_HOST" = "$PRIMARY_HOST" ] || echo "replicaof $PRIMARY_HOST ${redisPort}" >> /data/redis.draft
  mv /data/redis.draft /data/redis.conf
fi
if [ ! -s /data/sentinel.conf ]; then
  cp /etc/proving-ground-redis/sentinel.conf /data/sentinel.draft
  cat >> /data/sentinel.draft <<CONF
sentinel announce-ip $OWN_HOST
sentinel monitor ${redisName} $PRIMARY_HOST ${redisPort} ${quorum}
sentinel down-after-milliseconds ${redisName} 2000
sentinel failover-timeout ${redisName} 5000
CONF
  mv /data/sentinel.draft /data/sentinel.conf
fi
sed -i -e '/^requirepass /d' -e '/^masterauth /d' /data/redis.conf
printf 'requirepass %s\\nmasterauth %s\\n' "$password" "$password" >> /data/redis.conf
sed -i -e '/^sentinel auth-pass /d' /data/sentinel.conf
printf 'sentinel auth-pass ${redisName} %s\\n' "$password" >> /data/sentinel.conf
`;
