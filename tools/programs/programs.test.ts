// Finding and getting external programs: PATH before the cache, versions that will not do refused with what they are, all that is missing told at once.
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UserError } from "../../model/user-error.ts";
import { exitCodes } from "../../model/verdict.ts";
import { cachedPath, cacheFolder } from "./cache.ts";
import { ensurePrograms } from "./ensure.ts";
import { describe, findProgram, versionIn, willDo } from "./find.ts";
import { installProgram } from "./install.ts";
import { programNames, programs } from "./table.ts";

const before = { PATH: process.env["PATH"], PROVING_GROUND_CACHE: process.env["PROVING_GROUND_CACHE"] };
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "proving-ground-programs-"));
  await mkdir(join(folder, "bin"));
  process.env["PATH"] = join(folder, "bin");
  process.env["PROVING_GROUND_CACHE"] = join(folder, "cache");
});
afterEach(async () => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
  await rm(folder, { recursive: true, force: true });
});

/** A program that says of itself what is given. */
async function place(path: string, says: string, exitCode = 0): Promise<string> {
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, `#!/bin/sh\necho '${says}'\nexit ${exitCode}\n`);
  await chmod(path, 0o755);
  return path;
}
const onPath = (name: string): string => join(folder, "bin", name);
const cached = (name: (typeof programNames)[number]): string => cachedPath(describe(name));

test.for([
  ["k6 v1.8.1 (go1.26.1, linux/amd64)", "1.8.1"],
  ["toxiproxy-server version 2.5.0", "2.5.0"],
  ["Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=abc", "7.0.15"],
  ["postgres (PostgreSQL) 18.4", "18.4"],
  ["postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)", "15.8"],
  ["toxiproxy-server version git", null],
] as const)("%s is version %s", ([text, version]) => {
  expect(versionIn(text)).toBe(version);
});

test.for([
  ["1.8", true],
  ["1.8.0", true],
  ["1.10.2", true],
  ["2.0.0", true],
  ["3.0.0", false],
  ["1.7.9", false],
  ["0.57.0", false],
] as const)("1.8 to 2.x is needed: %s will do: %s", ([version, expected]) => {
  expect(willDo({ needs: [1, 8], highestMajor: 2 }, version)).toBe(expected);
});

test("one on PATH that will do is taken before the cache", async () => {
  const own = await place(onPath("k6"), "k6 v1.9.0");
  await place(cached("k6"), "k6 v1.8.1");
  expect(await findProgram("k6")).toMatchObject({ found: true, path: own, version: "1.9.0", where: "PATH" });
});

test("one on PATH that is too old is passed over for the cache; without that it is refused and named", async () => {
  const own = await place(onPath("k6"), "k6 v0.49.0");
  expect(await findProgram("k6")).toEqual({ found: false, name: "k6", problem: `k6 1.8 or later is needed; ${own} is 0.49.0` });
  await place(cached("k6"), "k6 v1.8.1");
  expect(await findProgram("k6")).toMatchObject({ found: true, path: cached("k6"), where: "cache" });
});

test("one that tells no version is taken from the cache alone", async () => {
  await place(onPath("chaos-operator"), "");
  expect(await findProgram("chaos-operator")).toMatchObject({ found: false, problem: expect.stringMatching(/neither on PATH nor in the cache$/) });
  await place(cached("chaos-operator"), "", 1);
  expect(await findProgram("chaos-operator")).toMatchObject({ found: true, where: "cache", version: "20240601.0" });
});

test.for([
  { name: "postgres", file: "postgres", says: "postgres (PostgreSQL) 19.1", told: /Postgres 18\.0 to 18\.x is needed; .*\/postgres is 19\.1$/ },
  { name: "postgres", file: "postgres", says: "postgres (PostgreSQL) 18.4", told: /postgres has no initdb beside it$/ },
  { name: "toxiproxy", file: "toxiproxy-server", says: "version git", told: /toxiproxy-server does not tell its version when called with -version$/ },
  { name: "redis", file: "nothing", says: "", told: /Redis .*; it is neither on PATH nor in the cache$/ },
] as const)("$name that says '$says' is refused", async ({ name, file, says, told }) => {
  await place(onPath(file), says);
  expect(await findProgram(name)).toMatchObject({ found: false, problem: expect.stringMatching(told) });
});

test("one that cannot be run is told with what it said", async () => {
  const path = onPath("redis-server");
  await writeFile(path, "#!/bin/sh\necho 'libsomething.so: cannot open shared object file' >&2\nexit 127\n");
  await chmod(path, 0o755);
  expect(await findProgram("redis")).toMatchObject({
    problem: expect.stringContaining(`${path} cannot be run: libsomething.so: cannot open shared object file`),
  });
});

test("a version is asked for once, and again when the program has changed; a torn memory is no obstacle", async () => {
  const path = await place(onPath("k6"), "k6 v1.8.1");
  expect(await findProgram("k6")).toMatchObject({ version: "1.8.1" });
  expect(Object.values(JSON.parse(await readFile(join(cacheFolder(), "versions.json"), "utf8")))).toEqual(["1.8.1"]);
  await place(path, "k6 v1.10.23");
  expect(await findProgram("k6")).toMatchObject({ version: "1.10.23" });
  await writeFile(join(cacheFolder(), "versions.json"), '{"torn');
  expect(await findProgram("k6")).toMatchObject({ version: "1.10.23" });
});

test("everything that is missing and cannot be got is told at once, with exit code 69", async () => {
  const failure: unknown = await ensurePrograms(["k6", "toxiproxy", "redis"], () => undefined).catch((error: unknown) => error);
  if (!(failure instanceof UserError)) throw new Error("it should have been refused", { cause: failure });
  expect(failure.exitCode).toBe(exitCodes.missingProgram);
  expect(failure.problems.map(({ path, remedy }) => [path, remedy])).toEqual(
    ["k6", "toxiproxy", "redis"].map((name) => [name, "gameday doctor --install"]),
  );
  expect(failure.message).toMatch(/k6: .*could not be got: Go is not installed \(1\.26 or later is needed/);
  expect(failure.message).toMatch(/redis: .*Debian's packages redis-server, .* cannot be downloaded/);
  expect(await readdir(cacheFolder()), "no draft is left").toEqual([]);
});

test("an interruption while programs are got is passed on", async () => {
  const interrupted = new Error("interrupted");
  await expect(ensurePrograms(["k6"], () => undefined, AbortSignal.abort(interrupted))).rejects.toBe(interrupted);
});

test("two that get the same program at the same time both have it, and it runs", async () => {
  process.env["PATH"] = before.PATH;
  const postgres = describe("postgres");
  const install = () => installProgram(postgres, () => undefined, new AbortController().signal);
  await Promise.all([install(), install(), install()]);
  process.env["PATH"] = onPath("");
  expect(await findProgram("postgres")).toMatchObject({ found: true, where: "cache", version: expect.stringMatching(/^18\./) });
  expect((await readdir(cacheFolder())).filter((name) => name.startsWith("."))).toEqual([]);
  expect((await stat(cached("postgres"))).mode & 0o111).toBe(0o111);
});

test("rows of the table share a cache folder only where they come from the same packages", () => {
  const folders = Map.groupBy(programs, ({ cached: name }) => name);
  for (const [name, rows] of folders) expect(new Set(rows.map(({ source }) => JSON.stringify(source))).size, name).toBe(1);
  expect(new Set(programs.map(({ cached: name, executable }) => `${name}/${executable}`)).size).toBe(programs.length);
  expect(programs.map(({ name }) => name)).toEqual([...programNames]);
});
