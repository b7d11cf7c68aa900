// Settings of every server of the stack. What differs between regions is given on the command line or in postgresql.auto.conf.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

export const superuser = "postgres";
export const workloadUser = "workload";
export const database = "proving_ground";

export const settings = (archive: string): string =>
  [
    "listen_addresses = '127.0.0.1'",
    "unix_socket_directories = ''",
    "max_connections = 120",
    "shared_buffers = 32MB",
    // Processes are killed here, never the machine: what the kernel has is not lost, so a flush for each commit would only cost time.
    "fsync = off",
    "synchronous_commit = on",
    "wal_level = replica",
    "wal_keep_size = 256MB",
    "max_wal_senders = 10",
    "hot_standby = on",
    "hot_standby_feedback = on",
    "wal_receiver_timeout = 5s",
    "wal_receiver_status_interval = 1s",
    "wal_retrieve_retry_interval = 500ms",
    "wal_sender_timeout = 5s",
    "archive_mode = on",
    `archive_command = 'cp %p ${archive}/%f.draft && mv ${archive}/%f.draft ${archive}/%f'`,
    "autovacuum_naptime = 30s",
    "log_min_messages = warning",
    "log_line_prefix = '%m [%p] '",
    "",
  ].join("\n");

/** Where a standby streams from. Takes effect at start or on reload. */
export async function writeUpstream(data: string, port: number, application: string, passwordFile: string): Promise<void> {
  const upstream = `host=127.0.0.1 port=${port} user=${superuser} application_name=${application} passfile=${passwordFile} connect_timeout=3 keepalives_idle=2 keepalives_interval=1 keepalives_count=3`;
  await writeFile(join(data, "postgresql.auto.conf"), `primary_conninfo = '${upstream}'\nrecovery_target_timeline = 'latest'\n`);
}
