// Restores a backup (base + WAL archive) to a fresh instance and compares it with the primary row by row.
// `restore-drill.ts --folder <stack folder> --postgres <program>` prints {"rows", "unequal", "seconds"}.
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Client } from "pg";
import { z } from "zod";
import { claimPorts } from "../free-ports.ts";
import { layout } from "../layout.ts";
import { programsBeside, hand } from "./binaries.ts";
import { copyRunning } from "./clone.ts";
import { PostgresServer } from "./server.ts";
import { database, superuser } from "./settings.ts";
import { outputsSchema } from "../../../model/outputs.ts";

const { values } = parseArgs({ options: { folder: { type: "string" }, postgres: { type: "string" } } });
const at = layout(values.folder ?? "");
const password = await readFile(at.secret("postgres"), "utf8");
const started = Date.now();
/** A transaction that began before the marker has ended by now: statements are cut off after 2 s. */
const settledSeconds = 3;

const { postgres } = outputsSchema.parse(JSON.parse(await readFile(at.outputs, "utf8")));
const primary = await findPrimary();
const port = (await claimPorts(1))[0] ?? 0;
const server = new PostgresServer({
  programs: programsBeside(values.postgres ?? ""),
  data: at.drill,
  port,
  log: at.log("restore-drill"),
  pidFile: at.pid("restore-drill"),
  settings: [
    "archive_mode=off",
    `restore_command=cp ${at.archive}/%f %p`,
    "recovery_target_name=drill",
    "recovery_target_action=promote",
    "shared_buffers=16MB",
  ],
});
let [ended, cleaned] = [false, null as Promise<void> | null];
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    ended = true;
    void cleanUp().finally(() => process.exit(130));
  });
try {
  await primary.client.query(`set statement_timeout = '20s'`);
  await copyRunning(primary.client, at.postgres(primary.region), at.drill);
  await writeFile(join(at.drill, "recovery.signal"), "");
  await writeFile(join(at.drill, "postgresql.auto.conf"), "");
  await hand(at.drill);
  const { rows } = await primary.client.query<{ until: string }>("select (clock_timestamp() - $1::interval)::text as until", [
    `${settledSeconds} seconds`,
  ]);
  const until = rows[0]?.until ?? "";
  await primary.client.query("select pg_create_restore_point('drill')");
  await archived(primary.client);
  if (ended) throw new Error("the drill was told to end");
  await server.start();
  await server.whenAnswering(superuser, password, 30_000);
  const restored = await connect(port);
  await promoted(restored);
  const [here, there] = await Promise.all([rowHashes(primary.client, until), rowHashes(restored, until)]);
  await restored.end();
  const ids = new Set([...here.keys(), ...there.keys()]);
  const unequal = [...ids].filter((id) => here.get(id) !== there.get(id)).length;
  process.stdout.write(`${JSON.stringify({ rows: here.size, unequal, seconds: (Date.now() - started) / 1_000 })}\n`);
} finally {
  await cleanUp();
}

function cleanUp(): Promise<void> {
  cleaned ??= (async () => {
    await primary.client.end().catch(() => undefined);
    await server.stop();
    await rm(at.drill, { recursive: true, force: true });
  })();
  return cleaned;
}

async function findPrimary(): Promise<{ region: string; client: Client }> {
  for (const candidate of postgres?.candidates ?? []) {
    const client = await connect(candidate.port).catch(() => null);
    if (client === null) continue;
    const { rows } = await client.query<{ primary: boolean }>("select not pg_is_in_recovery() as primary");
    if (rows[0]?.primary === true && candidate.region !== undefined) return { region: candidate.region, client };
    await client.end();
  }
  throw new Error("no Postgres primary answers: there is nothing to back up");
}

async function connect(to: number): Promise<Client> {
  const client = new Client({ host: "127.0.0.1", port: to, user: superuser, password, database, connectionTimeoutMillis: 3_000 });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** Waits until the WAL with the restore point in it is in the archive. */
async function archived(client: Client): Promise<void> {
  const { rows } = await client.query<{ file: string }>("select pg_walfile_name(pg_switch_wal()) as file");
  const file = rows[0]?.file ?? "";
  const deadline = Date.now() + 20_000;
  for (;;) {
    const { rows: last } = await client.query<{ file: string | null }>("select last_archived_wal as file from pg_stat_archiver");
    if ((last[0]?.file ?? "").slice(0, 24) >= file) return;
    if (Date.now() > deadline) throw new Error(`${file} was not archived within 20 s`);
    await sleep(100);
  }
}

async function promoted(client: Client): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const { rows } = await client.query<{ recovering: boolean }>("select pg_is_in_recovery() as recovering");
    if (rows[0]?.recovering === false) return;
    if (Date.now() > deadline) throw new Error("the restored server did not reach the marker within 20 s");
    await sleep(100);
  }
}

async function rowHashes(client: Client, until: string): Promise<Map<string, string>> {
  const { rows } = await client.query("select id::text, md5(c::text) as hash from consultations c where accepted_at <= $1::timestamptz", [until]);
  return new Map(
    z
      .array(z.object({ id: z.string(), hash: z.string() }))
      .parse(rows)
      .map(({ id, hash }) => [id, hash]),
  );
}
