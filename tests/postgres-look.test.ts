// Looks at a real Postgres primary and its standby: what a query's answer means, refused passwords and ports, a frozen server.
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { liveProcess } from "../gameday/adapters/machine/process-handle.ts";
import { createFacts } from "../gameday/adapters/observe/create-facts.ts";
import { createObserver } from "../gameday/adapters/observe/create-observer.ts";
import { freePort } from "../gameday/adapters/testing/servers.ts";
import { observationSchema } from "../model/fault/observation.ts";
import { outputsSchema, outputsVersion } from "../model/outputs.ts";
import { layout, type Layout } from "../stacks/local/layout.ts";
import { programsBeside } from "../stacks/local/postgres/binaries.ts";
import { initialisePostgres } from "../stacks/local/postgres/initialise.ts";
import { PostgresServer } from "../stacks/local/postgres/server.ts";
import { database, superuser } from "../stacks/local/postgres/settings.ts";
import { claimPorts } from "../stacks/local/free-ports.ts";
import { hops, regions, type Addresses } from "../stacks/local/topology.ts";
import { ensurePrograms } from "../tools/programs/ensure.ts";

const [primary = "", standby = ""] = regions;
const observer = createObserver();
const servers = new Map<string, PostgresServer>();
let at: Layout;

beforeAll(async () => {
  at = layout(await mkdtemp(join(tmpdir(), "postgres-look-")));
  await chmod(at.folder, 0o711); // As root the server runs as another user.
  for (const part of [at.logs, at.processes, at.secret(".")]) await mkdir(part, { recursive: true, mode: 0o711 });
  const ports = await claimPorts(regions.length);
  const direct = (id: string): number => ports[regions.findIndex((region) => id === `${region}/postgres`)] ?? 0;
  const addresses: Addresses = { direct, proxied: (name) => direct(hops.find((hop) => hop.name === name)?.upstream ?? "") };
  const { postgres } = await ensurePrograms(["postgres"], () => undefined);
  const programs = programsBeside(postgres.path);
  await initialisePostgres(programs, at, addresses, new AbortController().signal);
  for (const region of [primary, standby]) {
    const id = `${region}/postgres`;
    const server = new PostgresServer({ programs, data: at.postgres(region), port: direct(id), log: at.log(id), pidFile: at.pid(id) });
    await server.start();
    servers.set(region, server);
  }
  await vi.waitFor(
    async () =>
      expect(await ask(standby, { query: "select exists (select from pg_stat_wal_receiver where status = 'streaming')" })).toMatchObject({
        held: true,
      }),
    20_000,
  );
}, 60_000);
afterAll(async () => {
  await Promise.all([...servers.values()].map((server) => server.stop()));
  await rm(at.folder, { recursive: true, force: true });
});

const place = (region: string) => ({
  host: "127.0.0.1",
  port: servers.get(region)?.plan.port ?? 1,
  user: superuser,
  passwordFile: at.secret("postgres"),
  database,
});
const ask = (region: string, more: object = {}) => observer.look(observationSchema.parse({ kind: "postgres", ...place(region), ...more }));

test("true, false, a number, nothing", async () => {
  expect(await ask(primary)).toMatchObject({ held: true });
  expect(await ask(primary, { query: "select not pg_is_in_recovery()" })).toMatchObject({ held: true });
  expect(await ask(standby, { query: "select not pg_is_in_recovery()" })).toMatchObject({ held: false });
  expect(await ask(primary, { query: "select 12.5::float8" })).toEqual({ held: true, value: 12.5, detail: "the query answers 12.5" });
  expect(await ask(primary, { query: "select count(*) from consultations" })).toMatchObject({ held: true, value: 0 });
  expect(await ask(primary, { query: "select 1 where false" })).toMatchObject({ held: false });
  expect(await ask(primary, { query: "select null::bool" })).toMatchObject({ held: false });
});

test("a wrong statement, a wrong password and a port where nobody listens are false; a password that cannot be read says nothing", async () => {
  expect(await ask(primary, { query: "select nothing" })).toMatchObject({ held: false, detail: expect.stringContaining("does not exist") });
  const passwordFile = join(at.folder, "wrong");
  expect(await ask(primary, { passwordFile })).toMatchObject({ held: null });
  await writeFile(passwordFile, "wrong");
  expect(await ask(primary, { passwordFile })).toMatchObject({ held: false, detail: expect.stringContaining("password authentication failed") });
  expect(await ask(primary, { port: await freePort() })).toMatchObject({ held: false, detail: expect.stringContaining("ECONNREFUSED") });
});

test("a query that does not come to an end is false in its time", async () => {
  const seen = await ask(primary, { query: "select pg_sleep(30)", timeout: "300ms" });
  expect(seen).toMatchObject({ held: false });
  expect(seen.value).toBeGreaterThanOrEqual(290);
  expect(seen.value).toBeLessThan(1_900);
});

test("the primary is found where it is, and nowhere once it is frozen or gone", async () => {
  const candidates = [standby, primary].map((region) => ({ region, ...place(region) }));
  const outputs = outputsSchema.parse({ schema: outputsVersion, stack: "one", entry: "http://127.0.0.1:1/", postgres: { candidates } });
  const facts = () => createFacts(outputs, observer).facts();
  expect(await facts()).toEqual({ postgresPrimary: primary, redisPrimary: null });
  const server = servers.get(primary);
  const pid = (await liveProcess(at.pid(`${primary}/postgres`)))?.pid ?? 0;
  process.kill(pid, "SIGSTOP");
  try {
    expect(await facts()).toEqual({ postgresPrimary: null, redisPrimary: null });
  } finally {
    process.kill(pid, "SIGCONT");
  }
  await vi.waitFor(async () => expect(await facts()).toMatchObject({ postgresPrimary: primary }), 10_000);
  await server?.stop();
  expect(await facts()).toEqual({ postgresPrimary: null, redisPrimary: null });
});
