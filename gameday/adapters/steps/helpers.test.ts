// Helpers take what they should, leave nothing, outlive whoever started them and end by themselves.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, afterEach, expect, test, vi } from "vitest";
import { createObserver } from "../observe/create-observer.ts";
import { liveProcess } from "../machine/process-handle.ts";
import { startHelper, stopHelper } from "./helpers.ts";

const root = await mkdtemp(join(tmpdir(), "helpers-"));
const observer = createObserver();
const longMilliseconds = 20_000;
const fileLimitBlocks = 64;
const blockBytes = 512;

let folder: string;
let pidFile: string;
let count = 0;
beforeEach(async () => {
  folder = join(root, String((count += 1)));
  await mkdir(folder);
  pidFile = join(folder, "helper.json");
});
afterEach(() => stopHelper(pidFile));
afterAll(() => rm(root, { recursive: true, force: true }));

const gone = (): Promise<void> => vi.waitFor(async () => expect(await liveProcess(pidFile)).toBeNull(), longMilliseconds);
const residentMegabytes = async (pid: number): Promise<number> =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;

test("cpu-hog uses its share of its cores, is started once, and is gone with its record when it is stopped", async () => {
  await startHelper("cpu-hog", { cores: 1, load: 0.5, seconds: 60 }, pidFile);
  const first = await liveProcess(pidFile);
  await startHelper("cpu-hog", { cores: 1, load: 0.5, seconds: 60 }, pidFile);
  expect(await liveProcess(pidFile)).toEqual(first);
  await vi.waitFor(async () => {
    const { value } = await observer.look({ kind: "cpu-busy", process: { pidFile } });
    expect(value).toBeGreaterThan(0.1);
    expect(value).toBeLessThan(0.8);
  }, longMilliseconds);
  await stopHelper(pidFile);
  await stopHelper(pidFile);
  expect(await readdir(folder)).toEqual([]);
});

test("memory-hog has its megabytes resident until it is stopped", async () => {
  await startHelper("memory-hog", { megabytes: 96, seconds: 60 }, pidFile);
  const pid = (await liveProcess(pidFile))?.pid ?? 0;
  await vi.waitFor(async () => expect(await residentMegabytes(pid)).toBeGreaterThan(96), longMilliseconds);
  await stopHelper(pidFile);
  expect(await liveProcess(pidFile)).toBeNull();
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ["cpu-hog", { cores: 0.5, load: 0.1 }],
  ["memory-hog", { megabytes: 16 }],
])("%s outlives a starter that is killed, and ends by itself when its time is up", async (helper, parameters) => {
  const starter = await startedFromElsewhere(helper, { ...parameters, seconds: 3 });
  const record = await liveProcess(pidFile);
  expect(record).not.toBeNull();
  starter.child.kill("SIGKILL");
  await starter.ended;
  expect(await liveProcess(pidFile)).toEqual(record);
  await gone();
});

test("disk-fill goes on to the very limit, keeps it, and takes its file along at the end of its time", async () => {
  const file = join(folder, "full");
  await limited({ file, seconds: 3, pidFile });
  await vi.waitFor(async () => expect((await stat(file)).size).toBe(fileLimitBlocks * blockBytes), longMilliseconds);
  await gone();
  await expect(access(file)).rejects.toThrow("ENOENT");
});

test("disk-fill takes its file along when it is asked to end", async () => {
  const file = join(folder, "full");
  await limited({ file, seconds: 60, pidFile });
  const record = await vi.waitFor(async () => {
    expect((await stat(file)).size).toBe(fileLimitBlocks * blockBytes);
    return liveProcess(pidFile);
  }, longMilliseconds);
  process.kill(record?.pid ?? 0, "SIGTERM");
  await gone();
  await expect(access(file)).rejects.toThrow("ENOENT");
});

test("a helper that does not come up is told", async () => {
  await expect(startHelper("cpu-hog", { cores: 1, load: 0.1, seconds: 60 }, join(folder, "missing", "helper.json"))).rejects.toThrow(
    "the helper cpu-hog did not start within 5 s",
  );
}, 30_000);

/** Another process starts the helper and stays. */
async function startedFromElsewhere(helper: string, parameters: object) {
  const source = new URL("./helpers.ts", import.meta.url).href;
  const program = `const { startHelper } = await import(${JSON.stringify(source)});
    await startHelper(...${JSON.stringify([helper, parameters, pidFile])});
    process.stdout.write("started");
    setInterval(() => undefined, 60_000);`;
  const child = spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  await once(child.stdout, "data");
  return { child, ended };
}

/** Under a limit of its own for files, as there is no disk here that may be filled. */
async function limited(parameters: object): Promise<void> {
  const program = fileURLToPath(new URL("../../helpers/disk-fill.ts", import.meta.url));
  const command = `ulimit -f ${fileLimitBlocks}; exec "$@"`;
  const child = spawn("sh", ["-c", command, "sh", process.execPath, "--no-warnings", program, JSON.stringify(parameters)], {
    stdio: "ignore",
    detached: true,
  });
  child.unref();
  await vi.waitFor(async () => expect(await liveProcess(pidFile)).not.toBeNull(), longMilliseconds);
}
