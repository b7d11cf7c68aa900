// What the data stores do before they start, run by a real shell in folders of a test's own.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accounts, loginFolder, preparePostgres, prepareRedis, redisConf, secretsFolder, sentinelConf } from "./scripts.ts";

const run = promisify(execFile);
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "proving-ground-scripts-"));
  for (const name of ["data", "configuration", "secrets", "login"]) await mkdir(join(folder, name));
  await writeFile(join(folder, "configuration/redis.conf"), redisConf(1));
  await writeFile(join(folder, "configuration/sentinel.conf"), sentinelConf);
  await writeFile(join(folder, "secrets/redis"), "first");
  await writeFile(join(folder, "secrets/standby"), "of a standby");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The script as it runs in its pod, with the pod's folders below the test's own. */
const inFolder = (script: string): string =>
  script
    .replaceAll(secretsFolder, join(folder, "secrets"))
    .replaceAll(loginFolder, join(folder, "login"))
    .replaceAll("/etc/proving-ground-redis", join(folder, "configuration"))
    .replaceAll("/data/", `${folder}/data/`);

const shell = (script: string, environment: Readonly<Record<string, string>>) =>
  run("sh", ["-c", inFolder(script)], { env: { PATH: process.env["PATH"] ?? "", ...environment } });
const lines = async (name: string): Promise<string[]> => (await readFile(join(folder, "data", name), "utf8")).trim().split("\n");

test.for([accounts, preparePostgres, prepareRedis(2)])("a shell can read script %$", async (script) => {
  await expect(run("sh", ["-n", "-c", script])).resolves.toMatchObject({ stderr: "" });
});

test("a replica follows the primary and is known by its name; the primary follows nobody", async () => {
  await shell(prepareRedis(2), { OWN_HOST: "redis.b", PRIMARY_HOST: "redis.a" });
  expect(await lines("redis.conf")).toEqual(
    expect.arrayContaining(["replica-announce-ip redis.b", "replicaof redis.a 6379", "requirepass first", "masterauth first"]),
  );
  expect(await lines("sentinel.conf")).toEqual(
    expect.arrayContaining(["sentinel monitor proving-ground redis.a 6379 2", "sentinel auth-pass proving-ground first"]),
  );
  await rm(join(folder, "data/redis.conf"));
  await shell(prepareRedis(2), { OWN_HOST: "redis.a", PRIMARY_HOST: "redis.a" });
  expect((await lines("redis.conf")).filter((line) => line.startsWith("replicaof"))).toEqual([]);
});

test("what Redis wrote itself stays at the next start; the password is the one of now, once", async () => {
  const environment = { OWN_HOST: "redis.b", PRIMARY_HOST: "redis.a" };
  await shell(prepareRedis(2), environment);
  const moved = (await lines("redis.conf")).map((line) => line.replace("replicaof redis.a", "replicaof redis.c"));
  await writeFile(join(folder, "data/redis.conf"), `${moved.join("\n")}\n`);
  await writeFile(join(folder, "secrets/redis"), "second");
  await shell(prepareRedis(2), environment);
  const after = await lines("redis.conf");
  expect(after).toContain("replicaof redis.c 6379");
  expect(after.filter((line) => /^(requirepass|masterauth)/.test(line))).toEqual(["requirepass second", "masterauth second"]);
  expect((await lines("sentinel.conf")).filter((line) => line.startsWith("sentinel auth-pass"))).toEqual([
    "sentinel auth-pass proving-ground second",
  ]);
});

test("the primary of Postgres copies nobody; how to sign in is for its own user alone", async () => {
  await shell(preparePostgres, { PGDATA: join(folder, "data/postgres"), OWN_HOST: "postgres.a", PRIMARY_HOST: "postgres.a", STANDBY_NAME: "a" });
  const passfile = join(folder, "login/passfile");
  expect(await readFile(passfile, "utf8")).toBe("*:*:*:standby:of a standby\n");
  expect((await stat(passfile)).mode & 0o777).toBe(0o600);
});

test("a standby copies the primary once, and begins anew after a copy that broke off", async () => {
  const programs = join(folder, "programs");
  await mkdir(programs);
  const program = (name: string, text: string) => writeFile(join(programs, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  await program("pg_isready", "exit 0");
  await program("pg_basebackup", 'echo "$@" >> "$CALLS"; mkdir -p "$2"; [ -e "$BROKEN" ] && exit 1; echo 18 > "$2/PG_VERSION"');
  const environment = {
    PATH: `${programs}:${process.env["PATH"] ?? ""}`,
    PGDATA: join(folder, "data/18/docker"),
    OWN_HOST: "postgres.b",
    PRIMARY_HOST: "postgres.a",
    STANDBY_NAME: "b",
    CALLS: join(folder, "calls"),
    BROKEN: join(folder, "broken"),
  };
  await writeFile(environment.BROKEN, "");
  await expect(shell(preparePostgres, environment)).rejects.toMatchObject({ code: 1 });
  await rm(environment.BROKEN);
  await shell(preparePostgres, environment);
  await shell(preparePostgres, environment);
  expect(await readFile(join(environment.PGDATA, "PG_VERSION"), "utf8")).toBe("18\n");
  const calls = (await readFile(environment.CALLS, "utf8")).trim().split("\n");
  expect(calls).toHaveLength(2);
  expect(calls[1]).toContain("host=postgres.a port=5432 user=standby application_name=b");
});
