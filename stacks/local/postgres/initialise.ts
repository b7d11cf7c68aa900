// Makes the first primary's data with schema and roles, and cold copies of it for the standbys: nothing runs yet, so a copy is a clone.
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Client } from "pg";
import type { Layout } from "../layout.ts";
import { primaryRegion, regions, type Addresses } from "../topology.ts";
import { hand, identity, type PostgresPrograms } from "./binaries.ts";
import { PostgresServer } from "./server.ts";
import { database, settings, superuser, workloadUser, writeUpstream } from "./settings.ts";

const run = promisify(execFile);
const schema = fileURLToPath(new URL("../../../workloads/platform/schema.sql", import.meta.url));

export async function initialisePostgres(programs: PostgresPrograms, at: Layout, addresses: Addresses, stop: AbortSignal): Promise<void> {
  const passwords = { superuser: randomBytes(18).toString("hex"), workload: randomBytes(18).toString("hex") };
  await writePasswords(at, passwords);
  const data = at.postgres(primaryRegion);
  await mkdir(dirname(data), { recursive: true, mode: 0o755 });
  await mkdir(data, { mode: 0o700 });
  await mkdir(at.archive, { recursive: true, mode: 0o755 });
  await hand(at.archive);
  await hand(data);
  await run(
    programs.initdb,
    [
      "-D",
      data,
      "-U",
      superuser,
      "--pwfile",
      at.secret("postgres-for-server"),
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--no-sync",
      "--no-instructions",
    ],
    { ...identity(), cwd: "/", signal: stop },
  );
  await writeFile(join(data, "postgresql.conf"), settings(at.archive));
  await writeFile(join(data, "pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\nhost replication all 127.0.0.1/32 scram-sha-256\n");
  await hand(data);
  stop.throwIfAborted();
  await applySchema(programs, at, addresses, passwords);
  stop.throwIfAborted();
  await Promise.all(regions.filter((region) => region !== primaryRegion).map((region) => copyCold(region, at, addresses)));
}

/** The server runs as another user when this one is root, so the copy for it is a file of its own. */
async function writePasswords(at: Layout, passwords: { superuser: string; workload: string }): Promise<void> {
  await writeFile(at.secret("postgres"), passwords.superuser, { mode: 0o600 });
  await writeFile(at.secret("workload"), passwords.workload, { mode: 0o600 });
  await writeFile(at.secret("postgres-for-server"), passwords.superuser, { mode: 0o600 });
  await writeFile(at.secret("passfile"), `127.0.0.1:*:*:${superuser}:${passwords.superuser}\n`, { mode: 0o600 });
  for (const name of ["postgres-for-server", "passfile"]) await hand(at.secret(name));
}

async function applySchema(
  programs: PostgresPrograms,
  at: Layout,
  addresses: Addresses,
  passwords: { superuser: string; workload: string },
): Promise<void> {
  const port = addresses.direct(`${primaryRegion}/postgres`);
  const server = new PostgresServer({
    programs,
    data: at.postgres(primaryRegion),
    port,
    log: at.log(`${primaryRegion}/postgres`),
    pidFile: at.pid(`${primaryRegion}/postgres`),
  });
  await server.start();
  try {
    await server.whenAnswering(superuser, passwords.superuser, 15_000);
    await withClient(port, "postgres", passwords.superuser, (client) => client.query(`create database ${database}`));
    await withClient(port, database, passwords.superuser, async (client) => {
      await client.query(await readFile(schema, "utf8"));
      await client.query(`alter role ${workloadUser} password '${passwords.workload}'`);
    });
  } finally {
    await server.stop();
  }
}

async function withClient(port: number, name: string, password: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ host: "127.0.0.1", port, user: superuser, password, database: name });
  await client.connect();
  await work(client);
  await client.end();
}

async function copyCold(region: string, at: Layout, addresses: Addresses): Promise<void> {
  const data = at.postgres(region);
  await mkdir(dirname(data), { recursive: true, mode: 0o755 });
  await run("cp", ["-a", at.postgres(primaryRegion), data]);
  await rm(join(data, "postmaster.pid"), { force: true });
  await writeFile(join(data, "standby.signal"), "");
  await writeUpstream(data, addresses.proxied(`${region}~${primaryRegion}:postgres`), applicationName(region), at.secret("passfile"));
  await chmod(data, 0o700);
  await hand(data);
}

export const applicationName = (region: string): string => region.replaceAll("-", "_");
