// Mistakes of a person's, one by one: a message that says what, where and what to do, the exit code that fits, and nothing touched.
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exitCodes } from "../model/verdict.ts";
import { cacheFolder } from "../tools/programs/cache.ts";
import { ensurePrograms } from "../tools/programs/ensure.ts";
import { Gameday, type Finished, type How } from "./gameday-process.ts";
import { processesOf } from "./processes.ts";
import { startSmallShop, type SmallShop } from "./small-shop.ts";

const { usage, refused, missingProgram } = exitCodes;
let gameday: Gameday;
let shop: SmallShop;
let folder = "";
beforeAll(async () => {
  await ensurePrograms(["k6", "toxiproxy"], () => undefined);
  gameday = await Gameday.create();
  folder = await mkdtemp(join(tmpdir(), "proving-ground-mistakes-"));
  shop = await startSmallShop(folder);
  await Promise.all(Object.entries(files()).map(([name, text]) => writeFile(join(folder, name), text)));
}, 60_000);
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
  await rm(gameday.home, { recursive: true, force: true });
});

const baseline = { name: "baseline", duration: "5s", rate: 10, scenario: "get" };
const plan = (change: object): string => JSON.stringify({ name: "x", phases: [{ ...baseline, ...change }] });
const fault = { id: "a", at: 1, duration: 1, hypothesis: "h" };
const outputs = (change: object): string => JSON.stringify({ ...shop.outputs, ...change });
const server = (pidFile: string) => ({ processes: [{ id: "nginx", pidFile, ready: { kind: "http", url: shop.outputs.entry } }] });

const files = (): Readonly<Record<string, string>> => ({
  "kind.json": plan({ faults: [{ ...fault, fault: { kind: "process-kil" } }] }),
  "rate.yaml": plan({ rate: -3 }),
  "key.json": plan({ scenaro: "get" }),
  "several.json": plan({ rate: -3, duration: "soon", faults: [{ ...fault, fault: { kind: "flood" }, hypothesis: "" }] }),
  "syntax.yaml": "name: x\nphases: [\n",
  "late.json": plan({ faults: [{ ...fault, at: 5, fault: { kind: "network-stall" } }] }),
  "target.json": plan({ faults: [{ ...fault, fault: { kind: "process-freeze" } }] }),
  "scenario.json": plan({ scenario: "mixed" }),
  "nope.json": "nope",
  "version.json": outputs({ schema: "proving-ground/outputs/9" }),
  "unreachable.json": outputs({ entry: "http://127.0.0.1:1/" }),
  "proxy.json": outputs({ links: [{ ...shop.outputs.links?.[0], proxy: "frond" }] }),
  "toxiproxy.json": outputs({ links: [{ ...shop.outputs.links?.[0], toxiproxy: "http://127.0.0.1:1" }] }),
  "pid.json": outputs(server(join(folder, "nobody.pid"))),
  "key-file.json": outputs({ load: { scenarios: ["get"], apiKeyFile: "/nowhere/key" } }),
});

/** Words with `@` in front are files of the folder. */
const run = (line: string, how?: How): Promise<Finished> =>
  gameday.start(
    line
      .split(" ")
      .filter((word) => word !== "")
      .map((word) => (word.startsWith("@") ? join(folder, word.slice(1)) : word)),
    how,
  ).finished;

function expectOneMessage({ code, output }: Finished, exitCode: number, ...told: readonly RegExp[]): void {
  expect(code, output).toBe(exitCode);
  for (const pattern of told) expect(output).toMatch(pattern);
  expect(output, "no stack trace").not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(output).not.toMatch(/This is a mistake of gameday's own|Error:/);
}

test.for<[line: string, exitCode: number, ...told: RegExp[]]>([
  [
    "check @kind.json --stack @shop.json",
    usage,
    /kind\.json has a problem:\n {2}phases\[0\]\.faults\[0\]\.fault\.kind: is "process-kil" — did you mean process-kill\?/,
  ],
  ["run @rate.yaml --stack @shop.json", usage, /rate\.yaml has a problem:\n {2}phases\[0\]\.rate: is -3: a rate is 0 or more/],
  ["run @key.json --stack @shop.json", usage, /phases\[0\]\.scenaro: is not a known key — remove it or correct its spelling/],
  [
    "run @several.json --stack @shop.json",
    usage,
    /has 4 problems:/,
    /\.duration: is "soon"/,
    /\.rate: is -3/,
    /\.hypothesis: must not be empty/,
    /\.kind: is "flood" — use one of/,
  ],
  ["run @syntax.yaml --stack @shop.json", usage, /the plan cannot be read\n.*syntax\.yaml:3:1: .* — correct it there/],
  ["run @gone.yaml --stack @shop.json", usage, /gone\.yaml: there is no such file or folder — /],
  ["run fulll --stack @shop.json", usage, /there is no plan fulll\n .* did you mean full\?/],
  ["check @late.json --stack @shop.json", usage, /\.duration: the fault ends 1 s after the phase: shorten it/],
  [
    "run @target.json --stack @shop.json",
    refused,
    /phases\[0\]\.faults\[0\]: the stack shop cannot do process-freeze: .* publishes no process — change its selector/,
  ],
  ["run @scenario.json --stack @shop.json", refused, /phases\[0\]\.scenario: .* does not understand the load scenario mixed — use one of get/],
  ["run --stack @gone.json", usage, /the stack's outputs cannot be read\n.*gone\.json: there is no such file or folder — give the path/],
  ["run --stack @nope.json", usage, /the stack's outputs are not JSON\n.*nope\.json: Unexpected token/],
  ["check --stack @version.json", usage, /schema: is "proving-ground\/outputs\/9" — .*use proving-ground\/outputs\/1/],
  ["run --stack staging", usage, /there is no stack staging\n {2}--stack: known by name: local, base, .* — give a path that ends in \.json/],
  [
    "run --stack @unreachable.json",
    refused,
    /entry: http:\/\/127\.0\.0\.1:1\/ does not answer: .*ECONNREFUSED.* — start the stack, or correct its outputs/,
  ],
  ["check --stack @unreachable.json", refused, /entry: .* does not answer/],
  ["run --stack @proxy.json", refused, /links\[0\]\.proxy: the Toxiproxy at .* has no proxy frond; it has front — create it/],
  ["check --stack @toxiproxy.json", refused, /links\[0\]\.toxiproxy: http:\/\/127\.0\.0\.1:1 does not answer as a Toxiproxy/],
  ["run --stack @pid.json", refused, /processes\[0\]\.pidFile: .*nobody\.pid: there is no such file or folder — start the process/],
  ["run --stack @key-file.json", refused, /load\.apiKeyFile: \/nowhere\/key: there is no such file or folder/],
  ["run", refused, /the embedded stack is not up\n {2}--stack local: nothing runs — start it with: gameday up local/],
  ["failback local", refused, /no stack is up/],
  ["up staging", usage, /there is no stack staging to start here\n .* is local/],
  ["up local --defect leak", usage, /argument 'leak' is invalid\. Allowed choices are failover-off, empty-body/],
  ["start nosuch", usage, /there is no plan nosuch/],
  ["abort", usage, /no run is under way/],
  ["report", usage, /there is no run yet\n .* — gameday run/],
  ["report nosuch", usage, /nosuch/],
  ["runn", usage, /unknown command 'runn'\n\(Did you mean run\?\)/],
  ["run --fast", usage, /unknown option '--fast'/, /--help/],
  ["run one two", usage, /too many arguments/],
  ["run --stack", usage, /'--stack <stack>' argument missing/],
  ["doctor --path k7", usage, /Allowed choices are k6, toxiproxy, redis, postgres/],
  ["", usage, /Usage: gameday/],
])("gameday %s ends with %i", { timeout: 60_000 }, async ([line, exitCode, ...told]) => {
  expectOneMessage(await run(line), exitCode, ...told);
  expect(await readdir(gameday.home), "nothing is left behind").toEqual(expect.not.arrayContaining([".gameday"]));
  expect(await shop.toxics()).toEqual([]);
});

describe("a machine that has not what is needed", () => {
  const bare = (): How => ({ environment: { PATH: join(folder, "nothing"), PROVING_GROUND_CACHE: join(folder, "cache"), GOPROXY: "off" } });

  test.for<[line: string, ...told: RegExp[]]>([
    [
      "run --stack @shop.json",
      /k6 is missing\n {2}k6: k6 1\.8 or later is needed; it is neither on PATH nor in the cache — gameday doctor --install/,
    ],
    [
      "up local",
      /a program is missing; nothing was started:/,
      /k6: .*Go is not installed/,
      /toxiproxy: .*Go is not installed/,
      /redis: .*cannot be downloaded/,
    ],
    ["doctor", /MISSING k6 .*\n +→ gameday doctor --install/],
    ["doctor --path redis", /redis is missing\n .* — gameday doctor --install/],
  ])("gameday %s ends with 69", { timeout: 60_000 }, async ([line, ...told]) => {
    expectOneMessage(await run(line, bare()), missingProgram, ...told);
    const drafts = (await readdir(join(folder, "cache")).catch((): string[] => [])).filter((name) => name.startsWith("."));
    expect(drafts, "nothing half made is left").toEqual([]);
  });
});

describe("a place that cannot be written", () => {
  const cache = { PROVING_GROUND_CACHE: cacheFolder() };
  /** Mounts are seen by the started process alone, and gone with it. */
  const onFileSystem = (options: string, place: string, first: string): How => ({
    through: [
      "unshare",
      "--user",
      "--map-root-user",
      "--mount",
      "sh",
      "-c",
      `mount -t tmpfs -o ${options} none ${place} && ${first}; exec "$@"`,
      "sh",
    ],
    environment: { ...cache, GAMEDAY_HOME: place },
  });

  test.for([
    {
      what: "a read-only file system",
      how: (place: string) => onFileSystem("ro", place, "true"),
      told: /the file system is read-only — go to a folder that you may write/,
    },
    {
      what: "a full disk",
      how: (place: string) => onFileSystem("size=64k", place, `head -c 1m /dev/zero > ${place}/full 2> /dev/null`),
      told: /no space is left on the disk — .*make room/,
    },
    {
      what: "a folder of another's",
      how: (place: string): How => ({
        // Root may write anywhere, unless it gives that right away.
        through: [
          "sh",
          "-c",
          `chmod 555 ${place} && exec "$@"`,
          "sh",
          ...(userInfo().uid === 0 ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] : []),
        ],
        environment: { ...cache, GAMEDAY_HOME: place },
      }),
      told: /permission is denied — go to a folder that you may write/,
    },
    {
      what: "a file",
      how: (place: string): How => ({ environment: { ...cache, GAMEDAY_HOME: join(place, "..", "nope.json") } }),
      told: /a part of the path is a file, not a folder/,
    },
  ])("$what: the run is refused before anything is touched", { timeout: 60_000 }, async ({ how, told }) => {
    const place = join(folder, "place");
    await mkdir(place, { recursive: true });
    expectOneMessage(await run("run --stack @shop.json", how(place)), refused, /the run cannot be recorded\n/, told);
    expect(await shop.toxics()).toEqual([]);
    await rm(place, { recursive: true, force: true });
  });

  test("a folder for programs that cannot be written is told as such", { timeout: 60_000 }, async () => {
    const how = { environment: { PROVING_GROUND_CACHE: "/proc/cache", PATH: join(folder, "nothing") } };
    await expect(readdir("/proc/cache")).rejects.toThrow("ENOENT");
    expectOneMessage(await run("up local", how), missingProgram, /k6: .*could not be got: .*\/proc\/cache/);
  });

  test("no room for the embedded stack", { timeout: 60_000 }, async () => {
    const place = join(folder, "small");
    await mkdir(place, { recursive: true });
    const how = onFileSystem("size=20m", place, "true");
    const told = await run("up local", { ...how, environment: { ...cache, TMPDIR: place } });
    expect(await readdir(place)).toEqual([]);
    expectOneMessage(told, refused, /the embedded stack has no place\n .*\d+ MB are free there, 400 are needed — make room, or set TMPDIR/);
  });
});

test("nothing of all this is still running", async () => {
  expect(await processesOf(gameday.home)).toEqual([]);
});
